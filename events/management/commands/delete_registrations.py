"""Delete the personal data of those who registered for events."""

from argparse import ArgumentTypeError

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from core.dates import months_before
from events.models import EventRegistration, RegistrationAttempt

LONGEST = 1_200


def months(value: str) -> int:
    """A number of months. Raises ArgumentTypeError."""
    if not value.isdecimal() or int(value) > LONGEST:
        raise ArgumentTypeError(f"“{value}” is not a number of months.")
    return int(value)


class Command(BaseCommand):
    """``manage.py delete_registrations``"""

    help = (
        "Delete the registrations of events that have been over for a number of months: "
        "names, organisations, e-mail addresses and notes. An event whose date is not "
        "known to the day is over when the month or the year is. Run it every night."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--months",
            type=months,
            default=settings.REGISTRATIONS_KEPT_FOR_MONTHS,
            help="how long registrations are kept after the event (default: the "
            "setting REGISTRATIONS_KEPT_FOR_MONTHS, now %(default)s)",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would be deleted, and delete nothing",
        )

    def handle(self, *args, months, dry_run, **options):
        since = months_before(timezone.now(), months)
        old = EventRegistration.objects.filter(event__over_at__lt=since)
        count = old.count()
        if not dry_run:
            old.delete()
            RegistrationAttempt.delete_old()
        done = "would be deleted" if dry_run else "deleted"
        self.stdout.write(
            f"{count} registrations of events that were over before {since:%Y-%m-%d} "
            f"{done}."
        )
