"""Proving a backup: restored on the side, it must yield the same backup again."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from pages.backups import BackupError, store
from pages.backups.archive import DATABASE, MEDIA, READABLE, Archive
from pages.backups.tables import page_count

SCRATCH = "backup-check-"  # how the folders that backups are restored into begin
LEFT_OVER = 24 * 3600  # seconds after which nobody restores into one any more


def run(arguments: list[str], environment: dict[str, str]) -> str:
    """What a command of ours prints, run in a scratch site. Raises BackupError."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise BackupError(f"It cannot be restored: {done.stderr.strip()}")
    return done.stdout


def delete_left_over(place: Path):
    """Delete what checks that were killed have left."""
    for scratch in place.glob(f"{SCRATCH}*"):
        if scratch.stat().st_mtime < time.time() - LEFT_OVER:
            shutil.rmtree(scratch, ignore_errors=True)


def restored_manifest(path: Path, report) -> dict:
    """The manifest that a site restored from the archive would give its own backup.

    It is restored beside the backups: the system's temporary folder may be memory.
    """
    place = store.folder()
    delete_left_over(place)
    with TemporaryDirectory(prefix=SCRATCH, dir=place) as scratch:
        environment = {
            "DATABASE_URL": f"sqlite:///{scratch}/db.sqlite3",
            "MEDIA_ROOT": f"{scratch}/media",
            "BACKUP_ROOT": f"{scratch}/backups",
            "PAGE_CACHE_URL": "locmemcache://",
        }
        report("Restoring it on the side; this takes about a minute …")
        run(["restore", str(path), "--skip-checks"], environment)
        report("Looking at what came back …")
        answer = run(["backup", "--dry-run", "--skip-checks"], environment)
    return json.loads(answer)


def compare(kept: dict, restored: dict) -> list[tuple[bool, str]]:
    """What is told of a backup: whether each thing came back, and what it is."""
    names = sorted(kept["counts"].keys() | restored["counts"].keys())
    counts = {
        name: (kept["counts"].get(name, 0), restored["counts"].get(name, 0))
        for name in names
    }
    changed = [name for name, (was, now) in counts.items() if was != now]
    was, now = page_count(kept["counts"]), page_count(restored["counts"])
    lines = [
        (was == now, f"Pages: {was} in the backup, {now} restored"),
        (
            not changed,
            "Rows of all tables: "
            + (", ".join(f"{name} differs" for name in changed) or "as many"),
        ),
    ]
    if kept["migrations"] == restored["migrations"]:
        is_same = kept["files"][DATABASE] == restored["files"][DATABASE]
        said = "each is as it was" if is_same else "some are not as they were"
        lines.append((is_same, f"What the rows hold: {said}"))
    media = [
        {name: sha for name, sha in side["files"].items() if name.startswith(MEDIA)}
        for side in (kept, restored)
    ]
    lost = [name for name in media[0].keys() | media[1].keys() if differ(name, *media)]
    lines.append(
        (
            not lost,
            f"Pictures and documents: {len(media[0])} in the backup, "
            f"{len(media[1])} restored, {len(lost)} that differ",
        )
    )
    page = kept["sample"]
    if page:
        is_same = not differ(page, kept["files"], restored["files"])
        said = "reads as it did" if is_same else "reads otherwise"
        lines.append((is_same, f"The page {page.removeprefix(READABLE)} {said}"))
    return lines


def differ(name: str, *sides: dict) -> bool:
    """Whether a file is not the same on both sides, or only on one."""
    return len({side.get(name) for side in sides}) != 1


def check(path: Path, report) -> list[tuple[bool, str]]:
    """Verify an archive, restore it on the side, and tell what came back.

    Needs room in the folder of backups for the database and the uploads. Raises
    BackupError where it is not whole or cannot be restored.
    """
    report("Reading all of it …")
    with Archive(path) as archive:
        archive.verify()
        kept = archive.manifest
    lines = compare(kept, restored_manifest(path.resolve(), report))
    return [(True, f"Files in it: {len(kept['files'])}, none damaged"), *lines]
