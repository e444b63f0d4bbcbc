"""Restore a backup into an empty site."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pages.backups import BackupError
from pages.backups.archive import Archive
from pages.backups.restoring import restore
from pages.backups.tables import page_count


class Command(BaseCommand):
    """``manage.py restore FILE``"""

    help = (
        "Restore a backup into an empty site: one whose database holds nothing, or "
        "nothing but what migrate makes, and whose media folder is empty. All of the "
        "file is read first; a damaged one is refused before anything is changed. The "
        "database may be another kind than the one the backup is of. Resized pictures "
        "and PDFs are not in a backup: they are made anew when somebody looks at them. "
        "Start the site again afterwards. docs/backup.md says more."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the zip file that backup made")

    def handle(self, *args, file, **options):
        try:
            with Archive(file) as archive:
                self.stdout.write("Reading all of it …")
                archive.verify()
                counts = restore(archive, self.stdout.write)
        except BackupError as error:
            raise CommandError(error) from error
        self.stdout.write(
            f"Restored: {sum(counts.values())} rows, among them "
            f"{page_count(counts)} pages. Start the site again, so that it forgets what it knew."
        )
