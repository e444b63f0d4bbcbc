"""Restoring a backup into an empty site."""

import os
from io import TextIOWrapper
from pathlib import Path
from shutil import copyfileobj

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils._os import safe_join
from django.utils.crypto import get_random_string

from core import page_cache
from pages.backups import BackupError, tables
from pages.backups.archive import CHUNK, DATABASE, MEDIA, Archive
from pages.backups.making import uploads
from pages.backups.store import UNFINISHED


def refuse_what_is_newer(archive: Archive):
    """Raises BackupError for an archive of migrations that the code does not have."""
    unknown = tables.unknown_migrations(archive.manifest["migrations"])
    if unknown:
        raise BackupError(
            "This backup was made by a newer version of the site: install that version, "
            f"then restore. Not known here: {', '.join(sorted(unknown))}"
        )


def refuse_full_site(archive: Archive):
    """Raises BackupError where something would be lost: rows or files of people."""
    if not tables.is_blank():
        applied = tables.applied_migrations()
        found = tables.what_people_made(tables.tables_at(applied))
        if found:
            raise BackupError(
                "This site is not empty. A backup is restored into an empty database "
                f"only, so that nothing is lost. There are rows in: {', '.join(found)}"
            )
        if applied != archive.manifest["migrations"]:
            raise BackupError(
                "The tables in this database are of another version than the backup's. "
                "Nobody has put anything in them: delete the database, make a new one "
                "without tables, and restore."
            )
    kept = archive.media
    for name in uploads():
        # What a restore that was interrupted has put there may stay.
        is_same = name in kept and Path(default_storage.path(name)).is_file()
        if not name.endswith(UNFINISHED) and not (is_same and same(archive, name)):
            raise BackupError(
                "The media folder is not empty, and nothing in it is overwritten. "
                f"There is: {default_storage.path(name)}"
            )


def same(archive: Archive, name: str) -> bool:
    """Whether a file in the media folder is the one in the archive."""
    with archive.zip.open(f"{MEDIA}{name}") as kept, default_storage.open(name) as file:
        while chunk := kept.read(CHUNK):
            if file.read(len(chunk)) != chunk:
                return False
        return not file.read(1)


def restore_media(archive: Archive) -> int:
    """Put the uploads in their places, each whole or not at all; returns how many."""
    root = default_storage.path("")
    for name in archive.media:
        path = Path(safe_join(root, name))
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{get_random_string(12)}{UNFINISHED}")
        try:
            with archive.zip.open(f"{MEDIA}{name}") as kept, part.open("xb") as file:
                copyfileobj(kept, file, CHUNK)
            os.chmod(part, settings.FILE_UPLOAD_PERMISSIONS)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
    return len(archive.media)


def restore(archive: Archive, report) -> dict[str, int]:
    """Restore a verified archive; returns how many rows of each table there are.

    The database takes all rows or none; uploads that are in place already stay when it
    takes none, and do not hinder the next try. Raises BackupError.
    """
    refuse_what_is_newer(archive)
    refuse_full_site(archive)
    migrations = archive.manifest["migrations"]
    report(f"Pictures and documents: {restore_media(archive)} files")
    if tables.is_blank():
        report("Making the tables; this takes half a minute …")
        tables.migrate_to(migrations)
    with (
        archive.zip.open(DATABASE) as stream,
        TextIOWrapper(stream, encoding="utf-8", newline="\n") as lines,
    ):
        tables.load(tables.tables_at(migrations), lines, report)
    # Brings tables of an older archive up to the code, and adds rights that are new.
    call_command("migrate", verbosity=0)
    ContentType.objects.clear_cache()
    report("Making what is left out of backups: the search's index, the references …")
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    page_cache.renew()
    return archive.manifest["counts"]
