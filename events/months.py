"""The calendar by months: which of them there are, and how one is laid out in weeks."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.functional import cached_property

from core.dates import day_number, iso, last_day, month_names
from core.facets import years_in_use
from core.listings import narrowed
from core.prepared import prepared
from events.models import EventFilterSet, EventPage, EventPrecision


class MonthConverter:
    """A month in an address, "2024-07", as its first day."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, first: date) -> str:
        return iso(first, "month")


@prepared
def in_month(filterset_class, shape, first, now, **values):
    """What the filters leave of a month."""
    return narrowed(filterset_class, shape, now, values).in_month(first)


class MonthFilterSet(EventFilterSet):
    """The filters of the list but the year, which the calendar's addresses name.

    ``years`` are those in which there are events, whatever the filters leave.
    """

    @cached_property
    def years(self) -> set[int]:
        return {int(row.value[:4]) for row in self.in_use if row.filter == "year"}

    def set_choices(self, in_use):
        super().set_choices(in_use)
        del self.filters["year"]

    @classmethod
    def facets(cls):
        return [*super().facets(), years_in_use(cls.get_items(), "end_date")]

    def without_year(self, events, now):
        return events.soonest_first()

    def in_month(self, first: date) -> list[EventPage]:
        """What the filters leave of the month that begins on this day."""
        shape, given = self.asked
        return in_month(*shape, first, **given)


def today() -> date:
    """The day it is at the Secretariat: members' clocks show up to three days at once."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def following(first: date) -> date:
    """The month after the one that begins on this day."""
    return (first + timedelta(days=31)).replace(day=1)


def known_months(years: Iterable[int], now: date) -> list[date]:
    """The months that have a page: those of the years, the current one and the next.

    So nobody, and no crawler, walks on into months that are empty for ever.
    """
    this_month = now.replace(day=1)
    # The weeks of the very last month would run out of the calendar.
    years = {year for year in years if year < MAXYEAR}
    months = {date(year, month, 1) for year in years for month in range(1, 13)}
    return sorted(months | {this_month, following(this_month)})


def nearest(months: list[date], year: str, month: str) -> date:
    """The month that is asked for, or the nearest that there is.

    Raises ValueError for what is no month.
    """
    asked = date.fromisoformat(f"{year}-{month:0>2}-01")
    return min(months, key=lambda first: abs(first - asked))


@dataclass(frozen=True)
class Bar:
    """What a week shows of an event."""

    event: EventPage
    days: int
    is_first: bool  # of the event's bars in this month
    continues_before: bool
    continues_after: bool


@dataclass(frozen=True)
class Day:
    """A day of a week, and the bars that begin there; no date if in another month."""

    date: date | None
    bars: list[Bar] = field(default_factory=list)

    @property
    def is_listed(self) -> bool:
        """Whether a list of days would name it: not for what merely continues."""
        return any(bar.is_first for bar in self.bars)

    @property
    def number(self) -> str:
        return day_number(self.date)

    @property
    def in_words(self) -> str:
        """The day with its weekday, without the year: "Monday 29 July"."""
        weekday, month = WEEKDAYS[self.date.weekday()], month_names()[self.date.month]
        return f"{weekday} {self.number} {month}"


def last_day_of(event: EventPage) -> date:
    """The last day, which is the first one at the earliest."""
    return max(event.start_date, event.last_date)


def weeks_of(first: date, events: Iterable[EventPage]) -> list[list[Day]]:
    """The weeks of a month, from Monday to Sunday, with a bar for each event.

    An event has a bar in every week that it touches, in the day on which its bar begins.
    What continues stands first, then long bars before short ones.
    """
    last = last_day(first, EventPrecision.MONTH)
    weeks = []
    for dates in Calendar().monthdatescalendar(first.year, first.month):
        days = {day: Day(day if day.month == first.month else None) for day in dates}
        for event in events:
            ends = last_day_of(event)
            begins_here = max(event.start_date, dates[0], first)
            ends_here = min(ends, dates[-1], last)
            if begins_here > ends_here:
                continue
            bar = Bar(
                event=event,
                days=(ends_here - begins_here).days + 1,
                is_first=begins_here == max(event.start_date, first),
                continues_before=event.start_date < begins_here,
                continues_after=ends > ends_here,
            )
            days[begins_here].bars.append(bar)
        for day in days.values():
            day.bars.sort(key=lambda bar: (bar.is_first, -bar.days))
        weeks.append(list(days.values()))
    return weeks
