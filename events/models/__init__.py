"""Events: conferences, meetings, workshops, courses, and their dates."""

from events.models.changes import EventChange
from events.models.choices import EventFormat, EventKind, EventPrecision, EventStatus
from events.models.event import EventPage
from events.models.listing import EventFilterSet, EventIndexPage
from events.models.parts import EventDocument, EventSegment
from events.models.querysets import EventQuerySet
from events.models.registration import (
    EventRegistration,
    RegistrationAttempt,
    RegistrationNotOpen,
    RegistrationState,
)
from events.models.series import EventSeries

__all__ = [
    "EventChange",
    "EventDocument",
    "EventFilterSet",
    "EventFormat",
    "EventIndexPage",
    "EventKind",
    "EventPage",
    "EventPrecision",
    "EventQuerySet",
    "EventRegistration",
    "EventSegment",
    "EventSeries",
    "EventStatus",
    "RegistrationAttempt",
    "RegistrationNotOpen",
    "RegistrationState",
]
