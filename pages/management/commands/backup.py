"""Make a backup of the whole site."""

import argparse
import json
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pages.backups import BackupError, store
from pages.backups.archive import Nowhere
from pages.backups.making import make, size_of_uploads


class Command(BaseCommand):
    """``manage.py backup``"""

    help = (
        "Write the database, pictures, documents and a readable copy of all public pages "
        "into one dated zip file in BACKUP_ROOT. Visitors and editors may go on "
        "meanwhile. The file appears when it is whole; if anything goes wrong, none "
        "appears. Of all backups the newest KEEP_BACKUPS are kept. The file holds "
        "personal data and passwords' hashes: keep it where nobody else can read it, "
        "and a copy in another house. docs/backup.md says more."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="write nothing, and print what the manifest of a backup would be",
        )
        parser.add_argument(
            "--if-older-than",
            type=float,
            metavar="HOURS",
            help="do nothing where the newest backup is not that old yet",
        )
        # The descriptor of the lock, from the process that started this one.
        parser.add_argument("--lock", type=int, help=argparse.SUPPRESS)

    def handle(self, *args, dry_run, if_older_than, lock, **options):
        if dry_run:
            manifest = make(Nowhere(), self.stderr.write, lambda step: None)
            self.stdout.write(json.dumps(manifest))
            return
        if if_older_than and store.has_newer_than(timedelta(hours=if_older_than)):
            return
        try:
            held = store.Lock(lock)
        except store.AlreadyRunning as error:
            raise CommandError(error) from None
        with held:
            try:
                self.back_up(held)
            except BackupError as error:
                held.say(str(error))
                raise CommandError(error) from error
            except Exception as error:
                held.say(repr(error))
                raise
            held.say("")

    def back_up(self, lock):
        """Make the backup, then delete old ones."""
        store.refuse_without_room(size_of_uploads())
        with store.new_file() as (path, stream):
            make(stream, self.stdout.write, lock.say)
        self.stdout.write(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
        for name in store.delete_old(settings.KEEP_BACKUPS):
            self.stdout.write(f"Deleted, for newer ones are kept: {name}")
