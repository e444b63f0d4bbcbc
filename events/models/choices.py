"""What an event can be: how its date is known, its status, kind and format."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventPrecision(models.TextChoices):
    """How exactly an event's date is known."""

    TIME = "time", _("exact times")
    DAY = "day", _("whole days")
    MONTH = "month", _("the month only")
    YEAR = "year", _("the year only: date to be confirmed")


class EventStatus(models.TextChoices):
    """Whether an event will take place as it stands."""

    CONFIRMED = "confirmed", _("Confirmed")
    PROVISIONAL = "provisional", _("Provisional")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


class EventKind(models.TextChoices):
    """What sort of event it is."""

    CONFERENCE = "conference", _("Conference")
    MEETING = "meeting", _("Meeting")
    WORKSHOP = "workshop", _("Workshop")
    TRAINING = "training", _("Training")
    RETREAT = "retreat", _("Retreat")
    STUDY = "study", _("Study")


class EventFormat(models.TextChoices):
    """Where people meet."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")
