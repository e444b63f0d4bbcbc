"""Dates that are known to the day, the month or the year, in words."""

import calendar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import dateformat
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("exact day")
    MONTH = "month", _("month only")
    YEAR = "year", _("year only")


def last_day(day: date, precision: str) -> date:
    """The last day that a date of this precision can mean."""
    if precision == Precision.YEAR:
        return date(day.year, 12, 31)
    if precision == Precision.MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def day_number(day: date) -> str:
    """The day of the month as it is written: French has "1er" for the first."""
    if day.day == 1 and (get_language() or "").startswith("fr"):
        return "1er"
    return str(day.day)


def in_words(day: date, precision: str = Precision.DAY) -> str:
    """A date in words: "30 July 2024", "July 2024" or "2024"."""
    if precision == Precision.YEAR:
        return str(day.year)
    if precision == Precision.MONTH:
        return dateformat.format(day, "F Y")
    return f"{day_number(day)} {dateformat.format(day, 'F Y')}"


def range_in_words(
    start: date, end: date | None = None, precision: str = Precision.DAY
) -> str:
    """An inclusive range in words, with nothing said twice.

    "29–31 July 2024", "1 July – 12 August 2024",
    "28 December 2024 – 3 January 2025", "July – August 2024", "2024".
    """
    first, last = in_words(start, precision), in_words(end or start, precision)
    if first == last:
        return first
    if precision == Precision.YEAR:
        return f"{start.year}–{end.year}"
    if precision == Precision.MONTH:
        if start.year == end.year:
            first = dateformat.format(start, "F")
        return f"{first} – {last}"
    if (start.year, start.month) == (end.year, end.month):
        words = pgettext("days of one month", "%(first)s–%(last)s")
        return words % {"first": day_number(start), "last": last}
    if start.year == end.year:
        first = f"{day_number(start)} {dateformat.format(start, 'F')}"
    words = pgettext("days of different months", "%(first)s – %(last)s")
    return words % {"first": first, "last": last}


def iso(day: date, precision: str = Precision.DAY) -> str:
    """The value of ``<time datetime>``: YYYY-MM-DD, YYYY-MM or YYYY (HTML, 4.5.14)."""
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision, 10)
    return day.isoformat()[:length]


def utc_offset_in_words(moment: datetime) -> str:
    """The offset of an aware datetime: "UTC+12", "UTC−9:30", "UTC"."""
    minutes = int(moment.utcoffset().total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def weekday_in_words(day: date) -> str:
    """A date with its weekday: "Tuesday 30 July 2024"."""
    return f"{dateformat.format(day, 'l')} {in_words(day)}"


def times_in_words(
    zone: ZoneInfo,
    start_date: date,
    start_time: time,
    end_date: date | None = None,
    end_time: time | None = None,
) -> str:
    """Exact times at a place: "Tuesday 30 July 2024, 10:00–12:00 (Suva, UTC+12)".

    The place is the zone's own; the offset is that of the first day.
    """
    start = datetime.combine(start_date, start_time, zone)
    place = zone.key.rpartition("/")[2].replace("_", " ")
    here = f" ({place}, {utc_offset_in_words(start)})"
    begins = f"{weekday_in_words(start_date)}, {start_time:%H:%M}"
    if end_date and end_date != start_date:
        ends = f"{weekday_in_words(end_date)}"
        return f"{begins} – {ends}" + (f", {end_time:%H:%M}" if end_time else "") + here
    return begins + (f"–{end_time:%H:%M}" if end_time else "") + here
