"""The mails about a registration: to the organisers, and to who registered."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.navigation import absolute, address
from events.calendars import calendar_of
from events.models import EventPage, EventRegistration

logger = logging.getLogger(__name__)

# Who registers again is written to again, but not to fill the mailbox of another.
AGAIN_AFTER = timedelta(minutes=10)


def message(subject: str, template: str, context: dict, **options) -> EmailMessage:
    """A mail of plain text; its subject is one line, whatever a title holds."""
    body = render_to_string(f"events/mail/{template}.txt", context)
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", **options)


def to_organisers(registration: EventRegistration) -> EmailMessage:
    """All that was entered, in the Secretariat's language; the reply goes to the person."""
    event = registration.event
    with translation.override(settings.LANGUAGE_CODE):
        listed = f"{reverse('registrations:index')}?event={event.pk}"
        return message(
            _("Registration: %(event)s") % {"event": event.title},
            "organisers",
            {"registration": registration, "event": event, "list": absolute(listed)},
            to=[event.organisers_address],
            reply_to=[registration.email],
        )


def to_person(registration: EventRegistration) -> EmailMessage:
    """The confirmation, in the person's language, with the event for the calendar.

    It repeats nothing that was typed: anybody may enter the address of somebody else,
    and must not be able to send words of their own there.
    """
    with translation.override(registration.language):
        versions = EventPage.objects.published().in_active_language()
        key = registration.event.translation_key
        event = versions.filter(translation_key=key).first() or registration.event
        dated = list(versions.filter(pk=event.pk).for_calendars())
        calendar = absolute(reverse("event_calendar", args=[event.slug]))
        confirmation = message(
            _("Your registration: %(event)s") % {"event": event.title},
            "confirmation",
            {
                "event": event,
                "url": absolute(address(event)),
                "calendar": calendar if dated else "",
                "months": settings.REGISTRATIONS_KEPT_FOR_MONTHS,
            },
            to=[registration.email],
            reply_to=list(filter(None, [registration.event.organisers_address])),
        )
        if dated:
            file = calendar_of(dated).to_ical()
            confirmation.attach(f"{event.slug}.ics", file, "text/calendar")
        return confirmation


MAILS = {"confirmed_at": to_person, "organisers_mailed_at": to_organisers}


def send_mails(registration: EventRegistration) -> bool:
    """Send what has not been sent yet, and say whether all has gone.

    What fails is logged, without a word about the person, and left for
    ``manage.py send_registration_mails``.
    """
    for field, write in MAILS.items():
        if getattr(registration, field):
            continue
        try:
            has_gone = write(registration).send()
            reason = "it has no recipient"
        except Exception as error:  # of any kind: backends raise what they like
            has_gone, reason = False, type(error).__name__
        if has_gone:
            setattr(registration, field, timezone.now())
            registration.save(update_fields=[field])
        else:
            logger.error("Mail %s of %s not sent: %s", field, registration, reason)
    return all(getattr(registration, field) for field in MAILS)


def confirm_again(registration: EventRegistration) -> None:
    """Send the confirmation once more, if the last did not go just now."""
    last = registration.confirmed_at
    if last is None or last <= timezone.now() - AGAIN_AFTER:
        registration.confirmed_at = None
        send_mails(registration)
