"""The words that lists of events are made of."""

from datetime import date

from django.db.models import (
    Case,
    Count,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Lag, Lead

from core.dates import last_day
from core.querysets import HostedQuerySet
from events.models.choices import EventPrecision

# What the entry of a list shows of an event.
ENTRY_FIELDS = [
    "kind",
    "precision",
    "start_date",
    "end_date",
    "start_time",
    "end_time",
    "time_zone",
    "status",
    "place",
    "stream",
]

# What a calendar shows of an event and of its host: not the texts, which are long.
CALENDAR_FIELDS = [
    "title",
    "slug",
    "url_path",
    "translation_key",
    "locale_id",
    "content_type_id",
    "last_published_at",
    "summary",
    "kind",
    "precision",
    "start_date",
    "end_date",
    "start_time",
    "end_time",
    "time_zone",
    "status",
    "venue",
    "place",
    "sequence",
]
HOST_FIELDS = ["content_type_id", "capital", "latitude", "longitude"]

SERIES_ORDER = [F("series_order").asc(nulls_last=True), "start_date", "pk"]


class EventQuerySet(HostedQuerySet):
    """Words for events."""

    def over_after(self, moment):
        """Those that were not over at the moment, the first to begin first."""
        return self.filter(over_at__gt=moment).soonest_first()

    def for_serving(self):
        """With how many have registered, which is the same for all languages."""
        registrations = self.model._meta.get_field("registrations").related_model
        of_this = registrations.objects.filter(
            event__translation_key=OuterRef("translation_key")
        )
        counted = of_this.order_by().values("event").annotate(number=Count("pk"))
        number = Coalesce(Subquery(counted.values("number")), 0)
        return super().for_serving().annotate(registrations_counted=number)

    def named(self, slug):
        """The events of that name in addresses, in the reader's language; the first is it.

        An original may have the name that another event has in translation.
        """
        keys = self.filter(slug=slug).values("translation_key")
        is_other = Case(When(slug=slug, then=Value(0)), default=Value(1))
        found = self.in_active_language().filter(translation_key__in=keys)
        return found.order_by(is_other, "pk")

    def for_calendars(self):
        """Those that calendars can show, with all that stands there, in one query."""
        whole_days = Q(precision=EventPrecision.DAY)
        exact = Q(precision=EventPrecision.TIME, start_time__isnull=False)
        return (
            self.filter(whole_days | exact & ~Q(time_zone=""), is_internal=False)
            .select_related("host")
            .only(*CALENDAR_FIELDS, *(f"host__{name}" for name in HOST_FIELDS))
        )

    def in_month(self, first: date):
        """Those of the month that begins on this day, and those that may be in it."""
        last = last_day(first, EventPrecision.MONTH)
        undated = Q(precision=EventPrecision.YEAR)
        in_month = Q(start_date__lte=last, last_day__gte=first)
        in_year = Q(
            start_date__lte=date(first.year, 12, 31),
            last_day__gte=date(first.year, 1, 1),
        )
        return self.alias(last_day=Coalesce("end_date", "start_date")).filter(
            ~undated & in_month | undated & in_year
        )

    def in_series_order(self):
        """By their place in the series, then by date."""
        return self.order_by(*SERIES_ORDER)

    def neighbours(self, series, key):
        """The one before an event and the one after it in a series, in one query.

        ``key`` is the event's of translation.
        """
        around = {
            "next_key": Window(Lead("translation_key"), order_by=SERIES_ORDER),
            "previous_key": Window(Lag("translation_key"), order_by=SERIES_ORDER),
        }
        found = self.filter(series=series).annotate(**around)
        return found.filter(Q(next_key=key) | Q(previous_key=key))

    def soonest_first(self):
        """By date; what is only known to the month or year comes after what is dated."""
        return self.order_by(
            "start_date", "end_date", "start_time", "series_order", "pk"
        )

    def newest_first(self):
        """By date, the last first."""
        return self.order_by("-start_date", "pk")

    def nearest(self, now):
        """Coming events, the soonest first; then past ones, the last first."""
        coming = Q(over_at__gt=now)
        return self.order_by(
            Case(When(coming, then=Value(0)), default=Value(1)),
            Case(When(coming, then=F("start_date"))),
            "-start_date",
            "pk",
        )
