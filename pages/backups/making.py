"""Making a backup: the rows of one moment, the uploads, and a copy to read."""

from contextlib import suppress
from pathlib import Path

import django
import wagtail
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_noop

from pages.backups import BackupError, tables
from pages.backups.archive import DATABASE, MEDIA, READABLE, ArchiveWriter
from pages.backups.readable import copies, sample

# In the media folder, what is made anew when somebody asks for it: resized pictures, PDFs.
MADE_ANEW = {"images", "pdf"}

STEP_DATABASE = gettext_noop("Database")
STEP_MEDIA = gettext_noop("Pictures and documents")
STEP_READABLE = gettext_noop("Readable copy")


def uploads():
    """The names of all files in the media folder that cannot be made anew, in order."""
    root = Path(default_storage.path(""))
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.is_file() and name.parts[0] not in MADE_ANEW:
            yield name.as_posix()


def size_of_uploads() -> int:
    """How many bytes they take in a backup, which does not compress them."""
    size = 0
    for name in uploads():
        with suppress(FileNotFoundError):  # deleted meanwhile
            size += default_storage.size(name)
    return size


def make(stream, report, say) -> dict:
    """Write an archive to the stream; returns its manifest.

    ``report`` is told what the person at the keyboard is to see, ``say`` the name of
    each step. Rows are of one moment; files are read after, and pages are rendered last,
    so an upload deleted meanwhile is missing. Raises BackupError where the database is
    behind the code.
    """
    migrations = tables.applied_migrations()
    if migrations != tables.newest_migrations():
        raise BackupError("The database is older than the code: run migrate first.")
    with ArchiveWriter(stream) as archive:
        say(STEP_DATABASE)
        with tables.one_moment(), archive.open(DATABASE) as rows:
            made_at = timezone.now()
            counts = tables.dump(tables.tables_at(migrations), rows)
        report(f"Database: {sum(counts.values())} rows")

        say(STEP_MEDIA)
        names = list(uploads())
        for name in names:
            try:
                source = default_storage.open(name)
            except FileNotFoundError:
                report(f"  Deleted meanwhile: {name}")
                continue
            with source:
                archive.copy(f"{MEDIA}{name}", source)
        report(f"Pictures and documents: {len(names)} files")

        say(STEP_READABLE)
        for name, text in copies(report):
            archive.write(name, text)
        readable = [name for name in archive.checksums if name.startswith(READABLE)]
        report(f"Readable copy: {len(readable)} files")

        return archive.finish(
            {
                "made_at": made_at.isoformat(),
                "site": settings.SITE_URL,
                "django": django.__version__,
                "wagtail": wagtail.__version__,
                "database": connection.vendor,
                "migrations": migrations,
                "counts": counts,
                "sample": sample(),
            }
        )
