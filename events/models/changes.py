"""What changed of an event since it was announced, and how its page says so."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import Precision, in_words, last_day
from events.models.choices import EventPrecision, EventStatus

# The change of any of these is a new version of the event; those of a row go together.
DATE = [
    "precision",
    "start_date",
    "end_date",
    "start_time",
    "end_time",
    "time_zone",
]
STATUS = ["status"]
PLACE = ["venue", "place"]
PLANNED = [*DATE, *STATUS, *PLACE]

MOST_NOTICES = 3
# The longest history that is looked at: notices are about the newest changes.
MOST_CHANGES = 10

STATUS_NOTICES = {
    EventStatus.CONFIRMED: gettext_lazy("Confirmed on %(day)s"),
    EventStatus.PROVISIONAL: gettext_lazy("Provisional since %(day)s"),
    EventStatus.POSTPONED: gettext_lazy("Postponed on %(day)s"),
    EventStatus.CANCELLED: gettext_lazy("Cancelled on %(day)s"),
}
FROM_FINE_TO_COARSE = list(EventPrecision)


class EventChange(models.Model):
    """A change of a published event: the values it had before, for all its languages.

    They are those of the version that was changed, the original's where there is one.
    """

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="changes"
    )
    changed_at = models.DateTimeField()
    before = models.JSONField(encoder=DjangoJSONEncoder)

    # An event is not in use because it was changed.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-changed_at", "-pk"]

    def __str__(self):
        return f"{self.event_id}: {', '.join(self.before)}"

    @property
    def values(self) -> dict:
        """The values before, as the event has them."""
        fields = self._meta.get_field("event").related_model._meta
        return {
            name: fields.get_field(name).to_python(value)
            for name, value in self.before.items()
        }


def changes_of(event) -> models.QuerySet:
    """The changes of an event in whatever language, the newest first."""
    return EventChange.objects.filter(event__translation_key=event.translation_key)


def next_change(event, announced: dict) -> EventChange:
    """The change that an event makes of what was announced; it is not saved.

    Changes of one day are one, from the first values of that day: so a slip of the pen
    is not told, and what was moved back has no values left.
    """
    now = timezone.now()
    change = changes_of(event).first()
    is_todays = change and day_of(change) == timezone.localdate(now)
    if not is_todays:
        change = EventChange(event=event, before={})
    first = announced | change.values
    change.before = {
        name: first[name]
        for names in (DATE, STATUS, PLACE)
        if any(first[name] != getattr(event, name) for name in names)
        for name in names
    }
    change.changed_at = now
    return change


def remember_change(event, announced: dict) -> None:
    """Keep what was announced of an event whose page has just been changed."""
    change = next_change(event, announced)
    if change.before:
        change.save()
    elif change.pk:
        change.delete()


def day_of(change: EventChange) -> date:
    """The day of a change on the Secretariat's calendar."""
    return timezone.localdate(change.changed_at)


def notices(event, changes: Iterable[EventChange]) -> list[str]:
    """What an event's page says of its changes, in the order given: the newest first.

    What became of the status or the place is told once, as it stands; each date that
    the event once had is told, for somebody may have noted it.
    """
    said, told = [], set()
    after = event
    for change in changes:
        values = {name: getattr(after, name) for name in PLANNED}
        before = type(event)(**values | change.values)
        day = in_words(day_of(change))
        for subject, notice in SUBJECTS:
            words = notice(before, after, day)
            if words and subject not in told:
                said.append(words)
                told.add(subject)
        if words := move_notice(before, after, day):
            said.append(words)
            told.add("date")
        after = before
    return said[:MOST_NOTICES]


def days_meant(event) -> tuple[date, date]:
    """The first and the last day that the event's date can mean."""
    first = event.start_date
    if event.precision in (EventPrecision.MONTH, EventPrecision.YEAR):
        first = first.replace(day=1)
    if event.precision == EventPrecision.YEAR:
        first = first.replace(month=1)
    return first, last_day(event.last_date, event.precision)


def is_part_of(event, other) -> bool:
    """Whether the date is the other's, known more exactly."""
    (first, last), (others_first, others_last) = days_meant(event), days_meant(other)
    if other.precision == EventPrecision.DAY:
        is_within = (first, last) == (others_first, others_last)
    else:
        is_within = others_first <= first and last <= others_last
    fineness = FROM_FINE_TO_COARSE.index
    return is_within and fineness(event.precision) < fineness(other.precision)


def is_postponed_from_its_date(before, after) -> bool:
    """Whether the event was postponed, and its date taken back or replaced as well."""
    is_postponed = before.status != after.status == EventStatus.POSTPONED
    return is_postponed and before.when != after.when


def date_in_words(event) -> str:
    """The event's date in words, as it stands in a sentence."""
    if event.is_undated:
        return in_words(event.start_date, Precision.YEAR)
    return event.when


def move_notice(before, after, day: str) -> str | None:
    """Says that the date was replaced by another."""
    words = {"day": day, "date": date_in_words(before)}
    if is_postponed_from_its_date(before, after):
        return _("Postponed on %(day)s from %(date)s") % words
    is_same = before.when == after.when
    if is_same or is_part_of(before, after) or is_part_of(after, before):
        return None
    return _("Moved on %(day)s from %(date)s") % words


def date_notice(before, after, day: str) -> str | None:
    """Says that the same date is known more exactly now, or less."""
    words = {"day": day, "date": date_in_words(before)}
    if is_postponed_from_its_date(before, after):
        return None
    if is_part_of(after, before):
        if before.precision == EventPrecision.DAY:
            return _("Hours set on %(day)s") % words
        return _("Date set on %(day)s") % words
    if is_part_of(before, after) and after.precision != EventPrecision.DAY:
        said = _("Date to be confirmed again since %(day)s; it was %(date)s")
        return said % words
    return None


def status_notice(before, after, day: str) -> str | None:
    """Says whether the event takes place, where it is not said with its date."""
    if before.status == after.status or is_postponed_from_its_date(before, after):
        return None
    return STATUS_NOTICES[after.status] % {"day": day}


def place_notice(before, after, day: str) -> str | None:
    """Says that the event is held elsewhere, or where it is held at all."""
    words = {"day": day, "place": after.place, "before": before.place}
    if before.place != after.place:
        if not before.place:
            return _("Place set on %(day)s") % words
        if not after.place:
            said = _("Place to be confirmed again since %(day)s; it was %(before)s")
            return said % words
        return _("Now in %(place)s: moved from %(before)s on %(day)s") % words
    words |= {"venue": after.venue, "before": before.venue}
    if before.venue and after.venue and before.venue != after.venue:
        return _("Now at %(venue)s: moved from %(before)s on %(day)s") % words
    return None


# Those of which only the newest is told.
SUBJECTS = [("status", status_notice), ("date", date_notice), ("place", place_notice)]


def was_published(row: dict) -> bool:
    """Whether the public has seen the page that the row is of."""
    return bool(row["live"] or row["first_published_at"])


class Announced(models.Model):
    """The part of an event that counts and tells its changes once it is published."""

    sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args, **kwargs):
        stored = self.stored_versions()
        announced = self.announced(stored)
        self.sequence = self.get_sequence(stored)
        super().save(*args, **kwargs)
        # Where a draft is saved, all that is written of the page is that there is one.
        is_written = kwargs.get("update_fields") is None
        if announced and is_written and self.is_original(stored):
            remember_change(self, announced)

    def stored_versions(self) -> dict[int, dict]:
        """What the database has of the event in each language, by primary key."""
        versions = type(self).objects.filter(translation_key=self.translation_key)
        rows = versions.values(
            "pk",
            "sequence",
            "live",
            "first_published_at",
            "locale__language_code",
            *PLANNED,
        )
        return {row["pk"]: row for row in rows.order_by()}

    def is_original(self, stored: dict[int, dict]) -> bool:
        """Whether it is the version in the default language, or there is none."""
        others = (row for pk, row in stored.items() if pk != self.pk)
        languages = {row["locale__language_code"] for row in others}
        return settings.LANGUAGE_CODE not in languages

    def announced(self, stored: dict[int, dict]) -> dict | None:
        """The plans that this version told the public, if it tells others now."""
        mine = stored.get(self.pk)
        if not (mine and was_published(mine)):
            return None
        plans = {name: mine[name] for name in PLANNED}
        is_changed = any(plans[name] != getattr(self, name) for name in PLANNED)
        return plans if is_changed else None

    def get_sequence(self, stored: dict[int, dict]) -> int:
        """How often the event was changed since it was first published (RFC 5545).

        The versions in all languages are one event in calendars, so that a change of
        any goes beyond the number of each.
        """
        known = max((row["sequence"] for row in stored.values()), default=0)
        if self.announced(stored):
            return known + 1
        mine = stored.get(self.pk)
        return mine["sequence"] if mine and was_published(mine) else known

    def get_notices(self, is_preview=False) -> list[str]:
        """What the page says of its changes; in a preview, as if it were published."""
        if not (self.sequence or is_preview):
            return []
        changes = list(changes_of(self)[:MOST_CHANGES])
        if is_preview:
            stored = self.stored_versions()
            announced = self.announced(stored)
            if announced and self.is_original(stored):
                newest = next_change(self, announced)
                changes = [newest, *(c for c in changes if c.pk != newest.pk)]
        return notices(self, changes)
