"""The folder that backups are kept in: what is there, what is running, what is old."""

import fcntl
import math
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.health import LEAST_FREE
from core.storage import FULL
from pages.backups import BackupError
from pages.backups.archive import Archive

NAME_FORMAT = "oco-%Y-%m-%dT%H%M%S.zip"
NAME = re.compile(r"oco-\d{4}-\d\d-\d\dT\d{6}\.zip")
LOCK = "running.lock"
UNFINISHED = ".part"
CHECKED = ".checked"

DISK_FULL = gettext_noop(
    "The disk is full. Nothing was left behind; free some space and start again."
)
# Under it is said how much.
NO_ROOM = gettext_noop(
    "There is not room for a backup, and nothing was begun. Delete or move what you "
    "need no more (old backups first), then start again. What has to be freed:"
)
STARTING = gettext_noop("Starting")
ROWS_AND_COPY = 50 * 1024 * 1024  # bytes of them, before there is a backup to look at


class AlreadyRunning(BackupError):
    """One backup at a time."""


def folder() -> Path:
    """Where backups are kept, made for its owner alone if it is not there.

    Raises ImproperlyConfigured where the site would serve what is in it.
    """
    path = Path(settings.BACKUP_ROOT).resolve()
    for served in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        if path.is_relative_to(Path(served).resolve()):
            raise ImproperlyConfigured(
                f"BACKUP_ROOT must not be in {served}, which visitors can read."
            )
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


class Backup:
    """A backup in the folder."""

    def __init__(self, path: Path):
        self.path, self.name = path, path.name
        status = path.stat()
        self.size = status.st_size
        self.changed_at = status.st_mtime

    @property
    def made_at(self) -> datetime:
        """When it was begun, which its name tells on the Secretariat's clock."""
        return timezone.make_aware(datetime.strptime(self.name, NAME_FORMAT))

    @cached_property
    def is_whole(self) -> bool:
        """Whether it has its end; that nothing in it is damaged, the check tells."""
        try:
            Archive(self.path).zip.close()
        except BackupError:
            return False
        return True

    @property
    def checked_at(self) -> datetime | None:
        """When it was last restored to see whether all comes back, and it did."""
        with suppress(FileNotFoundError):
            checked = self.mark.stat().st_mtime
            if checked >= self.changed_at:
                return datetime.fromtimestamp(checked, UTC)
        return None

    @property
    def mark(self) -> Path:
        """The file that stands beside a backup that was checked."""
        return self.path.with_name(self.name + CHECKED)

    def delete(self):
        self.mark.unlink(missing_ok=True)
        self.path.unlink()


def backups() -> list[Backup]:
    """All that are there, newest first."""
    found = [path for path in folder().iterdir() if NAME.fullmatch(path.name)]
    return [Backup(path) for path in sorted(found, reverse=True)]


def has_newer_than(age: timedelta) -> bool:
    """Whether one was begun less than that long ago."""
    return any(backup.made_at > timezone.now() - age for backup in backups()[:1])


def delete_old(keep: int) -> list[str]:
    """Delete all but the newest; returns the names of those deleted."""
    old = backups()[max(keep, 1) :]
    for backup in old:
        backup.delete()
    return [backup.name for backup in old]


class Lock:
    """Held while a backup runs, and let go by the system when its process ends.

    Its file says what step the backup is at; what it says when nobody holds it is where
    the last one was interrupted, or why it failed.
    """

    def __init__(self, descriptor: int | None = None):
        """Take the lock, or one that is already held. Raises AlreadyRunning."""
        if descriptor is None:
            descriptor = os.open(folder() / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        self.file = os.fdopen(descriptor, "r+", encoding="utf-8")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.file.close()
            raise AlreadyRunning("A backup is running already.") from None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.file.close()

    def say(self, text: str):
        """Write down what is going on; on a full disk that stays unsaid."""
        with suppress(OSError):
            self.file.seek(0)
            self.file.truncate()
            self.file.write(text)
            self.file.flush()


def state() -> tuple[bool, str]:
    """Whether a backup is running, and what its lock says."""
    path = folder() / LOCK
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read()
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True, text
            return False, text
    except FileNotFoundError:
        return False, ""


def refuse_without_room(uploads: int):
    """Raises BackupError where a backup with uploads of that size would fill the disk.

    The database may be on the same disk, and ends where it finds no room.
    """
    rest = ROWS_AND_COPY
    with suppress(IndexError, BackupError), Archive(backups()[0].path) as newest:
        rest = newest.size_without_media
    missing = uploads + rest + LEAST_FREE - shutil.disk_usage(folder()).free
    if missing > 0:
        raise BackupError(f"{NO_ROOM}\n{math.ceil(missing / 1e6)} MB")


def translated(said: str) -> str:
    """What a lock says, whose first line is marked to be translated where it is written."""
    first, *others = said.splitlines() or [""]
    return " ".join([_(first) if first else "", *others])


def start():
    """Start a backup in a process of its own, which outlives this one.

    It inherits the lock, so that no second one gets between. Raises AlreadyRunning.
    """
    with Lock() as lock:
        lock.say(STARTING)
        descriptor = lock.file.fileno()
        subprocess.Popen(
            [sys.executable, "manage.py", "backup", f"--lock={descriptor}"],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=[descriptor],
        )


@contextmanager
def new_file():
    """A stream to a new backup, which gets its name when all of it is on the disk.

    Whatever goes wrong before, no file with a backup's name is left. Raises BackupError
    where the disk is full. To be used while the lock is held.
    """
    place = folder()
    for left_over in place.glob(f"*{UNFINISHED}"):
        left_over.unlink()
    path = place / timezone.localtime().strftime(NAME_FORMAT)
    part = path.with_name(path.name + UNFINISHED)
    try:
        with open(part, "xb", opener=for_owner) as stream:
            yield path, stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
        sync(place)
    except OSError as error:
        if error.errno in FULL:
            raise BackupError(DISK_FULL) from error
        raise
    finally:
        part.unlink(missing_ok=True)


def for_owner(path, flags) -> int:
    """Opens a file that nobody but its owner may read."""
    return os.open(path, flags, 0o600)


def sync(place: Path):
    """Have the folder's names on the disk."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
