"""Dates that are known to the day, the month or the year, in words."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import dateformat
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from core.languages import once_a_language
from core.timezones import place_of


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("exact day")
    MONTH = "month", _("month only")
    YEAR = "year", _("year only")


def check_days(first: date | None, last: date | None) -> None:
    """Raises ValidationError, by field, for a last day without a first or before it."""
    if last and not first:
        raise ValidationError({"start_date": _("Give the first day as well.")})
    if last and last < first:
        raise ValidationError({"end_date": _("The last day is before the first day.")})


def last_day(day: date, precision: str) -> date:
    """The last day that a date of this precision can mean."""
    if precision == Precision.YEAR:
        return date(day.year, 12, 31)
    if precision == Precision.MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = last_day(date(year, month + 1, 1), Precision.MONTH).day
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def day_number(day: date) -> str:
    """The day of the month as it is written: French has "1er" for the first."""
    if day.day == 1 and (get_language() or "").startswith("fr"):
        return "1er"
    return str(day.day)


@once_a_language
def month_names() -> dict:
    """The names of the months by their numbers."""
    return {number: str(name) for number, name in MONTHS.items()}


def in_words(day: date, precision: str = Precision.DAY) -> str:
    """A date in words: "30 July 2024", "July 2024" or "2024"."""
    if precision == Precision.YEAR:
        return str(day.year)
    month = f"{month_names()[day.month]} {day.year}"
    return month if precision == Precision.MONTH else f"{day_number(day)} {month}"


@dataclass(frozen=True)
class Span:
    """A date or range in words, which knows the value of each end for machines.

    ``pattern`` joins the ends: "%(first)s–%(last)s".
    """

    first: str
    first_value: str
    last: str = ""
    last_value: str = ""
    pattern: str = "%(first)s"

    def __str__(self) -> str:
        return self.pattern % {"first": self.first, "last": self.last}

    @property
    def html(self) -> SafeString:
        """The same with each end as ``<time datetime>``, for the element has no range."""
        element = '<time datetime="{}">{}</time>'
        first = format_html(element, self.first_value, self.first)
        last = format_html(element, self.last_value, self.last)
        # A line may end at a dash, but for a word joiner after it.
        pattern = self.pattern.replace("–%(last)s", "–\u2060%(last)s")
        return mark_safe(pattern % {"first": first, "last": last})


def range_in_words(
    start: date, end: date | None = None, precision: str = Precision.DAY
) -> str:
    """An inclusive range in words, with nothing said twice.

    "29–31 July 2024", "1 July – 12 August 2024",
    "28 December 2024 – 3 January 2025", "July – August 2024", "2024".
    """
    return str(date_span(start, end, precision))


def date_span(
    start: date, end: date | None = None, precision: str = Precision.DAY
) -> Span:
    """The same range with its ends apart."""
    end = end or start
    first, last = in_words(start, precision), in_words(end, precision)
    values = iso(start, precision), iso(end, precision)
    if first == last:
        return Span(first, values[0])
    pattern = "%(first)s – %(last)s"
    if precision == Precision.YEAR:
        pattern = "%(first)s–%(last)s"
    elif precision == Precision.MONTH:
        if start.year == end.year:
            first = month_names()[start.month]
    elif (start.year, start.month) == (end.year, end.month):
        first = day_number(start)
        pattern = pgettext("days of one month", "%(first)s–%(last)s")
    else:
        if start.year == end.year:
            first = f"{day_number(start)} {month_names()[start.month]}"
        pattern = pgettext("days of different months", "%(first)s – %(last)s")
    return Span(first, values[0], last, values[1], pattern)


def leaf(start: date, end: date, precision: str) -> tuple[str, str]:
    """A range as a calendar's leaf has it, large and small: ("29–31", "Jul 2024")."""
    if precision == Precision.YEAR:
        return "?", str(start.year)
    if precision == Precision.MONTH:
        return dateformat.format(start, _("M")), str(start.year)
    if start == end:
        return str(start.day), dateformat.format(start, _("M Y"))
    if start.month == end.month:
        return f"{start.day}–{end.day}", dateformat.format(start, _("M Y"))
    first, last = (dateformat.format(day, _("M")) for day in (start, end))
    return str(start.day), f"{first} – {end.day} {last}"


def iso(day: date, precision: str = Precision.DAY) -> str:
    """The value of ``<time datetime>``: YYYY-MM-DD, YYYY-MM or YYYY (HTML, 4.5.14)."""
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision, 10)
    return day.isoformat()[:length]


def iso_moment(moment: datetime) -> str:
    """A moment for ``<time datetime>``, with its offset: "2024-07-30T10:00+12:00"."""
    return moment.isoformat(timespec="minutes")


def utc_offset_in_words(moment: datetime) -> str:
    """The offset of an aware datetime: "UTC+12", "UTC−9:30", "UTC"."""
    minutes = int(moment.utcoffset().total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def weekday_in_words(day: date) -> str:
    """A date with its weekday: "Tuesday 30 July 2024"."""
    return f"{WEEKDAYS[day.weekday()]} {in_words(day)}"


def time_span(
    zone: ZoneInfo,
    start_date: date,
    start_time: time,
    end_date: date | None = None,
    end_time: time | None = None,
) -> Span:
    """The same times with their ends apart; machines read the moments with offsets."""
    start = datetime.combine(start_date, start_time, zone)
    here = f" ({place_of(zone.key)}, {utc_offset_in_words(start)})"
    begins = f"{weekday_in_words(start_date)}, {start_time:%H:%M}"
    final_date = end_date or start_date
    if end_time:
        ends = f"{end_time:%H:%M}"
        value = iso_moment(datetime.combine(final_date, end_time, zone))
    else:
        ends, value = "", iso(final_date)
    if final_date != start_date:
        ends = ", ".join(filter(None, [weekday_in_words(final_date), ends]))
        pattern = "%(first)s – %(last)s"
    else:
        pattern = "%(first)s–%(last)s" if ends else "%(first)s"
    return Span(begins, iso_moment(start), ends, value, pattern + here)
