"""What clocks show: of an event at its members' places, and of a member now."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.clocks import clocks_at
from events.models import EventPage
from tests.answers import soup, words
from tests.factories import EventPageFactory, MemberPageFactory, translate

pytestmark = pytest.mark.django_db

AT_TEN = {
    "precision": "time",
    "start_date": date(2024, 7, 30),
    "start_time": time(10),
    "end_time": time(12),
    "time_zone": "Pacific/Fiji",
}


def shown(moment, *zones):
    """What clocks of the zones show, as lines: the day, its shift, time and places."""
    places = [(zone.rpartition("/")[2], zone) for zone in zones]
    return [
        (str(day.date), day.shift, f"{clock.moment:%H:%M}", clock.names)
        for day in clocks_at(moment, places)
        for clock in day.clocks
    ]


def table(response):
    """The table's rows, as they are read."""
    rows = soup(response).select(".clocks tr")
    return [" ".join(row.get_text(" ").split()) for row in rows]


# The clocks


@pytest.mark.parametrize(
    ("zone", "moment", "local"),
    [
        ("Pacific/Apia", "2026-07-30T22:00", "2026-07-31 11:00"),
        # Samoa had summer time until 2021, and was east of the date line until 2011.
        ("Pacific/Apia", "2021-01-14T20:00", "2021-01-15 10:00"),
        ("Pacific/Apia", "2011-12-29T20:00", "2011-12-29 10:00"),
        ("Pacific/Apia", "2011-12-30T20:00", "2011-12-31 10:00"),
        ("Pacific/Pago_Pago", "2026-07-30T22:00", "2026-07-30 11:00"),
        ("Pacific/Kiritimati", "2026-07-30T22:00", "2026-07-31 12:00"),
        ("Pacific/Rarotonga", "2026-07-30T22:00", "2026-07-30 12:00"),
        ("Pacific/Fiji", "2026-07-30T22:00", "2026-07-31 10:00"),
        # Fiji had summer time until 2021.
        ("Pacific/Fiji", "2021-01-01T22:00", "2021-01-02 11:00"),
        ("Pacific/Noumea", "2026-07-30T22:00", "2026-07-31 09:00"),
        ("Pacific/Marquesas", "2026-07-30T22:00", "2026-07-30 12:30"),
        # The hours around the changes of clocks in 2026.
        ("Pacific/Auckland", "2026-04-04T13:59", "2026-04-05 02:59"),
        ("Pacific/Auckland", "2026-04-04T14:00", "2026-04-05 02:00"),
        ("Pacific/Auckland", "2026-09-26T13:59", "2026-09-27 01:59"),
        ("Pacific/Auckland", "2026-09-26T14:00", "2026-09-27 03:00"),
        ("Pacific/Norfolk", "2026-04-04T14:59", "2026-04-05 02:59"),
        ("Pacific/Norfolk", "2026-04-04T15:00", "2026-04-05 02:00"),
        ("Pacific/Norfolk", "2026-10-03T14:59", "2026-10-04 01:59"),
        ("Pacific/Norfolk", "2026-10-03T15:00", "2026-10-04 03:00"),
    ],
)
def test_a_clock_shows_the_time_of_the_place_on_that_day(zone, moment, local):
    moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    [(day, _shift, reading, _names)] = shown(moment, zone)
    assert f"{day} {reading}" == local


def test_three_dates_may_be_current_at_once():
    moment = datetime(2026, 7, 30, 22, 30, tzinfo=ZoneInfo("Pacific/Fiji"))
    assert shown(moment, "Pacific/Fiji", "Pacific/Kiritimati", "Pacific/Pago_Pago") == [
        ("2026-07-29", -1, "23:30", ["Pago_Pago"]),
        ("2026-07-30", 0, "22:30", ["Fiji"]),
        ("2026-07-31", 1, "00:30", ["Kiritimati (Kiritimati)"]),
    ]


def test_a_date_may_be_two_days_off():
    moment = datetime(2026, 7, 31, 0, 30, tzinfo=ZoneInfo("Pacific/Kiritimati"))
    assert [line[:3] for line in shown(moment, "Pacific/Pago_Pago")] == [
        ("2026-07-29", -2, "23:30")
    ]


def test_places_that_read_the_same_share_a_clock():
    moment = datetime(2026, 7, 30, 10, tzinfo=ZoneInfo("Pacific/Apia"))
    places = [
        ("Tuvalu", "Pacific/Funafuti"),
        ("Kiribati", "Pacific/Tarawa"),
        ("Fiji", "Pacific/Fiji"),
    ]
    [day] = clocks_at(moment, places)
    assert [clock.names for clock in day.clocks] == [
        ["Fiji", "Kiribati (Tarawa)", "Tuvalu"]
    ]


@pytest.mark.parametrize(
    ("month", "clocks"),
    [(7, ["10:00"]), (1, ["10:00", "11:00"])],
    ids=["winter", "summer"],
)
def test_places_share_a_clock_only_while_they_read_the_same(month, clocks):
    moment = datetime(2026, month, 15, 10, tzinfo=ZoneInfo("Pacific/Fiji"))
    found = shown(moment, "Pacific/Fiji", "Pacific/Auckland", "Pacific/Palau")
    assert [reading for _day, _shift, reading, _names in found[1:]] == clocks


def test_clocks_that_all_read_what_the_organisers_reads_are_not_worth_a_table():
    moment = datetime(2026, 7, 30, 10, tzinfo=ZoneInfo("Pacific/Fiji"))
    assert clocks_at(moment, [("Tuvalu", "Pacific/Funafuti")]) == []


# The table of an event


@pytest.fixture
def cook_islands():
    return MemberPageFactory(title="Cook Islands", time_zone="Pacific/Rarotonga")


def test_an_event_says_when_it_starts_at_its_members_and_host(
    client, fiji, samoa, cook_islands
):
    event = EventPageFactory(**AT_TEN, members=[samoa, cook_islands], host=fiji)
    assert table(client.get(event.url)) == [
        "Monday 29 July 2024 1 day earlier",
        "12:00 Cook Islands",
        "Tuesday 30 July 2024",
        "10:00 Fiji",
        "11:00 Samoa",
    ]


def test_in_french_it_says_so_in_french(client, fiji, samoa, cook_islands):
    translate(cook_islands, title="Îles Cook")
    event = translate(EventPageFactory(**AT_TEN, members=[samoa, cook_islands]))
    assert table(client.get(event.url)) == [
        "lundi 29 juillet 2024 1 jour plus tôt",
        "12:00 Îles Cook",
        "mardi 30 juillet 2024",
        "11:00 Samoa",
    ]


def test_an_event_of_no_member_in_particular_is_for_all(client, fiji, cook_islands):
    MemberPageFactory(title="Left", time_zone="Pacific/Apia", left_on=date(2020, 1, 1))
    MemberPageFactory(title="Draft", time_zone="Pacific/Apia", live=False)
    event = EventPageFactory(**AT_TEN)
    assert [row for row in table(client.get(event.url)) if ":" in row] == [
        "12:00 Cook Islands",
        "10:00 Fiji",
    ]


def test_an_internal_event_is_not_for_all(client, fiji, cook_islands):
    event = EventPageFactory(**AT_TEN, is_internal=True)
    assert table(client.get(event.url)) == []


def test_members_that_are_not_public_have_no_clock(client, fiji, cook_islands):
    event = EventPageFactory(**AT_TEN, members=[fiji, cook_islands])
    cook_islands.unpublish()
    assert table(client.get(event.url)) == []


@pytest.mark.parametrize("precision", ["day", "month", "year"])
def test_what_has_no_exact_time_has_no_clocks(client, fiji, samoa, precision):
    event = EventPageFactory(precision=precision, members=[fiji, samoa])
    answer = client.get(event.url)
    assert not soup(answer).select(".clocks, [data-own-time]")


def test_exact_times_without_a_start_are_only_days(client):
    event = EventPageFactory(**AT_TEN)
    EventPage.objects.update(start_time=None)
    assert "30 July 2024" in words(client.get(event.url))


def test_a_host_that_is_not_tagged_is_not_among_the_tags(client, fiji, samoa):
    event = EventPageFactory(host=fiji, members=[samoa])
    page = soup(client.get(event.url))
    assert [a.string for a in page.select('[aria-labelledby="tags"] a')] == ["Samoa"]
    assert page.select_one(".aside .facts a").string == "Fiji"


def test_clocks_ask_the_database_nothing_more(client, fiji, samoa):
    """The members and the host are found along with the tags."""
    common = {"members": [samoa], "host": fiji}
    asked = []
    for fields in ({}, AT_TEN):
        event = EventPageFactory(**common, **fields)
        client.get(event.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(event.url)
        asked.append(len(captured))
    assert asked[0] == asked[1]


# Dates for machines


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        ({"start_date": date(2024, 8, 16)}, ["2024-08-16"]),
        (
            {"start_date": date(2024, 7, 29), "end_date": date(2024, 7, 31)},
            ["2024-07-29", "2024-07-31"],
        ),
        ({"start_date": date(2024, 9, 1), "precision": "month"}, ["2024-09"]),
        (
            {
                "start_date": date(2024, 11, 1),
                "end_date": date(2025, 1, 31),
                "precision": "month",
            },
            ["2024-11", "2025-01"],
        ),
        ({"start_date": date(2024, 1, 1), "precision": "year"}, ["2024"]),
        (AT_TEN, ["2024-07-30T10:00+12:00", "2024-07-30T12:00+12:00"]),
        (AT_TEN | {"end_time": None}, ["2024-07-30T10:00+12:00"]),
        (
            AT_TEN | {"end_date": date(2024, 7, 31), "time_zone": "Pacific/Marquesas"},
            ["2024-07-30T10:00-09:30", "2024-07-31T12:00-09:30"],
        ),
        (
            AT_TEN | {"end_date": date(2024, 7, 31), "end_time": None},
            ["2024-07-30T10:00+12:00", "2024-07-31"],
        ),
        (
            # The clocks are put on in between.
            AT_TEN
            | {
                "start_date": date(2026, 9, 26),
                "end_date": date(2026, 9, 27),
                "time_zone": "Pacific/Auckland",
            },
            ["2026-09-26T10:00+12:00", "2026-09-27T12:00+13:00"],
        ),
    ],
    ids=[
        "day",
        "days",
        "month",
        "months",
        "year",
        "times",
        "no end",
        "over days",
        "no end time",
        "summer time",
    ],
)
@pytest.mark.parametrize("before", ["", "/fr"])
def test_machines_read_both_ends_as_exactly_as_they_are_known(
    client, before, fields, values
):
    event = EventPageFactory(**fields)
    page = soup(client.get(f"{before}{event.url}"))
    when = page.select_one(".event-when")
    assert [element["datetime"] for element in when.select("time")] == values


@pytest.mark.parametrize(("before", "language"), [("", "en"), ("/fr", "fr")])
def test_people_read_the_same_words_with_and_without_elements(client, before, language):
    event = EventPageFactory(
        start_date=date(2024, 12, 28), end_date=date(2025, 1, 1), title="Over new year"
    )
    said = {
        "en": "28 December 2024 – 1 January 2025",
        "fr": "du 28 décembre 2024 au 1er janvier 2025",
    }
    when = soup(client.get(f"{before}{event.url}")).select_one(".event-when")
    assert when.get_text() == said[language]


# A member's clock


@pytest.mark.parametrize("zone", ["Pacific/Apia", "Pacific/Marquesas"])
def test_a_profile_shows_the_members_own_time(client, zone):
    page = soup(client.get(MemberPageFactory(time_zone=zone).url))
    clock = page.select_one(".clock time")
    assert clock.string == clock["datetime"][11:16]
