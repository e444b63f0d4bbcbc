"""Reads events from lines as people type them, such as a year's list of events.

"25 – 26 Jul Executive Leadership Retreat": the date stands first, then the title. What
else can be told from the words, such as the kind of the event, is a guess for an editor
to look over. Nothing here asks the database.
"""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from django.utils.translation import gettext as _

from core.dates import last_day, range_in_words
from core.text import fold, for_xml
from events.models import EventFormat, EventKind, EventPrecision, EventStatus

MONTHS = [
    "January|Jan|janvier|janv",
    "February|Feb|février|fevrier|févr|fevr|fév",
    "March|Mar|mars",
    "April|Apr|avril|avr",
    "May|mai",
    "June|Jun|juin",
    "July|Jul|juillet|juil",
    "August|Aug|août|aout",
    "September|Sept|Sep|septembre",
    "October|Oct|octobre",
    "November|Nov|novembre",
    "December|Dec|décembre|decembre|déc",
]
MONTH_NUMBERS = {
    fold(name): number
    for number, names in enumerate(MONTHS, start=1)
    for name in names.split("|")
}
# A range that ends earlier in the year than it begins runs into the next year, if it
# is no longer than this; otherwise somebody mistyped it.
LONGEST_OVER_NEW_YEAR = timedelta(days=183)

DASH = r"\s*(?:[-\u2010-\u2015\u2212~]+|&|\b(?:to|until|and|au|et)\b)\s*"
WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?,?\s+(?=\d))?"
DAY = WEEKDAY + r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th|er)?(?!\d)"
MONTH = rf"(?P<month{{0}}>{'|'.join(MONTHS)})(?!\w)\.?"
YEAR = r"(?:(?:[\s,]+|-)(?P<year{0}>(?:19|20)\d\d)(?!\w))?"
TBC = r"(?:TBC|TBA|TBD|to be (?:confirmed|advised|announced)|à (?:confirmer|préciser))"
GAP = r"[\s.-]*"

BULLET = re.compile(r"^(?:[-\u2010-\u2015*•·‣◦▪●]+\s*|\d{1,3}[.)]\s+(?=\d|TB))*", re.I)
FORMS_OF_DATES = [
    re.compile(rf"(?:from|du|le)?\s*{form}", re.I)
    for form in (
        # 25 – 26 Jul, 1 Jul – 12 Aug 2024, 28 Dec 2024 – 3 Jan 2025
        f"{DAY}(?:{GAP}{MONTH}{YEAR})?".format(1)
        + DASH
        + f"{DAY}{GAP}{MONTH}{YEAR}".format(2),
        # 12 June 2025
        f"{DAY}{GAP}{MONTH}{YEAR}".format(1),
        # July, July – August, Jul 2024
        f"{MONTH}{YEAR}".format(1) + f"(?:{DASH}{MONTH}{YEAR})?".format(2),
        # TBC, TBC 2025
        rf"[(\[]?(?P<tbc>{TBC})(?!\w)[)\]]?" + YEAR.format(1),
    )
]
STILL_TBC = re.compile(rf"[\s,]*[(\[]?{TBC}(?!\w)[)\]]?", re.I)
# What stands between a date and a title, and at the end of a title.
FILLING = " \t:;,.|-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
STARTS_WITH_A_DAY = re.compile(r"\d{1,2}(?!\d|st|nd|rd|th|e|er)(?!\w)", re.I)

KINDS = {
    EventKind.RETREAT: "retreat|retraite",
    EventKind.CONFERENCE: "conference|colloqui|summit|forum|colloque|sommet",
    EventKind.WORKSHOP: "workshop|atelier",
    EventKind.TRAINING: "training|course|class|cert|seminar|module|formation|cours",
    EventKind.STUDY: "study|studies|trs|etude",
    EventKind.MEETING: "meeting|committee|dialogue|council|reunion|comite",
}
ONLINE = re.compile(r"\b(?:online|virtual|webinar|zoom|en ligne|virtuel|webinaire)")
IN_PERSON = re.compile(r"\b(?:in person|face to face|en presentiel|en personne)\b")
HYBRID = re.compile(r"\bhybrid")
CONTINUED = re.compile(r"\b(?:cont|contd|continued|suite)\b")

WORD = re.compile(r"[\w'’‘ʻʼ`]+")
BETWEEN_NAMES = re.compile(r"[,;/&+]|\band\b|\bet\b", re.I)
# Stands for a name that was found.
FOUND = "\ufffc"


@dataclass
class EventLine:
    """What was understood of one line; without dates if they are not known."""

    number: int
    source: str
    title: str = ""
    precision: str = EventPrecision.DAY
    start_date: date | None = None
    end_date: date | None = None
    status: str = EventStatus.CONFIRMED
    kind: str = ""
    series: int | None = None
    format: str = ""
    members: list[int] = field(default_factory=list)
    takes_year: bool = False
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Names:
    """Finds things by any of their names, however these are typed.

    A name in capitals, such as "FSM" or a country's code, is found in capitals only:
    "as" and "to" are words too.
    """

    def __init__(self, names: Iterable[tuple[str, int]]):
        self.keys, self.codes = {}, {}
        for name, key in names:
            found_in = self.codes if name.isupper() else self.keys
            found_in.setdefault(fold(name), key)
        self.keys.pop("", None)
        all_names = {*self.codes, *self.keys}
        self.longest = max((name.count(" ") + 1 for name in all_names), default=0)
        self.similar = cache(self._similar)

    def find(self, text: str, in_capitals: bool = True) -> tuple[list[int], str]:
        """The keys of what the text names, in its order, and the text without it."""
        words = list(WORD.finditer(text))
        folded = [fold(word[0]) for word in words]
        keys, rest, done, here = [], "", 0, 0
        while here < len(words):
            for length in range(min(self.longest, len(words) - here), 0, -1):
                start, end = words[here].start(), words[here + length - 1].end()
                name = " ".join(folded[here : here + length])
                key = self.keys.get(name)
                if key is None and (text[start:end].isupper() or not in_capitals):
                    key = self.codes.get(name)
                if key is not None:
                    keys.append(key)
                    rest += text[done:start] + FOUND
                    done, here = end, here + length
                    break
            else:
                here += 1
        return list(dict.fromkeys(keys)), rest + text[done:]

    def _similar(self, word: str) -> str:
        """The name that a word may be a slip of the pen for, or nothing."""
        return next(iter(difflib.get_close_matches(word, self.keys, 1, 0.85)), "")

    def unknown(self, text: str) -> list[str]:
        """The words that stand in a list of names, or look like a name, and are none."""
        rest = self.find(text)[1]
        parts = [part.strip(FILLING + "()") for part in BETWEEN_NAMES.split(rest)]
        names = []
        for here, part in enumerate(parts):
            beside = parts[max(0, here - 1) : here] + parts[here + 1 : here + 2]
            is_listed = here and any(FOUND in other for other in beside)
            is_name = part.istitle() or part.isupper()
            if is_listed and is_name and part.count(" ") < 2 and FOUND not in part:
                names.append(part)
        words = (word[0] for word in WORD.finditer(rest))
        names += [
            word
            for word in words
            if 3 < len(word) < 40 and word[0].isupper() and self.similar(fold(word))
        ]
        return [name for name in dict.fromkeys(names) if not guess_kind(name)]


def possible_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def guess_kind(title: str) -> str:
    """The kind of event that a word of the title stands for, if one does."""
    words = fold(title)
    found = (
        kind for kind, stems in KINDS.items() if re.search(rf"\b(?:{stems})", words)
    )
    return next(found, "")


def guess_format(title: str) -> str:
    """How people meet, as far as the title says."""
    words = fold(title)
    online, in_person = ONLINE.search(words), IN_PERSON.search(words)
    if HYBRID.search(words) or (online and in_person):
        return EventFormat.HYBRID
    if online:
        return EventFormat.ONLINE
    return EventFormat.IN_PERSON if in_person else ""


def read_lines(
    text: str,
    year: int | None,
    members: Names,
    series: Names,
) -> list[EventLine]:
    """What is understood of each line that is not empty.

    The year is that of the lines that give none. Errors of a line stand in it: one that
    cannot be read takes none of the others with it.
    """
    lines = enumerate(unicodedata.normalize("NFC", for_xml(text)).splitlines(), start=1)
    return [
        read_line(number, " ".join(line.split()), year, members, series)
        for number, line in lines
        if line.strip()
    ]


def read_line(
    number: int, source: str, year: int | None, members: Names, series: Names
) -> EventLine:
    """What is understood of one line."""
    line = EventLine(number, source)
    rest = source[BULLET.match(source).end() :]
    found = next(filter(None, (form.match(rest) for form in FORMS_OF_DATES)), None)
    if found:
        rest = rest[found.end() :]
        read_dates(line, {"tbc": None} | found.groupdict(), year)
        if tbc := STILL_TBC.match(rest):
            rest = rest[tbc.end() :]
            line.status = EventStatus.PROVISIONAL
        if STARTS_WITH_A_DAY.match(rest.strip(FILLING)):
            line.warnings.append(
                _("The title begins with a number: is it part of the date?")
            )
    else:
        line.errors.append(_("No date is found at the beginning of the line."))
    line.title = rest.strip(FILLING)
    if not line.title:
        line.errors.append(_("There is no title."))
    line.kind = guess_kind(line.title)
    line.format = guess_format(line.title)
    line.series = next(iter(series.find(line.title, in_capitals=False)[0]), None)
    # In a title all in capitals, any word may look like a country's code.
    if not line.title.isupper():
        line.members = members.find(line.title)[0]
        line.warnings += [
            _("No member is called “%(name)s”.") % {"name": name}
            for name in members.unknown(line.title)
        ]
    return line


def read_dates(line: EventLine, parts: dict, given: int | None) -> None:
    """Set a line's dates from the parts of its date, as they were typed."""
    own_1, own_2 = (int(parts.get(f"year{n}") or 0) for n in (1, 2))
    line.takes_year = not (own_1 or own_2)
    first_year, last_year = own_1 or own_2 or given, own_2 or own_1 or given
    if not first_year:
        line.errors.append(_("No year is given, here or for all lines."))
        return
    if parts["tbc"]:
        line.precision = EventPrecision.YEAR
        line.status = EventStatus.PROVISIONAL
        line.start_date = date(first_year, 1, 1)
        return
    if not parts.get("day1"):
        line.precision = EventPrecision.MONTH
    month_2 = MONTH_NUMBERS.get(fold(parts.get("month2") or ""))
    month_1 = MONTH_NUMBERS.get(fold(parts.get("month1") or ""), month_2)
    day_1, day_2 = (int(parts.get(f"day{n}") or 1) for n in (1, 2))
    start = possible_date(first_year, month_1, day_1)
    end = possible_date(last_year, month_2, day_2) if month_2 else None
    if start and end and end < start and not (own_1 and own_2):
        # It ends in the year after, or began in the year before the one it ends in.
        if own_2:
            moved = possible_date(first_year - 1, month_1, day_1), end
        else:
            moved = start, possible_date(last_year + 1, month_2, day_2)
        if all(moved) and moved[1] - moved[0] <= LONGEST_OVER_NEW_YEAR:
            start, end = moved
    line.start_date, line.end_date = start, end
    if not start or (month_2 and not end):
        line.errors.append(_("There is no such day in the calendar."))
    elif end and end < start:
        line.errors.append(_("The last day is before the first day."))
    elif end:
        line.end_date = last_day(end, line.precision)


@dataclass(frozen=True)
class Occurrence:
    """An event that another may be the same as, and what it is known by."""

    key: int | str
    title: str
    precision: str
    first: date
    end: date | None = None

    @property
    def last(self) -> date:
        """The last day that its date can mean."""
        return last_day(self.end or self.first, self.precision)

    @property
    def when(self) -> str:
        """Its date in words."""
        return range_in_words(self.first, self.end, self.precision)

    @property
    def name(self) -> str:
        """The title as it is compared: a block that is continued is the same course."""
        return " ".join(CONTINUED.sub("", fold(self.title)).split())


def possible_duplicates(
    these: Iterable[Occurrence], others: Iterable[Occurrence]
) -> dict[int | str, list[Occurrence]]:
    """By the key of each of these, the others of its title that share a day with it."""
    named = defaultdict(list)
    for other in others:
        named[other.name].append(other)
    return {
        this.key: [
            other
            for other in named[this.name]
            if other is not this
            and this.first <= other.last
            and other.first <= this.last
        ]
        for this in these
    }
