"""Prove that a backup can be restored."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pages.backups import BackupError, store
from pages.backups.checking import check


class Command(BaseCommand):
    """``manage.py check_backup FILE``"""

    help = (
        "Restore a backup on the side, into a scratch database and a scratch media "
        "folder, and compare: the number of pages, each row, each picture and document, "
        "and a page as visitors read it. The site itself is not touched. Takes one or "
        "two minutes, and room in the folder of backups for the database and the "
        "media. docs/backup.md says more."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the zip file that backup made")

    def handle(self, *args, file, **options):
        try:
            lines = check(file, self.stdout.write)
        except BackupError as error:
            raise CommandError(error) from error
        for is_same, text in lines:
            self.stdout.write(f"  {'good' if is_same else 'BAD '}  {text}")
        if not all(is_same for is_same, _text in lines):
            raise CommandError(
                "Not all of it came back. Keep the file, make a new backup, check that "
                "one, and show both to whoever maintains the site."
            )
        store.Backup(file).mark.touch()
        self.stdout.write("This backup is good: it was restored, and all came back.")
