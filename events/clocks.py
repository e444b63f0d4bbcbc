"""What the clocks of several places show at one moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import ngettext

from core.dates import iso_moment
from core.text import fold
from core.timezones import is_of_a_part, place_of, zone_named


@dataclass(frozen=True)
class Clock:
    """One time of day, and who reads it."""

    moment: datetime
    names: list[str] = field(default_factory=list)

    @property
    def iso(self) -> str:
        """The value of ``<time datetime>``."""
        return iso_moment(self.moment)


@dataclass(frozen=True)
class Day:
    """A date that is current somewhere, and the clocks there.

    ``shift`` is by how many days it differs from the organiser's date.
    """

    date: date
    shift: int
    clocks: list[Clock] = field(default_factory=list)

    @property
    def shift_in_words(self) -> str:
        days = abs(self.shift)
        if self.shift < 0:
            words = ngettext("%(days)s day earlier", "%(days)s days earlier", days)
        else:
            words = ngettext("%(days)s day later", "%(days)s days later", days)
        return words % {"days": days}


def clocks_at(moment: datetime, places: Iterable[tuple[str, str]]) -> list[Day]:
    """The moment on the clocks of places, each a name and the name of its time zone.

    The moment carries the organiser's zone. Places that read the same time share a
    clock; days and clocks are in the order of local time. A place whose other parts keep
    another time is named with the place its zone is called after: "Kiribati (Tarawa)".
    Nothing where all read what the organiser reads.
    """
    clocks: dict[datetime, Clock] = {}
    for name, zone in sorted(places, key=lambda place: fold(place[0])):
        local = moment.astimezone(zone_named(zone))
        clock = clocks.setdefault(local.replace(tzinfo=None), Clock(local))
        clock.names.append(f"{name} ({place_of(zone)})" if is_of_a_part(zone) else name)
    if not clocks.keys() - {moment.replace(tzinfo=None)}:
        return []
    days: dict[date, Day] = {}
    for _reading, clock in sorted(clocks.items()):
        day = clock.moment.date()
        shift = (day - moment.date()).days
        days.setdefault(day, Day(day, shift)).clocks.append(clock)
    return list(days.values())
