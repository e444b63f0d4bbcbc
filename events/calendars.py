"""Events as calendars that people subscribe to (iCalendar, RFC 5545 and RFC 7986).

Exact times are written with their zone's name and its VTIMEZONE, not in UTC: where a
government changes its clocks at short notice, as Samoa and Fiji did in 2021, a meeting
at ten stays at ten in the calendars of those who subscribed before.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vDuration,
)

from core.navigation import absolute, address
from core.querysets import active_language
from core.text import fold, for_xml
from core.timezones import zone_named
from events.models import EventFilterSet, EventPage, EventPrecision, EventStatus

REFRESHED_EVERY = timedelta(hours=6)
KEPT_FOR = timedelta(days=365)
STATUSES = {
    EventStatus.CONFIRMED: "CONFIRMED",
    EventStatus.PROVISIONAL: "TENTATIVE",
    EventStatus.POSTPONED: "TENTATIVE",
    EventStatus.CANCELLED: "CANCELLED",
}
# The years for which time zones are described; in others the reader's program knows.
YEARS = range(1970, 2100)
MINUTES_OF_A_WEEK = range(7 * 24 * 60)


class CalendarFilterSet(EventFilterSet):
    """The filters of the list; without a year, what is over stays for a year.

    So a subscriber's calendar does not lose a meeting the moment it ends.
    """

    def without_year(self, events, now):
        return events.over_after(now - KEPT_FOR)


def period(event: EventPage) -> tuple[date, date | None]:
    """The start of an event and its end, at which it is over; None if not known.

    Days without a clock where whole days are known, moments in the event's own zone
    where times are.
    """
    day, last = event.start_date, max(event.start_date, event.last_date)
    following = last + timedelta(days=1)
    if event.precision != EventPrecision.TIME:
        return day, following
    zone = zone_named(event.time_zone)
    start = datetime.combine(day, event.start_time, zone)
    if event.end_time:
        end = datetime.combine(last, event.end_time, zone)
    else:
        end = datetime.combine(following, time(), zone) if last > day else None
    # An end that is no later than the start would make the whole calendar invalid.
    return start, end if end and end.astimezone(UTC) > start.astimezone(UTC) else None


def stamp(event: EventPage) -> datetime:
    """When the event was last published, to the second."""
    made_up = datetime.combine(event.start_date, time(), UTC)
    return (event.last_published_at or made_up).astimezone(UTC).replace(microsecond=0)


def uid(event: EventPage) -> str:
    """The name by which calendars know the event, in every language and for ever."""
    return f"{event.translation_key}@{urlsplit(settings.SITE_URL).hostname}"


def coordinates(event: EventPage) -> tuple[float, float] | None:
    """Where the event is, if it is in the host's capital: that is all we know of."""
    host = event.host
    if host and host.capital and fold(event.place) == fold(host.capital):
        return host.latitude, host.longitude
    return None


def plain(text: str) -> str:
    """The text with one kind of line break, and no other control characters."""
    return for_xml("\n".join(text.splitlines())).replace("\x7f", "")


def entry(event: EventPage) -> Event:
    """One event of a calendar."""
    start, end = period(event)
    component = Event()
    component.add("uid", uid(event))
    component.add("sequence", event.sequence)
    component.add("dtstamp", stamp(event))
    component.add("last-modified", stamp(event))
    component.add("dtstart", start)
    if end:
        component.add("dtend", end)
    component.add("summary", plain(event.title))
    component.add("description", plain(event.summary))
    component.add("status", STATUSES[event.status])
    component.add("categories", [str(event.get_kind_display())])
    component.add("url", absolute(address(event)))
    if where := plain(event.where):
        component.add("location", where)
    if point := coordinates(event):
        component.add("geo", point)
    return component


def clock(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, str, bool]:
    """What clocks of a zone show at a moment: offset, its name, whether it is summer's."""
    local = moment.astimezone(zone)
    return local.utcoffset(), local.tzname(), bool(local.dst())


def changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The moments at which clocks of a zone are changed, to the minute."""

    def is_changed(minute):
        return clock(zone, start + timedelta(minutes=minute)) != before

    while start < end:
        before = clock(zone, start)
        start += timedelta(minutes=bisect(MINUTES_OF_A_WEEK, False, key=is_changed))
        if start < end and clock(zone, start) != before:
            yield start


@lru_cache(maxsize=500)
def time_zone(name: str, first_year: int, last_year: int) -> Timezone:
    """The clocks of a zone in these years, each change for itself.

    The library's own description begins summer time an hour late, for it looks for the
    hour that is left out on the clock, not in the world.
    """
    zone = zone_named(name)
    start = datetime(first_year, 1, 1, tzinfo=zone).astimezone(UTC)
    end = datetime(last_year + 1, 1, 1, tzinfo=zone).astimezone(UTC)
    described = Timezone()
    described.add("tzid", name)
    offset_before = clock(zone, start)[0]
    for moment in [start, *changes(zone, start, end)]:
        offset, short_name, is_summer = clock(zone, moment)
        observance = TimezoneDaylight() if is_summer else TimezoneStandard()
        onset = moment.astimezone(UTC).replace(tzinfo=None) + offset_before
        observance.add("dtstart", onset)
        observance.add("tzoffsetfrom", offset_before)
        observance.add("tzoffsetto", offset)
        observance.add("tzname", short_name)
        described.add_component(observance)
        offset_before = offset
    return described


def time_zones(events: Iterable[EventPage]) -> list[Timezone]:
    """The zones of the events that have exact times, for the years they are in."""
    years = {}
    for event in events:
        if event.precision == EventPrecision.TIME:
            in_zone = years.setdefault(event.time_zone, set())
            in_zone |= {event.start_date.year, event.last_date.year}
    return [
        time_zone(name, *(max(YEARS[0], min(YEARS[-1], y)) for y in (min(ys), max(ys))))
        for name, ys in sorted(years.items())
    ]


def calendar_of(events: Iterable[EventPage], name: str = "") -> Calendar:
    """The events as a calendar; with a name, as one that is asked for again and again.

    The same events make the same bytes. They are read as ``for_calendars()`` gives
    them, and nothing more is asked of the database.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    language = active_language().upper()
    calendar.add("prodid", f"-//Oceania Customs Organisation//Events//{language}")
    calendar.add("calscale", "GREGORIAN")
    if name:
        calendar.calendar_name = plain(name)
        calendar.add("refresh-interval", REFRESHED_EVERY, {"value": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESHED_EVERY))
    zones = time_zones(events)
    if not events:
        # A calendar must hold something (RFC 5545, 3.6).
        zones = [time_zone(settings.TIME_ZONE, YEARS[0], YEARS[0])]
    for component in (*zones, *map(entry, events)):
        calendar.add_component(component)
    return calendar


def add_links(event: EventPage) -> list[tuple[str, str]]:
    """Name and address of plain links that add the event to a calendar on the web.

    None for what is cancelled: neither address can say so.
    """
    if event.status == EventStatus.CANCELLED:
        return []
    start, end = period(event)
    end = end or start
    where, url = event.where, absolute(address(event))
    google = {
        "action": "TEMPLATE",
        "text": event.title,
        "details": f"{event.summary}\n\n{url}",
        "location": where,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.title,
        "body": f"{event.summary}\n\n{url}",
        "location": where,
    }
    if event.precision == EventPrecision.TIME:
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        google["dates"] = f"{start:%Y%m%dT%H%M%SZ}/{end:%Y%m%dT%H%M%SZ}"
        google["ctz"] = event.time_zone
        outlook["startdt"] = f"{start:%Y-%m-%dT%H:%M:%SZ}"
        outlook["enddt"] = f"{end:%Y-%m-%dT%H:%M:%SZ}"
    else:
        google["dates"] = f"{start:%Y%m%d}/{end:%Y%m%d}"
        outlook |= {"startdt": start, "enddt": end, "allday": "true"}
    return [
        (
            "Google Calendar",
            f"https://calendar.google.com/calendar/render?{urlencode(google)}",
        ),
        (
            "Outlook",
            "https://outlook.office.com/calendar/0/deeplink/compose?"
            + urlencode(outlook),
        ),
    ]
