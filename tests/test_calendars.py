"""Events in the calendars of those who subscribe (iCalendar, RFC 5545)."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import ics
import pytest
from dateutil.tz import tzical
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from events.calendars import calendar_of, time_zone
from events.models import EventPage
from tests.answers import soup, words
from tests.factories import (
    EventPageFactory,
    EventSeriesFactory,
    MemberPageFactory,
    days_from_now,
    many_events,
    translate,
)
from tests.forms import FORM_DATA, PUBLISH

pytestmark = pytest.mark.django_db

FEED = "/events/calendar.ics"
AT_TEN = {
    "precision": "time",
    "start_date": date(2024, 7, 30),
    "start_time": time(10),
    "end_time": time(12),
    "time_zone": "Pacific/Rarotonga",
}


def events_of(client, path=FEED):
    """The events of a calendar, as the library reads them back."""
    return Calendar.from_ical(client.get(path).content).walk("VEVENT")


def titles_of(client, path=FEED):
    return [str(event["summary"]) for event in events_of(client, path)]


def written(**fields):
    """An event as it stands in its own calendar."""
    event = EventPageFactory(**fields)
    found = EventPage.objects.filter(pk=event.pk).for_calendars()
    return Calendar.from_ical(calendar_of(list(found)).to_ical()).walk("VEVENT")[0]


def lines(client, path=FEED):
    """The lines of a calendar as they are sent, folded as they are."""
    return client.get(path).content.split(b"\r\n")


def publish(event, **fields):
    """Change an event and publish it as an editor does: through a draft."""
    draft = event.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


# The calendar


def test_a_calendar_says_what_it_is(client):
    answer = client.get(FEED)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize(
    "line",
    [
        b"BEGIN:VCALENDAR",
        b"VERSION:2.0",
        b"PRODID:-//Oceania Customs Organisation//Events//EN",
        b"X-WR-CALNAME:Events of the Oceania Customs Organisation",
        b"REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        b"X-PUBLISHED-TTL:PT6H",
        b"END:VCALENDAR",
    ],
)
def test_a_calendar_names_itself_and_says_how_often_to_ask(client, line):
    assert line in lines(client)


def test_the_calendar_of_one_event_is_no_calendar_to_subscribe_to(client):
    event = EventPageFactory(slug="workshop")
    text = client.get("/events/workshop.ics").content
    assert event.title.encode() in text
    assert b"X-WR-CALNAME" not in text


def test_a_filtered_calendar_is_named_after_its_filters(client, fiji):
    EventPageFactory(host=fiji)
    calendar = Calendar.from_ical(client.get(f"{FEED}?member=fiji").content)
    assert calendar["X-WR-CALNAME"].endswith(": Fiji")


def test_a_calendar_of_nothing_is_valid_all_the_same(client):
    calendar = Calendar.from_ical(client.get(FEED).content)
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]


# What stands in an event


def test_an_event_says_what_it_is():
    event = written(title="Data week", summary="On data.", kind="training")
    assert (event["summary"], event["description"]) == ("Data week", "On data.")
    assert event["categories"].to_ical() == b"Training"


def test_the_kind_is_in_the_readers_language(client):
    EventPageFactory(kind="training")
    event = events_of(client, "/fr/events/calendar.ics")[0]
    assert event["categories"].to_ical().decode() == "Formation"


def test_an_event_leads_to_its_page(client):
    event = EventPageFactory()
    assert events_of(client)[0]["url"] == f"{settings.SITE_URL}{event.url}"


@pytest.mark.parametrize(
    ("fields", "location"),
    [
        ({"venue": "Auditorium", "place": "Rarotonga"}, "Auditorium, Rarotonga"),
        ({"place": "Rarotonga"}, "Rarotonga"),
        ({"venue": "Auditorium"}, "Auditorium"),
        ({}, None),
    ],
)
def test_an_event_says_where_it_is(fields, location):
    assert written(**fields).get("location") == location


def test_an_event_in_the_capital_of_its_host_has_coordinates(samoa):
    event = written(host=samoa, place="Apia")
    assert event["geo"].to_ical() == "-13.8333;-171.7667"


@pytest.mark.parametrize("place", ["Salelologa", ""])
def test_an_event_elsewhere_has_no_coordinates(samoa, place):
    assert "geo" not in written(host=samoa, place=place)


def test_a_host_without_a_capital_gives_no_coordinates():
    assert "geo" not in written(host=MemberPageFactory(capital=""))


@pytest.mark.parametrize(
    ("status", "value"),
    [
        ("confirmed", "CONFIRMED"),
        ("provisional", "TENTATIVE"),
        ("postponed", "TENTATIVE"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_an_event_says_whether_it_takes_place(status, value):
    assert written(status=status)["status"] == value


def test_the_stamps_are_of_the_last_publishing():
    moment = datetime(2026, 5, 3, 1, 2, 3, 456, tzinfo=UTC)
    event = written(last_published_at=moment)
    shown = moment.replace(microsecond=0)
    assert (event["dtstamp"].dt, event["last-modified"].dt) == (shown, shown)


def test_an_event_that_was_never_stamped_has_a_stamp_all_the_same():
    event = written(last_published_at=None, start_date=date(2024, 7, 30))
    assert event["dtstamp"].dt == datetime(2024, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize("site", ["https://oco.example", "https://oco.example:8443"])
def test_the_name_of_an_event_is_global(site):
    with override_settings(SITE_URL=site):
        event = written()
    key = EventPage.objects.get().translation_key
    assert event["uid"] == f"{key}@oco.example"


# Days


@pytest.mark.parametrize(
    ("start", "end", "following"),
    [
        (date(2024, 7, 30), None, date(2024, 7, 31)),
        (date(2024, 7, 29), date(2024, 7, 31), date(2024, 8, 1)),
        (date(2024, 12, 28), date(2025, 1, 3), date(2025, 1, 4)),
        (date(2024, 2, 29), None, date(2024, 3, 1)),
    ],
)
def test_the_end_of_whole_days_is_the_day_after(start, end, following):
    event = written(start_date=start, end_date=end)
    assert (event["dtstart"].dt, event["dtend"].dt) == (start, following)


def test_whole_days_have_no_clock(client):
    EventPageFactory(start_date=days_from_now(3))
    assert f"DTSTART;VALUE=DATE:{days_from_now(3):%Y%m%d}".encode() in lines(client)


# Times


def test_exact_times_name_their_zone():
    event = written(**AT_TEN)
    zone = ZoneInfo("Pacific/Rarotonga")
    assert event["dtstart"].dt == datetime(2024, 7, 30, 10, tzinfo=zone)
    assert event["dtend"].dt == datetime(2024, 7, 30, 12, tzinfo=zone)
    assert event["dtstart"].params["TZID"] == "Pacific/Rarotonga"


@pytest.mark.parametrize(
    ("fields", "end"),
    [
        ({"end_time": None}, None),
        ({"end_time": time(2), "end_date": date(2024, 7, 31)}, "2024-07-31T02:00"),
        ({"end_time": None, "end_date": date(2024, 7, 31)}, "2024-08-01T00:00"),
    ],
    ids=["no end", "past midnight", "days"],
)
def test_the_end_of_exact_times_is_as_far_as_it_is_known(fields, end):
    found = written(**AT_TEN | fields).get("dtend")
    assert (found and found.dt.strftime("%Y-%m-%dT%H:%M")) == end


def test_an_end_before_the_start_does_not_break_the_calendar(client):
    EventPageFactory(**AT_TEN)
    EventPage.objects.update(end_time=time(9))
    assert "dtend" not in events_of(client, f"{FEED}?year=2024")[0]


def test_times_without_a_start_do_not_break_the_calendar(client):
    EventPageFactory(**AT_TEN, slug="timeless")
    EventPage.objects.update(start_time=None)
    assert titles_of(client, f"{FEED}?year=2024") == []
    assert client.get("/events/timeless.ics").status_code == 404


@pytest.mark.parametrize(
    ("zone", "day", "in_utc"),
    [
        # The clocks of Auckland are put on at 2:00 on 27 September 2026.
        ("Pacific/Auckland", date(2026, 9, 26), "2026-09-25T22:00"),
        ("Pacific/Auckland", date(2026, 9, 27), "2026-09-26T21:00"),
        ("Pacific/Auckland", date(2026, 4, 4), "2026-04-03T21:00"),
        ("Pacific/Auckland", date(2026, 4, 5), "2026-04-04T22:00"),
        ("Pacific/Norfolk", date(2026, 10, 3), "2026-10-02T23:00"),
        ("Pacific/Norfolk", date(2026, 10, 4), "2026-10-03T22:00"),
        ("Pacific/Kiritimati", date(2026, 7, 1), "2026-06-30T20:00"),
        # Samoa had summer time until 2021.
        ("Pacific/Apia", date(2021, 1, 15), "2021-01-14T20:00"),
        ("Pacific/Apia", date(2022, 1, 15), "2022-01-14T21:00"),
    ],
)
def test_ten_oclock_is_ten_oclock_on_either_side_of_summer_time(zone, day, in_utc):
    described = time_zone(zone, day.year, day.year).to_ical().decode()
    # A reader that knows of the zone only what is written there.
    clock = tzical(StringIO(described.replace(zone, "Nowhere"))).get("Nowhere")
    start = datetime.combine(day, time(10), clock).astimezone(UTC)
    assert start.strftime("%Y-%m-%dT%H:%M") == in_utc


@pytest.mark.parametrize(
    ("zone", "years", "onsets"),
    [
        (
            "Pacific/Auckland",
            (2026, 2026),
            [
                ("DAYLIGHT", "20260101T000000", "+1300", "+1300"),
                ("STANDARD", "20260405T030000", "+1300", "+1200"),
                ("DAYLIGHT", "20260927T020000", "+1200", "+1300"),
            ],
        ),
        (
            "Pacific/Norfolk",
            (2026, 2026),
            [
                ("DAYLIGHT", "20260101T000000", "+1200", "+1200"),
                ("STANDARD", "20260405T030000", "+1200", "+1100"),
                ("DAYLIGHT", "20261004T020000", "+1100", "+1200"),
            ],
        ),
        (
            "Pacific/Kiritimati",
            (2026, 2027),
            [("STANDARD", "20260101T000000", "+1400", "+1400")],
        ),
        # Samoa left out 30 December 2011.
        (
            "Pacific/Apia",
            (2011, 2011),
            [
                ("DAYLIGHT", "20110101T000000", "-1000", "-1000"),
                ("STANDARD", "20110402T040000", "-1000", "-1100"),
                ("DAYLIGHT", "20110924T030000", "-1100", "-1000"),
                ("DAYLIGHT", "20111230T000000", "-1000", "+1400"),
            ],
        ),
    ],
    ids=["Auckland", "Norfolk", "Kiritimati", "Apia"],
)
def test_a_zone_is_described_by_each_change_of_its_clocks(zone, years, onsets):
    described = time_zone(zone, *years).subcomponents
    names = ("dtstart", "tzoffsetfrom", "tzoffsetto")
    values = [[c[name].to_ical() for name in names] for c in described]
    found = [
        (c.name, v[0].decode(), *v[1:]) for c, v in zip(described, values, strict=True)
    ]
    assert found == onsets


def test_each_zone_is_described_once_before_the_events(client):
    for zone in ("Pacific/Fiji", "Pacific/Apia", "Pacific/Apia"):
        EventPageFactory(**AT_TEN | {"time_zone": zone})
    calendar = Calendar.from_ical(client.get(f"{FEED}?year=2024").content)
    parts = [str(part.get("tzid", part.name)) for part in calendar.subcomponents]
    assert parts == ["Pacific/Apia", "Pacific/Fiji", *["VEVENT"] * 3]


@pytest.mark.parametrize("year", [24, 1900, 2150])
def test_a_mistyped_year_does_not_break_the_calendar(client, year):
    EventPageFactory(**AT_TEN | {"start_date": date(year, 7, 30)})
    assert len(events_of(client, f"{FEED}?year=all")) == 1


# What is in a calendar


@pytest.mark.parametrize(
    "fields",
    [
        {"precision": "month"},
        {"precision": "year"},
        {"is_internal": True},
        {"live": False},
    ],
    ids=["month", "year", "internal", "draft"],
)
@pytest.mark.parametrize("path", [FEED, "/fr/events/calendar.ics"])
def test_what_no_calendar_can_or_may_show_is_left_out(client, fields, path):
    EventPageFactory(title="Shown")
    EventPageFactory(title="Left out", **fields)
    assert titles_of(client, path) == ["Shown"]


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_a_private_event_is_in_no_calendar(admin_client, client, kind):
    event = EventPageFactory(slug="closed")
    PageViewRestriction.objects.create(page=event, restriction_type=kind)
    for path in (FEED, "/fr/events/calendar.ics"):
        assert titles_of(client, path) == titles_of(admin_client, path) == []


def test_events_below_a_private_index_are_in_no_calendar(client, sections):
    EventPageFactory(slug="closed")
    PageViewRestriction.objects.create(
        page=sections["events"], restriction_type="login"
    )
    assert titles_of(client) == []
    assert client.get("/events/closed.ics").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"precision": "month"},
        {"precision": "year"},
        {"is_internal": True},
        {"live": False},
    ],
    ids=["month", "year", "internal", "draft"],
)
@pytest.mark.parametrize("before", ["", "/fr"])
def test_what_is_in_no_calendar_has_none_of_its_own(client, fields, before):
    EventPageFactory(slug="left-out", **fields)
    assert client.get(f"{before}/events/left-out.ics").status_code == 404


@pytest.mark.parametrize("before", ["", "/fr"])
def test_a_private_event_has_no_calendar(client, before):
    event = EventPageFactory(slug="closed")
    PageViewRestriction.objects.create(page=event, restriction_type="login")
    assert client.get(f"{before}/events/closed.ics").status_code == 404


def test_the_unpublished_draft_of_a_published_event_is_not_in_it(client):
    event = EventPageFactory(title="As published")
    event.title = "As drafted"
    event.save_revision()
    assert titles_of(client) == ["As published"]


def test_what_is_over_stays_for_a_year(client):
    for number, days in enumerate((-500, -300, -2, 2, 500)):
        start = days_from_now(days)
        EventPageFactory(title=f"Day {days}", slug=f"day-{number}", start_date=start)
    assert titles_of(client) == ["Day -300", "Day -2", "Day 2", "Day 500"]


def test_a_year_is_kept_for_ever(client):
    EventPageFactory(title="Long ago", start_date=date(2016, 4, 11))
    EventPageFactory(title="Next")
    assert titles_of(client, f"{FEED}?year=2016") == ["Long ago"]


def test_all_years_are_one_calendar(client):
    EventPageFactory(title="Long ago", start_date=date(2016, 4, 11))
    EventPageFactory(title="Next")
    assert titles_of(client, f"{FEED}?year=all") == ["Next", "Long ago"]


@pytest.mark.parametrize(
    "query",
    [
        "kind=training",
        "priority=leadership",
        "member=fiji",
        "member=samoa",
        "series=cert-iv",
        "format=online",
        "kind=training&priority=leadership&member=fiji&series=cert-iv&format=online",
    ],
)
def test_a_calendar_is_filtered_as_the_list_is(client, leadership, fiji, samoa, query):
    EventPageFactory(
        title="Tagged",
        kind="training",
        priorities=[leadership],
        members=[fiji],
        host=samoa,
        series=EventSeriesFactory(slug="cert-iv"),
        format="online",
    )
    EventPageFactory(title="Other", format="in_person", kind="meeting")
    assert titles_of(client, f"{FEED}?{query}") == ["Tagged"]


@pytest.mark.parametrize(
    "query",
    [
        "year=1900",
        "year=20x4",
        "kind=party",
        "member=atlantis",
        "member=fiji%00",
        "member=%ff%fe",
        "series=' OR 1=1 --",
        "format=%0d%0aX-Evil:1",
        "priority=" + "x" * 5000,
    ],
)
@pytest.mark.parametrize("before", ["", "/fr"])
def test_a_calendar_of_what_is_not_there_is_not_found(client, before, query):
    EventPageFactory(format="online")
    assert client.get(f"{before}{FEED}?{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["page=999", "page=x", "q=%00", "utm_source=x", "kind=", "year=&year="]
)
def test_other_parameters_are_passed_over(client, query):
    EventPageFactory(title="Shown")
    assert titles_of(client, f"{FEED}?{query}") == ["Shown"]


@pytest.mark.parametrize(
    "path",
    [
        "/events/none.ics",
        "/events/.ics",
        "/events/..%2fx.ics",
        "/events/x%00.ics",
        "/events/x%0d%0ay.ics",
        "/events/calendar.ics/",
        "/events/CALENDAR.ICS",
        "/events/" + "x" * 3000 + ".ics",
    ],
)
def test_no_strange_address_is_an_error(client, path):
    EventPageFactory()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("path", [FEED, "/events/workshop.ics", "/events/subscribing/"])
def test_calendars_are_only_read(client, path, method):
    EventPageFactory(slug="workshop")
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("slug", ["calendar", "subscribing"])
def test_no_event_takes_the_address_of_the_calendar(editor_client, slug):
    event = EventPageFactory()
    data = FORM_DATA["EventPage"]() | {"slug": slug} | PUBLISH
    address = reverse("wagtailadmin_pages:edit", args=[event.pk])
    answer = editor_client.post(address, data)
    assert list(answer.context["form"].errors) == ["slug"]


# French


def test_the_french_calendar_is_french(client):
    translate(EventPageFactory(title="Workshop"), title="Atelier à Nouméa")
    calendar = Calendar.from_ical(client.get(f"/fr{FEED}").content)
    assert [str(e["summary"]) for e in calendar.walk("VEVENT")] == ["Atelier à Nouméa"]
    assert calendar["prodid"].endswith("//FR")


def test_the_french_calendar_has_what_is_not_translated_in_english(client):
    event = EventPageFactory(title="Workshop")
    found = events_of(client, f"/fr{FEED}")[0]
    assert found["summary"] == "Workshop"
    assert found["url"] == f"{settings.SITE_URL}/fr{event.url}"


def test_an_event_has_one_name_in_both_languages(client):
    translate(EventPageFactory(), title="Atelier")
    assert events_of(client)[0]["uid"] == events_of(client, f"/fr{FEED}")[0]["uid"]


@pytest.mark.parametrize("slug", ["workshop", "atelier"])
def test_the_calendar_of_an_event_is_in_the_language_of_its_address(client, slug):
    translate(EventPageFactory(title="Workshop", slug="workshop"), slug="atelier")
    EventPage.objects.filter(slug="atelier").update(title="Atelier")
    assert titles_of(client, f"/events/{slug}.ics") == ["Workshop"]
    assert titles_of(client, f"/fr/events/{slug}.ics") == ["Atelier"]


def test_an_event_of_the_same_address_is_not_mistaken_for_another(client):
    translate(EventPageFactory(title="One", slug="one"), title="Un", slug="two")
    EventPageFactory(title="Two", slug="two")
    assert titles_of(client, "/events/two.ics") == ["Two"]


# What a subscriber sees when plans change


def test_a_subscriber_follows_an_event_from_plan_to_cancellation(client):
    start = days_from_now(30)
    event = publish(EventPageFactory(start_date=start, status="provisional"))
    seen = [events_of(client)[0]]
    for change in (
        {"status": "confirmed"},
        {"start_date": start + timedelta(7)},
        {"end_date": start + timedelta(9)},
        AT_TEN | {"start_date": start, "end_date": None},
        {"start_time": time(11)},
        {"time_zone": "Pacific/Apia"},
        {"venue": "Auditorium"},
        {"place": "Apia"},
        {"status": "postponed"},
        {"status": "cancelled"},
    ):
        event = publish(event, **change)
        seen.append(events_of(client)[0])
    assert len({found["uid"] for found in seen}) == 1
    assert [found["sequence"] for found in seen] == list(range(11))
    stamps = [found["last-modified"].dt for found in seen]
    assert stamps == sorted(stamps)
    assert seen[-1]["status"] == "CANCELLED"


def test_an_event_that_moved_below_another_address_keeps_its_name(client):
    event = EventPageFactory(slug="before")
    name = events_of(client)[0]["uid"]
    publish(event, slug="after", title="Renamed")
    assert events_of(client)[0]["uid"] == name


def test_other_changes_are_no_new_version():
    event = publish(EventPageFactory())
    event = publish(event, title="Renamed", summary="Reworded.", organiser="OCO")
    assert event.sequence == 0


def test_a_draft_is_no_new_version_until_it_is_published():
    event = publish(EventPageFactory())
    event.status = "cancelled"
    revision = event.save_revision()
    assert EventPage.objects.get(pk=event.pk).sequence == 0
    revision.publish()
    assert EventPage.objects.get(pk=event.pk).sequence == 1


def test_the_version_never_goes_back_with_an_old_draft():
    event = publish(EventPageFactory())
    old = event.get_latest_revision()
    event = publish(event, status="cancelled")
    old.publish()
    assert EventPage.objects.get(pk=event.pk).sequence == 2


def test_changes_before_the_first_publishing_are_no_new_versions():
    event = EventPageFactory(live=False, first_published_at=None)
    event = publish(event, start_date=days_from_now(50))
    assert event.sequence == 0


def test_a_change_while_an_event_is_withdrawn_is_a_new_version():
    event = publish(EventPageFactory())
    event.unpublish()
    event = publish(EventPage.objects.get(pk=event.pk), status="postponed")
    assert event.sequence == 1


def test_a_translation_begins_with_the_version_of_its_original(client):
    event = publish(publish(EventPageFactory()), status="cancelled")
    french = translate(event)
    assert french.sequence == event.sequence == 1


def test_a_change_of_the_translation_goes_beyond_the_original():
    event = publish(publish(EventPageFactory()), status="cancelled")
    french = publish(translate(event), status="postponed")
    assert french.sequence == 2


def test_a_copy_is_an_event_of_its_own():
    event = publish(publish(EventPageFactory()), status="cancelled")
    copy = event.copy(update_attrs={"slug": "copy"})
    assert copy.sequence == 0


def test_an_editor_moves_an_event(editor_client, client):
    event = publish(EventPageFactory())
    data = FORM_DATA["EventPage"]() | {"start_date": "2030-01-07", "end_date": ""}
    address = reverse("wagtailadmin_pages:edit", args=[event.pk])
    editor_client.post(address, data | PUBLISH)
    found = events_of(client)[0]
    assert found["dtstart"].dt == date(2030, 1, 7)
    assert found["sequence"] == 1


# Text


LONG = "Coopération douanière à Nukuʻalofa – Nouméa, « œuvre » 海関 🌊; " * 4


def test_no_line_is_longer_than_75_octets(client):
    EventPageFactory(title=LONG, summary=LONG, slug="long")
    assert max(map(len, lines(client))) <= 75


def test_no_letter_is_cut_in_two_by_folding(client):
    EventPageFactory(title=LONG, slug="long")
    for line in lines(client):
        line.decode()


def test_what_was_folded_is_read_whole(client):
    EventPageFactory(title=LONG, summary=LONG, slug="long")
    event = events_of(client)[0]
    assert (event["summary"], event["description"]) == (LONG, LONG)


def test_what_was_folded_is_read_whole_by_another_parser(client):
    EventPageFactory(title=LONG.strip(), slug="long")
    event = next(iter(ics.Calendar(client.get(FEED).text).events))
    assert event.name == LONG.strip()


HOSTILE = [
    "Tonga, Samoa; Fiji: Tuvalu",
    'He said "no" \\; \\, \\\\',
    "One\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Two",
    "%s {0} <script>alert(1)</script> ;X=Y:Z",
    " leading and trailing ",
    "C:\\new is no line break",  # the other parser takes it for one
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_has_a_meaning_in_calendars_is_only_text(client, text):
    EventPageFactory(title=text, summary=text, venue=text, slug="hostile")
    events = events_of(client)
    assert len(events) == 1
    found = [str(events[0][name]) for name in ("summary", "description", "location")]
    assert found == [text] * 3


@pytest.mark.parametrize("text", HOSTILE[:4])
def test_another_parser_reads_the_same_text(client, text):
    EventPageFactory(title=text, slug="hostile")
    events = ics.Calendar(client.get(FEED).text).events
    assert [event.name for event in events] == [text]


@pytest.mark.parametrize(
    "line_break", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
)
def test_all_line_breaks_are_one_kind(line_break):
    text = f"One{line_break}END:VEVENT"
    assert written(summary=text)["description"] == "One\nEND:VEVENT"


@pytest.mark.parametrize("character", ["\x01", "\x08", "\x1f", "\x7f", "\uffff"])
def test_no_control_character_is_sent(character):
    assert written(summary=f"Pasted {character}words")["description"] == "Pasted words"


# The other parser


def test_another_parser_finds_the_same_events(client, samoa):
    EventPageFactory(start_date=date(2024, 7, 29), end_date=date(2024, 7, 31))
    EventPageFactory(**AT_TEN, host=samoa, place="Apia", status="cancelled")
    path = f"{FEED}?year=2024"
    theirs = {event.uid: event for event in ics.Calendar(client.get(path).text).events}
    for ours in events_of(client, path):
        other = theirs.pop(str(ours["uid"]))
        start = ours["dtstart"].dt
        if isinstance(start, datetime):
            assert (other.begin, other.end) == (start, ours["dtend"].dt)
        else:
            assert other.all_day
            assert other.begin.date() == start
        assert other.name == ours["summary"]
        assert other.status == ours["status"]
        assert other.url == ours["url"]
        assert (other.location or "") == ours.get("location", "")
    assert not theirs


# RFC 5545's own rules


def test_the_calendar_keeps_the_rules_of_its_standard(client, samoa):
    EventPageFactory(start_date=days_from_now(3), venue="Hall; A, B", host=samoa)
    EventPageFactory(**AT_TEN | {"start_date": days_from_now(4)})
    text = client.get(FEED).content
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in text.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(text)
    described = {str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")}
    for event in calendar.walk("VEVENT"):
        assert not event.errors
        assert {"UID", "DTSTAMP", "DTSTART"} <= set(event)  # 3.6.1
        assert event["dtstamp"].to_ical().endswith(b"Z")  # 3.8.7.2
        assert type(event["dtstart"].dt) is type(event["dtend"].dt)  # 3.8.2.2
        assert event["dtend"].dt > event["dtstart"].dt
        zone = event["dtstart"].params.get("TZID")
        assert zone is None or zone in described  # 3.2.19
    uids = [event["uid"] for event in calendar.walk("VEVENT")]
    assert len(uids) == len(set(uids))  # 3.8.4.7


# The same bytes


def test_the_same_events_are_the_same_bytes(client, samoa):
    many_events(20, hosts=[samoa, None])
    assert client.get(FEED).content == client.get(FEED).content


HASHED = """
import sys
import django
django.setup()
from events.calendars import time_zone
names = ["Pacific/Apia", "Pacific/Fiji", "Pacific/Niue", "Pacific/Auckland"]
zones = [time_zone(name, 2020, 2026) for name in names]
sys.stdout.write("".join(zone.to_ical().decode() for zone in zones))
"""


def test_another_process_writes_the_same_bytes():
    """Sets are in another order in each process, but for this variable."""
    found = {
        subprocess.run(
            [sys.executable, "-c", HASHED],
            env=os.environ
            | {"PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "oco_site.settings"},
            cwd=settings.BASE_DIR,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


@pytest.mark.parametrize("path", [FEED, "/events/workshop.ics", f"/fr{FEED}"])
def test_who_has_it_is_not_sent_it_again(client, path):
    EventPageFactory(slug="workshop")
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]


def test_a_head_has_the_same_headers(client):
    EventPageFactory()
    assert client.head(FEED)["ETag"] == client.get(FEED)["ETag"]


def test_the_etag_is_strong(client):
    EventPageFactory()
    assert client.get(FEED)["ETag"].startswith('"')


def test_who_has_it_compressed_is_not_sent_it_again(client):
    many_events(5)
    first = client.get(FEED, headers={"accept-encoding": "gzip"})
    again = client.get(
        FEED, headers={"accept-encoding": "gzip", "if-none-match": first["ETag"]}
    )
    assert first["Content-Encoding"] == "gzip"
    assert again.status_code == 304


def test_a_change_is_sent(client):
    event = publish(EventPageFactory())
    first = client.get(FEED)
    publish(event, status="cancelled")
    again = client.get(FEED, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200


def test_an_event_made_private_goes_even_where_only_the_date_is_compared(client):
    EventPageFactory(title="Open")
    closed = EventPageFactory(title="Closed")
    first = client.get(FEED)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    again = client.get(FEED, headers={"if-modified-since": first["Last-Modified"]})
    assert "Closed" not in again.text
    assert again.status_code == 200


def test_the_last_publishing_of_all_is_in_the_headers(client):
    EventPageFactory(last_published_at=datetime(2026, 5, 3, 1, 2, 3, tzinfo=UTC))
    EventPageFactory(last_published_at=datetime(2026, 5, 1, tzinfo=UTC))
    assert client.get(FEED)["Last-Modified"] == "Sun, 03 May 2026 01:02:03 GMT"


@pytest.mark.parametrize("path", [FEED, "/events/workshop.ics"])
def test_caches_keep_a_calendar_for_minutes(client, path):
    EventPageFactory(slug="workshop")
    assert client.get(path)["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("path", [FEED, "/events/workshop.ics", "/events/subscribing/"])
def test_no_calendar_sets_a_cookie(client, path):
    EventPageFactory(slug="workshop")
    answer = client.get(path)
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()


# Queries


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("path", [FEED, f"/fr{FEED}", f"{FEED}?year=all&member=fiji"])
def test_a_hundred_times_the_events_ask_no_more(client, fiji, samoa, path):
    hosts = [fiji, samoa, *(MemberPageFactory() for _number in range(5))]
    many_events(3, hosts)
    before = queries(client, path)
    many_events(297, hosts)
    assert len(queries(client, path)) == len(before) <= 3, before


def test_a_calendar_does_not_read_the_texts_of_pages(client, fiji):
    many_events(3, [fiji])
    assert not [sql for sql in queries(client, FEED) if '"body"' in sql]


# The pages


def links(response):
    """The addresses of the links of a page's main part by their words."""
    return {
        link.get_text(strip=True): link["href"] for link in soup(response).main("a")
    }


def test_an_event_is_added_to_a_calendar(client):
    event = EventPageFactory(slug="workshop")
    found = links(client.get(event.url))
    assert found["Add to calendar (.ics)"] == "/events/workshop.ics"


def test_a_french_event_is_added_in_french(client):
    event = EventPageFactory(slug="workshop")
    page = soup(client.get(f"/fr{event.url}"))
    assert page.select_one('main a[href="/fr/events/workshop.ics"]')


@pytest.mark.parametrize(
    ("fields", "google", "outlook"),
    [
        (
            {"start_date": date(2024, 7, 29), "end_date": date(2024, 7, 31)},
            {"dates": "20240729/20240801"},
            {"startdt": "2024-07-29", "enddt": "2024-08-01", "allday": "true"},
        ),
        (
            AT_TEN,
            {"dates": "20240730T200000Z/20240730T220000Z", "ctz": "Pacific/Rarotonga"},
            {"startdt": "2024-07-30T20:00:00Z", "enddt": "2024-07-30T22:00:00Z"},
        ),
        (
            AT_TEN | {"end_time": None},
            {"dates": "20240730T200000Z/20240730T200000Z"},
            {"startdt": "2024-07-30T20:00:00Z", "enddt": "2024-07-30T20:00:00Z"},
        ),
    ],
    ids=["days", "times", "no end"],
)
def test_calendars_on_the_web_are_told_the_time(client, fields, google, outlook):
    found = links(client.get(EventPageFactory(**fields).url))
    for name, values in (("Google Calendar", google), ("Outlook", outlook)):
        query = parse_qs(urlsplit(found[name]).query)
        assert {key: query[key][0] for key in values} == values


def test_calendars_on_the_web_are_told_what_and_where(client):
    title = "A & B, C = 100 % <D> + #é"
    event = EventPageFactory(title=title, venue="Hall", place="Apia", slug="workshop")
    found = links(client.get(event.url))
    for name, key in (("Google Calendar", "text"), ("Outlook", "subject")):
        query = parse_qs(urlsplit(found[name]).query)
        assert (query[key], query["location"]) == ([title], ["Hall, Apia"])


@pytest.mark.parametrize(
    "fields",
    [{"precision": "month"}, {"precision": "year"}, {"is_internal": True}],
    ids=["month", "year", "internal"],
)
def test_an_event_that_is_in_no_calendar_offers_none(client, fields):
    found = links(client.get(EventPageFactory(**fields).url))
    assert not {"Add to calendar (.ics)", "Google Calendar", "Outlook"} & set(found)


def test_a_private_event_offers_no_calendar(admin_client):
    event = EventPageFactory()
    PageViewRestriction.objects.create(page=event, restriction_type="login")
    assert "Add to calendar (.ics)" not in links(admin_client.get(event.url))


def test_a_cancelled_event_is_added_only_where_its_status_can_be_told(client):
    found = links(client.get(EventPageFactory(status="cancelled").url))
    assert "Add to calendar (.ics)" in found
    assert not {"Google Calendar", "Outlook"} & set(found)


def test_the_list_is_subscribed_to(client):
    host = settings.SITE_URL.partition("://")[2]
    assert links(client.get("/events/"))["Subscribe"] == f"webcal://{host}{FEED}"


def test_a_filtered_list_is_subscribed_to_as_it_is_filtered(client, fiji):
    EventPageFactory(members=[fiji], start_date=date(2024, 1, 1))
    found = links(client.get("/events/?member=fiji&year=2024&page=1&kind=x&utm=y"))
    query = parse_qs(urlsplit(found["Subscribe"]).query)
    assert query == {"member": ["fiji"], "year": ["2024"]}


def test_the_french_list_is_subscribed_to_in_french(client):
    page = soup(client.get("/fr/events/"))
    assert page.select_one(f'main a[href^="webcal:"][href$="/fr{FEED}"]')


def test_the_list_names_its_calendar_to_programs(client, fiji):
    EventPageFactory(members=[fiji])
    page = soup(client.get("/events/?member=fiji"))
    link = page.select_one('link[rel="alternate"][type="text/calendar"]')
    assert link["href"] == f"{FEED}?member=fiji"


def test_the_list_leads_to_how_it_is_done(client, fiji):
    EventPageFactory(members=[fiji])
    found = links(client.get("/events/?member=fiji"))
    path = found["How to subscribe to the calendar"]
    assert path == "/events/subscribing/?member=fiji"
    assert "Only: Fiji" in words(client.get(path))


@pytest.mark.parametrize("query", ["", "?member=atlantis", "?year=%00", "?page=x"])
@pytest.mark.parametrize("before", ["", "/fr"])
def test_how_it_is_done_is_shown_whatever_is_asked(client, before, query):
    answer = client.get(f"{before}/events/subscribing/{query}")
    address = f"{settings.SITE_URL}{before}{FEED}"
    assert answer.status_code == 200
    assert address in words(answer)
