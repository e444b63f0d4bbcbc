"""Send the mails about registrations that could not be sent."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from events.mails import send_mails
from events.models import EventRegistration

# The form itself is still sending those that are newer.
LEFT_TO_THE_FORM = timedelta(minutes=5)


class Command(BaseCommand):
    """``manage.py send_registration_mails``"""

    help = (
        "Send the mails about registrations that could not be sent when the form was: "
        "to the organisers, and the confirmation. Registrations of events that are over "
        "are passed over. Run it every quarter of an hour; it fails while a mail fails."
    )

    def handle(self, *args, **options):
        now = timezone.now()
        unsent = EventRegistration.objects.filter(
            Q(confirmed_at=None) | Q(organisers_mailed_at=None),
            created_at__lte=now - LEFT_TO_THE_FORM,
            event__over_at__gt=now,
        ).select_related("event")
        results = [send_mails(registration) for registration in unsent]
        self.stdout.write(f"Mails of {sum(results)} registrations sent.")
        if not all(results):
            raise CommandError(
                f"Mails of {results.count(False)} registrations could not be sent."
            )
