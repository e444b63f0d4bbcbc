"""What is read of lines that are typed as people type them."""

from datetime import date

import pytest

from events.event_lines import Names, Occurrence, possible_duplicates, read_lines
from tests.seed_lines import SEED_LINES, SEED_MEMBERS, SEED_SERIES, SEED_TEXT

MEMBERS = Names(
    (name, title)
    for title, *others, known_as in SEED_MEMBERS
    for name in (title, *others, *known_as.split(","))
)
SERIES = Names((name, name) for name in SEED_SERIES)


def read(text, year=2024):
    return read_lines(text, year, MEMBERS, SERIES)


def read_one(text, year=2024):
    (line,) = read(text, year)
    return line


def day(month, number, year=2024):
    return date(year, month, number)


# The calendar of 2024


@pytest.mark.parametrize("text", SEED_LINES)
def test_a_line_of_the_old_site_is_understood(text):
    line, expected = read_one(text), {"members": [], "series": None} | SEED_LINES[text]
    assert {name: getattr(line, name) for name in expected} == expected


def test_the_whole_calendar_of_2024_is_read_without_fault():
    lines = read(SEED_TEXT)
    assert len(lines) == 21
    assert not [line for line in lines if line.errors or line.warnings]


def test_four_lines_of_2024_are_to_be_confirmed():
    assert sum(line.precision == "year" for line in read(SEED_TEXT)) == 4


# Dates


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("25 – 26 Jul", day(7, 25), day(7, 26)),
        ("08 - 29 Jul", day(7, 8), day(7, 29)),
        ("08-10 Nov", day(11, 8), day(11, 10)),
        ("01 Jul – 12 Aug", day(7, 1), day(8, 12)),
        *((f"1{dash}2 Jul", day(7, 1), day(7, 2)) for dash in "-‐‑‒–—―−~"),
        ("1 to 3 July", day(7, 1), day(7, 3)),
        ("1 & 2 July", day(7, 1), day(7, 2)),
        ("from 1st to 3rd July", day(7, 1), day(7, 3)),
        ("22nd July", day(7, 22), None),
        ("16 Aug", day(8, 16), None),
        ("16 AUGUST", day(8, 16), None),
        ("16 Sept.", day(9, 16), None),
        ("16Aug", day(8, 16), None),
        ("16-Aug", day(8, 16), None),
        ("16-Aug-2025", day(8, 16, 2025), None),
        ("Mon 29 – Wed 31 Jul", day(7, 29), day(7, 31)),
        ("29 Feb", day(2, 29), None),
        ("12 June 2025", day(6, 12, 2025), None),
        ("12 June, 2025", day(6, 12, 2025), None),
        ("1 – 2 June 2025", day(6, 1, 2025), day(6, 2, 2025)),
        ("du 1er au 3 août", day(8, 1), day(8, 3)),
        ("12 février", day(2, 12), None),
        ("12 fevr.", day(2, 12), None),
        ("12 de\u0301cembre", day(12, 12), None),
        ("mar. 3 – jeu. 5 déc.", day(12, 3), day(12, 5)),
    ],
)
def test_a_date_is_read(typed, start, end):
    line = read_one(f"{typed} Regional Workshop")
    assert (line.start_date, line.end_date, line.title, line.precision) == (
        start,
        end,
        "Regional Workshop",
        "day",
    )
    assert not line.errors


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("28 Dec – 3 Jan", day(12, 28), day(1, 3, 2025)),
        ("28 Dec 2025 – 3 Jan", day(12, 28, 2025), day(1, 3, 2026)),
        ("28 Dec – 3 Jan 2026", day(12, 28, 2025), day(1, 3, 2026)),
        ("28 Dec 2025 – 3 Jan 2026", day(12, 28, 2025), day(1, 3, 2026)),
    ],
)
def test_a_range_may_run_into_the_next_year(typed, start, end):
    line = read_one(f"{typed} Summer school")
    assert (line.start_date, line.end_date, line.errors) == (start, end, [])


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("July", day(7, 1), None),
        ("Jul 2025", day(7, 1, 2025), None),
        ("juillet", day(7, 1), None),
        ("July – August", day(7, 1), day(8, 31)),
        ("Dec – Jan", day(12, 1), day(1, 31, 2025)),
    ],
)
def test_a_month_is_read(typed, start, end):
    line = read_one(f"{typed} Regional Workshop")
    assert (line.start_date, line.end_date, line.precision) == (start, end, "month")
    assert line.title == "Regional Workshop"


@pytest.mark.parametrize(
    "typed", ["TBC", "tbc", "TBC:", "(TBC)", "TBA –", "To be confirmed", "À confirmer"]
)
def test_what_is_to_be_confirmed_has_a_year_only(typed):
    line = read_one(f"{typed} Regional Workshop")
    assert (line.precision, line.start_date, line.title, line.status) == (
        "year",
        day(1, 1),
        "Regional Workshop",
        "provisional",
    )


def test_what_is_to_be_confirmed_may_have_a_year_of_its_own():
    assert read_one("TBC 2026 Regional Workshop").start_date == day(1, 1, 2026)


def test_a_date_that_is_to_be_confirmed_is_provisional():
    line = read_one("25 – 26 Jul (TBC) Regional Workshop")
    assert (line.precision, line.status, line.title) == (
        "day",
        "provisional",
        "Regional Workshop",
    )


def test_the_year_given_does_not_change_that_of_a_line():
    line = read_one("12 June 2025 Workshop", year=2024)
    assert (line.start_date.year, line.takes_year) == (2025, False)


def test_it_is_known_which_lines_take_the_year_given():
    assert read_one("12 June Workshop").takes_year


# The rest of the line


@pytest.mark.parametrize(
    "text",
    [
        "25 Jul\tWorkshop",
        "25 Jul: Workshop",
        "25 Jul – Workshop",
        "•\t25 Jul   Workshop   ",
        "- 25 Jul Workshop",
        "* 25 Jul Workshop",
        "3) 25 Jul Workshop",
        "3. 25 Jul Workshop",
        "\u00a025\u00a0Jul\u00a0Workshop",
        "25 Jul Workshop –",
        "25 Jul\x00 Workshop",
    ],
)
def test_bullets_tabs_and_spaces_are_left_out(text):
    line = read_one(text)
    assert (line.title, line.start_date) == ("Workshop", day(7, 25))


def test_lines_are_numbered_as_they_stand_and_empty_ones_left_out():
    lines = read("\n1 Jul One\r\n\r\n \t \r\n2 Jul Two\n")
    assert [(line.number, line.title) for line in lines] == [(2, "One"), (5, "Two")]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Regional Meeting", "meeting"),
        ("Réunion des chefs", "meeting"),
        ("Atelier régional", "workshop"),
        ("Time Release Study", "study"),
        ("Time Release Study Workshop", "workshop"),
        ("CERT V", "training"),
        ("Formation en ligne", "training"),
        ("Signing of a certificate", "training"),
        ("Concert", ""),
        ("Visit of the minister", ""),
    ],
)
def test_the_kind_is_guessed_from_words(title, kind):
    assert read_one(f"1 Jul {title}").kind == kind


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Workshop", ""),
        ("Virtual workshop", "online"),
        ("Workshop (online)", "online"),
        ("Webinar on origin", "online"),
        ("Formation en ligne", "online"),
        ("Hybrid workshop", "hybrid"),
        ("Workshop, in person and online", "hybrid"),
        ("Workshop (in person)", "in_person"),
    ],
)
def test_the_format_is_guessed_from_words(title, expected):
    assert read_one(f"1 Jul {title}").format == expected


@pytest.mark.parametrize("title", ["CERT IV: law", "Cert IV law", "The CERT IV course"])
def test_a_series_is_found_by_its_name(title):
    assert read_one(f"1 Jul {title}").series == "CERT IV"


def test_a_series_is_not_found_in_part_of_a_word():
    assert read_one("1 Jul CERT IVA").series is None


# Members


@pytest.mark.parametrize(
    ("title", "members"),
    [
        ("Visit to Palau", ["Palau"]),
        ("Visit to PALAU and samoa", ["Palau", "Samoa"]),
        ("Visit to Sāmoa", ["Samoa"]),
        ("Visit to American Samoa", ["American Samoa"]),
        ("Visit to the Republic of Palau", ["Palau"]),
        ("Visit to Wallis and Futuna", ["Wallis and Futuna"]),
        ("Visit to East Timor", ["Timor-Leste"]),
        ("Visit (TO, WS)", ["Tonga", "Samoa"]),
        ("Palau: what Palau did", ["Palau"]),
        ("How to trade as one", []),
        ("HOW TO TRADE AS ONE", []),
        ("Palaus", []),
    ],
)
def test_members_are_found_by_any_of_their_names(title, members):
    assert read_one(f"1 Jul {title}").members == members


@pytest.mark.parametrize(
    ("title", "unknown"),
    [
        ("Studies in FSM, RMI, Palu & Timor Leste", "Palu"),
        ("Studies in FSM, XYZ & Palau", "XYZ"),
        ("Studies in Palau and Atlantis", "Atlantis"),
        ("Workshop in Vanautu", "Vanautu"),
    ],
)
def test_what_looks_like_a_member_and_is_none_is_said(title, unknown):
    (warning,) = read_one(f"1 Jul {title}").warnings
    assert f"“{unknown}”" in warning


@pytest.mark.parametrize(
    "title",
    [
        "Palau and Regional Workshop",
        "Customs, Trade and Revenue",
        "Palau, Samoa and the trade in rights",
    ],
)
def test_other_words_are_not_taken_for_members(title):
    assert read_one(f"1 Jul {title}").warnings == []


# What is wrong


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Regional Workshop", "No date"),
        ("Somewhen in July Workshop", "No date"),
        ("25 Workshop", "No date"),
        ("25/26 Workshop", "No date"),
        ("2024 Workshop", "No date"),
        ("Marine Workshop", "No date"),
        ("TBCs Workshop", "No date"),
        ("31 Feb Workshop", "no such day"),
        ("0 Jul Workshop", "no such day"),
        ("29 Feb 2025 Workshop", "no such day"),
        ("1 – 31 Jun Workshop", "no such day"),
        ("26 – 25 Jul Workshop", "before the first day"),
        ("26 Aug – 5 Jul Workshop", "before the first day"),
        ("26 Aug 2024 – 5 Jul 2024 Workshop", "before the first day"),
        ("August – May Workshop", "before the first day"),
        ("25 Jul", "no title"),
        ("25 – 26 Jul –", "no title"),
        ("TBC", "no title"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(text, error):
    (said,) = read_one(text).errors
    assert error in said


@pytest.mark.parametrize("text", ["25 Jul Workshop", "July Workshop", "TBC Workshop"])
def test_a_year_must_be_given_somewhere(text):
    line = read_one(text, year=None)
    assert "No year" in line.errors[0]
    assert (line.start_date, line.title) == (None, "Workshop")


def test_a_line_with_a_year_needs_no_other():
    assert read_one("25 Jul 2024 Workshop", year=None).errors == []


def test_a_line_that_is_not_understood_keeps_its_words():
    line = read_one("Somewhen: Workshop, Palau")
    assert (line.title, line.kind, line.members) == (
        "Somewhen: Workshop, Palau",
        "workshop",
        ["Palau"],
    )


def test_a_wrong_line_takes_none_of_the_others_with_it():
    lines = read("25 Jul One\n31 Feb Two\nThree\n26 Jul Four")
    assert [bool(line.errors) for line in lines] == [False, True, True, False]


def test_a_number_that_is_left_over_is_pointed_at():
    assert "number" in read_one("July 25-26 Workshop").warnings[0]


def test_an_ordinal_is_part_of_the_title():
    line = read_one("July 26th OCO Annual Conference")
    assert (line.title, line.warnings) == ("26th OCO Annual Conference", [])


@pytest.mark.parametrize(
    "text",
    [
        "-" * 5000,
        "1" * 5000,
        "1 - " * 2000,
        "Jul " * 2000,
        "TBC " * 2000,
        "1 Jul " + "Palau " * 2000,
        "1 Jul " + "Palau, Xx & " * 500,
        "25 Jul 🌊🏝️",
        "25 Jul \u202eWorkshop",
        "٢٥ Jul Workshop",
        "25 Jul {title} %s %(name)s </script>",
        "\ufffe\uffff\x00\x1b",
        "\\d+(?P<x>",
        "99 Jul 9999",
        "25 Jul 0000 Workshop",
    ],
)
def test_nothing_that_is_pasted_breaks_the_reading(text):
    assert len(read(text)) <= 1


# Duplicates


def occurrence(key, title="Workshop", first=None, end=None, precision="day"):
    return Occurrence(key, title, precision, first or day(7, 25), end)


@pytest.mark.parametrize(
    "other",
    [
        occurrence(2),
        occurrence(2, title="WORKSHOP."),
        occurrence(2, title="Workshop (continued)"),
        occurrence(2, first=day(7, 20), end=day(7, 25)),
        occurrence(2, first=day(7, 1), precision="month"),
        occurrence(2, first=day(1, 1), precision="year"),
    ],
)
def test_the_same_title_at_the_same_time_may_be_a_duplicate(other):
    assert possible_duplicates([occurrence(1)], [other]) == {1: [other]}


@pytest.mark.parametrize(
    "other",
    [
        occurrence(2, title="Workshop on origin"),
        occurrence(2, first=day(7, 26)),
        occurrence(2, first=day(7, 20), end=day(7, 24)),
        occurrence(2, first=day(7, 25, 2025)),
    ],
)
def test_another_title_or_time_is_another_event(other):
    assert possible_duplicates([occurrence(1)], [other]) == {1: []}


def test_an_event_is_no_duplicate_of_itself():
    events = [occurrence(1), occurrence(2, title="Meeting")]
    assert possible_duplicates(events, events) == {1: [], 2: []}


def test_the_block_that_is_listed_three_times_is_pointed_at():
    found = [
        Occurrence(
            line.number, line.title, line.precision, line.start_date, line.end_date
        )
        for line in read(SEED_TEXT)
    ]
    repeated = possible_duplicates(found, found)
    assert {key: len(others) for key, others in repeated.items() if others} == {
        1: 1,
        2: 2,
        6: 1,
    }
