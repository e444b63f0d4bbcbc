"""Events: how exactly their dates are known, and where they are listed."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import EventPage, EventSegment
from tests.answers import soup, titles, words
from tests.factories import (
    EventPageFactory,
    EventSeriesFactory,
    NewsPageFactory,
    PartnerFactory,
    days_from_now,
    translate,
)
from tests.forms import FORM_DATA, PUBLISH

pytestmark = pytest.mark.django_db

TIMED = {
    "precision": "time",
    "start_date": date(2024, 7, 30),
    "start_time": time(10),
    "end_time": time(12),
    "time_zone": "Pacific/Rarotonga",
}


def section_of(response, name):
    """The titles below a heading of the page."""
    section = soup(response).select_one(f'section[aria-labelledby="{name}"]')
    return [card.h3.string for card in section.select("article")] if section else []


# When it is


@pytest.mark.parametrize(
    ("fields", "words_of_it"),
    [
        ({"start_date": date(2024, 8, 16)}, "16 August 2024"),
        (
            {"start_date": date(2024, 7, 29), "end_date": date(2024, 7, 31)},
            "29–31 July 2024",
        ),
        ({"start_date": date(2024, 9, 1), "precision": "month"}, "September 2024"),
        (
            {"start_date": date(2024, 1, 1), "precision": "year"},
            "2024, date to be confirmed",
        ),
        (TIMED, "Tuesday 30 July 2024, 10:00–12:00 (Rarotonga, UTC−10)"),
    ],
    ids=["day", "days", "month", "year", "times"],
)
def test_an_event_says_when_it_is_as_exactly_as_is_known(fields, words_of_it):
    assert EventPageFactory(**fields).when == words_of_it


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"start_date": date(2024, 8, 16)}, "2024-08-16"),
        ({"start_date": date(2024, 9, 1), "precision": "month"}, "2024-09"),
        ({"start_date": date(2024, 1, 1), "precision": "year"}, "2024"),
        (TIMED, "2024-07-30T10:00-10:00"),
    ],
    ids=["day", "month", "year", "times"],
)
def test_the_page_tells_machines_when_it_is(client, fields, value):
    page = soup(client.get(EventPageFactory(**fields).url))
    assert page.select_one(".event-when time")["datetime"] == value


# When it is over


@pytest.mark.parametrize(
    ("fields", "moment"),
    [
        # A day is over when it is over at UTC−12, the last place where it is.
        ({"start_date": date(2024, 7, 30)}, datetime(2024, 7, 31, 12, tzinfo=UTC)),
        (
            {"start_date": date(2024, 7, 29), "end_date": date(2024, 7, 31)},
            datetime(2024, 8, 1, 12, tzinfo=UTC),
        ),
        (
            {"start_date": date(2024, 2, 1), "precision": "month"},
            datetime(2024, 3, 1, 12, tzinfo=UTC),
        ),
        (
            {"start_date": date(2024, 1, 1), "precision": "year"},
            datetime(2025, 1, 1, 12, tzinfo=UTC),
        ),
        (TIMED, datetime(2024, 7, 30, 22, tzinfo=UTC)),
        (
            TIMED | {"end_time": None},
            datetime(2024, 7, 31, 9, 59, 59, 999999, tzinfo=UTC),
        ),
        (
            TIMED | {"end_date": date(2024, 7, 31)},
            datetime(2024, 7, 31, 22, tzinfo=UTC),
        ),
    ],
    ids=["day", "days", "month", "year", "times", "open end", "times over days"],
)
def test_an_event_is_over_when_it_is_over_everywhere(fields, moment):
    event = EventPageFactory(**fields)
    assert EventPage.objects.get(pk=event.pk).over_at == moment


def test_moving_an_event_moves_its_end():
    event = EventPageFactory(start_date=days_from_now(-30))
    event.start_date = days_from_now(30)
    event.save()
    assert event in EventPage.objects.over_after(timezone.now())


# The editor's form


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"end_date": "2024-09-23"}, "end_date"),
        ({"precision": "time", "time_zone": "Pacific/Fiji"}, "start_time"),
        ({"precision": "time", "start_time": "10:00"}, "time_zone"),
        (
            {
                "precision": "time",
                "start_time": "10:00",
                "end_time": "09:00",
                "end_date": "",
                "time_zone": "Pacific/Fiji",
            },
            "end_time",
        ),
        ({"start_time": "10:00"}, "precision"),
        ({"time_zone": "Pacific/Atlantis"}, "time_zone"),
        ({"start_date": "30 July"}, "start_date"),
        ({"kind": ""}, "kind"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(editor_client, fields, field):
    event = EventPageFactory(start_date=date(2024, 9, 24))
    address = reverse("wagtailadmin_pages:edit", args=[event.pk])
    data = FORM_DATA["EventPage"]() | fields | PUBLISH
    answer = editor_client.post(address, data)
    assert list(answer.context["form"].errors) == [field]


def test_an_event_past_midnight_is_no_error(editor_client):
    event = EventPageFactory()
    fields = {
        "precision": "time",
        "start_time": "22:00",
        "end_time": "02:00",
        "time_zone": "Pacific/Fiji",
    }
    address = reverse("wagtailadmin_pages:edit", args=[event.pk])
    editor_client.post(address, FORM_DATA["EventPage"]() | fields | PUBLISH)
    event.refresh_from_db()
    assert event.end_time == time(2)


# The page


def test_the_parts_of_an_event_have_dates_of_their_own(client, fiji, samoa):
    parts = [
        EventSegment(title="Study", member=fiji, start_date=date(2024, 9, 2)),
        EventSegment(member=samoa),
    ]
    answer = client.get(EventPageFactory(segments=parts).url)
    section = soup(answer).select_one('section[aria-labelledby="parts"] dl')
    facts = [" ".join(row.get_text(" ").split()) for row in section.select("div")]
    assert facts == ["Study, Fiji 2 September 2024", "Samoa date to be confirmed"]


@pytest.mark.parametrize(
    ("status", "badge"),
    [
        ("provisional", "Provisional"),
        ("postponed", "Postponed"),
        ("cancelled", "Cancelled"),
    ],
)
def test_an_event_that_may_not_take_place_says_so(client, status, badge):
    page = soup(client.get(EventPageFactory(status=status).url))
    assert page.select_one(".page-head .badge").string == badge


def test_a_confirmed_event_has_no_badge(client):
    assert not soup(client.get(EventPageFactory().url)).select(".badge")


def test_an_event_names_its_partners(client):
    wco = PartnerFactory(code="WCO", name="World Customs Organization")
    answer = client.get(EventPageFactory(partners=[wco]).url)
    assert "World Customs Organization (WCO)" in words(answer)


def test_an_event_lists_the_news_of_it(client):
    event = EventPageFactory()
    NewsPageFactory(title="How it went", event=event)
    NewsPageFactory(title="Not out yet", event=event, live=False)
    assert section_of(client.get(event.url), "reports") == ["How it went"]


def test_the_french_event_lists_the_news_of_it_too(client):
    event = EventPageFactory()
    NewsPageFactory(title="How it went", event=event)
    french = translate(event)
    assert section_of(client.get(french.url), "reports") == ["How it went"]


def test_a_post_names_its_event(client):
    event = EventPageFactory(title="The workshop")
    assert "The workshop" in words(client.get(NewsPageFactory(event=event).url))


@pytest.mark.parametrize("hide", ["unpublish", "restrict"])
def test_a_post_does_not_name_an_event_that_is_not_public(client, hide):
    event = EventPageFactory(title="The workshop")
    post = NewsPageFactory(event=event)
    if hide == "unpublish":
        event.unpublish()
    else:
        event.view_restrictions.create(restriction_type="login")
    assert "The workshop" not in words(client.get(post.url))


# The list


def test_what_is_under_way_comes_first(client):
    EventPageFactory(title="Next month", start_date=days_from_now(40))
    EventPageFactory(
        title="Now", start_date=days_from_now(-3), end_date=days_from_now(3)
    )
    assert section_of(client.get("/events/"), "running") == ["Now"]


def test_what_is_under_way_is_not_listed_twice(client):
    EventPageFactory(
        title="Now", start_date=days_from_now(-3), end_date=days_from_now(3)
    )
    assert titles(client.get("/events/")) == ["Now"]


def test_events_to_be_confirmed_stand_under_their_own_heading(client):
    next_year = date(days_from_now(0).year + 1, 1, 1)
    EventPageFactory(title="Some day", start_date=next_year, precision="year")
    EventPageFactory(title="On a day", start_date=next_year)
    assert section_of(client.get("/events/"), "to-be-confirmed") == ["Some day"]


def test_months_are_named_with_their_year(client):
    EventPageFactory(start_date=date(2024, 7, 30))
    EventPageFactory(start_date=date(2024, 8, 16))
    headings = soup(client.get("/events/?year=2024")).select(".month > h2")
    assert [heading.string for heading in headings] == ["July 2024", "August 2024"]


def test_months_are_named_in_french(client):
    EventPageFactory(start_date=date(2024, 8, 16))
    heading = soup(client.get("/fr/events/?year=2024")).select_one(".month > h2")
    assert heading.string == "Août 2024"


def test_events_of_a_month_only_stand_in_their_month(client):
    EventPageFactory(title="Day", start_date=date(2024, 9, 24))
    EventPageFactory(title="Month", start_date=date(2024, 9, 1), precision="month")
    headings = soup(client.get("/events/?year=2024")).select(".month > h2")
    assert [heading.string for heading in headings] == ["September 2024"]


def test_a_cancelled_event_is_still_shown(client):
    EventPageFactory(title="Called off", status="cancelled")
    assert "Cancelled" in words(client.get("/events/"))


def test_past_events_are_kept_by_year(client):
    EventPageFactory(start_date=date(2019, 5, 1))
    EventPageFactory(start_date=date(2020, 5, 1))
    years = soup(client.get("/events/")).select('nav[aria-labelledby="years"] a')
    assert [year["href"] for year in years if year.string.isdigit()] == [
        "/events/?year=2020",
        "/events/?year=2019",
    ]


def test_all_years_list_the_last_first(client):
    EventPageFactory(title="Older", start_date=date(2019, 5, 1))
    EventPageFactory(title="Newer", start_date=date(2020, 5, 1))
    assert titles(client.get("/events/?year=all")) == ["Newer", "Older"]


def test_a_series_is_listed_together(client):
    cert = EventSeriesFactory(name="CERT IV", slug="cert-iv")
    EventPageFactory(title="Block", series=cert, start_date=date(2024, 7, 1))
    EventPageFactory(title="Other", start_date=date(2024, 7, 1))
    assert titles(client.get("/events/?series=cert-iv&year=all")) == ["Block"]


def test_a_member_filter_finds_what_it_hosts_and_attends(client, fiji):
    EventPageFactory(title="Hosted", host=fiji)
    EventPageFactory(title="Attended", members=[fiji])
    EventPageFactory(title="Elsewhere")
    assert set(titles(client.get("/events/?member=fiji"))) == {"Hosted", "Attended"}


def test_a_member_that_only_hosts_is_among_the_choices(client, fiji):
    EventPageFactory(host=fiji)
    assert soup(client.get("/events/")).select('option[value="fiji"]')


# The home page


def test_the_home_page_counts_what_is_to_be_confirmed(client):
    next_year = date(days_from_now(0).year + 1, 1, 1)
    for _number in range(3):
        EventPageFactory(start_date=next_year, precision="year")
    assert "3 more are still to be confirmed" in words(client.get("/"))


def test_the_home_page_shows_the_four_next_events(client):
    for days in (50, 10, 40, 20, 30):
        EventPageFactory(title=f"In {days} days", start_date=days_from_now(days))
    found = section_of(client.get("/"), "events")
    assert found == ["In 10 days", "In 20 days", "In 30 days", "In 40 days"]
