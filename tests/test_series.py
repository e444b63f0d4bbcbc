"""Series: events that belong together, in their order."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.conf import settings
from wagtail.models import PageViewRestriction

from tests.answers import soup, titles, words
from tests.factories import EventPageFactory, EventSeriesFactory, translate

pytestmark = pytest.mark.django_db

CERT = "/events/series/cert-iv/"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture
def cert(db):
    return EventSeriesFactory(
        name="CERT IV",
        slug="cert-iv",
        description="The second of two certificates.",
        name_fr="CERT IV (fr)",
        description_fr="Le second de deux certificats.",
    )


def block(series, title, order=None, start=date(2024, 7, 1), **fields):
    return EventPageFactory(
        series=series, title=title, series_order=order, start_date=start, **fields
    )


def streams(response):
    """The titles of the events by the heading they stand under."""
    return {
        section.h2.string: [card.h3.string for card in section.select("article")]
        for section in soup(response).main("section")
    }


def neighbours(response):
    """What comes before and after an event in its series."""
    links = soup(response).main.select(".neighbours a")
    return {link["rel"][0]: link.span.string for link in links}


# The page


def test_a_series_has_its_name_and_description(client, cert):
    block(cert, "Block")
    page = soup(client.get(CERT))
    assert page.h1.string == "CERT IV"
    assert page.select_one(".lead").string == "The second of two certificates."


def test_a_series_has_its_name_and_description_in_french(client, cert):
    block(cert, "Block")
    page = soup(client.get(f"/fr{CERT}"))
    assert page.h1.string == "CERT IV (fr)"
    assert page.select_one(".lead").string == "Le second de deux certificats."


def test_a_series_without_french_is_named_in_english(client):
    series = EventSeriesFactory(name="Plain", slug="plain", description="Words.")
    block(series, "Block")
    page = soup(client.get("/fr/events/series/plain/"))
    assert (page.h1.string, page.select_one(".lead").string) == ("Plain", "Words.")


def test_events_stand_in_the_order_of_the_series(client, cert):
    block(cert, "Third", 3, date(2024, 6, 1))
    block(cert, "First", 1, date(2024, 9, 1))
    block(cert, "Second", 2, date(2030, 1, 1))
    assert titles(client.get(CERT)) == ["First", "Second", "Third"]


def test_events_without_a_place_follow_by_date(client, cert):
    block(cert, "Later", start=date(2024, 9, 1))
    block(cert, "Sooner", start=date(2024, 8, 1))
    block(cert, "Placed", 1, date(2025, 1, 1))
    assert titles(client.get(CERT)) == ["Placed", "Sooner", "Later"]


def test_events_stand_by_stream(client, cert):
    block(cert, "Both", 1, stream="Revenue, Enforcement")
    block(cert, "More", 2, stream="Enforcement")
    block(cert, "Exam", 3)
    block(cert, "Still both", 4, stream="Revenue, Enforcement")
    assert streams(client.get(CERT)) == {
        "Stream: Revenue, Enforcement": ["Both", "Still both"],
        "Stream: Enforcement": ["More"],
        "All streams": ["Exam"],
    }


def test_a_series_without_streams_names_none(client, cert):
    block(cert, "Block")
    answer = client.get(CERT)
    assert "tream" not in words(answer)
    assert streams(answer) == {"Events": ["Block"]}


def test_a_series_has_no_events_of_another(client, cert):
    block(cert, "Block")
    block(EventSeriesFactory(), "Foreign")
    assert titles(client.get(CERT)) == ["Block"]


def test_french_readers_see_each_event_once(client, cert):
    translate(block(cert, "Block", 1), title="Bloc")
    block(cert, "Untranslated", 2)
    assert titles(client.get(f"/fr{CERT}")) == ["Bloc", "Untranslated"]


def test_a_long_series_has_pages(client, cert):
    for number in range(61):
        block(cert, f"Block {number}", number)
    assert titles(client.get(f"{CERT}?page=2")) == ["Block 60"]


@pytest.mark.parametrize("page", ["0", "x", "99", "%00", "%ff", "9" * 400])
def test_a_page_that_is_not_there_is_forgiven(client, cert, page):
    block(cert, "Block")
    assert titles(client.get(f"{CERT}?page={page}")) == ["Block"]


@pytest.mark.parametrize(
    "path", ["none/", "%00/", "cert%20iv/", "", "x/y/", f"{'x' * 500}/"]
)
def test_other_series_are_not_found(client, cert, path):
    block(cert, "Block")
    assert client.get(f"/events/series/{path}").status_code == 404


@pytest.mark.parametrize("hide", ["none", "draft", "restrict"])
def test_a_series_without_published_events_is_not_found(client, cert, hide):
    if hide != "none":
        event = block(cert, "Secret", live=hide != "draft")
    if hide == "restrict":
        PageViewRestriction.objects.create(page=event, restriction_type="login")
    assert client.get(CERT).status_code == 404


def test_a_series_can_be_subscribed_to(client, cert):
    block(cert, "Block")
    page = soup(client.get(CERT))
    feed = page.select_one('link[type="text/calendar"]')["href"]
    assert feed == "/events/calendar.ics?series=cert-iv"
    assert client.get(feed).status_code == 200
    assert page.select_one('a[href^="webcal://"]')["href"].endswith(feed)


def test_a_series_names_its_address(client, cert):
    block(cert, "Block")
    link = soup(client.get(f"{CERT}?x=1")).select_one("link[rel=canonical]")
    assert link["href"].endswith(CERT)


def test_the_way_to_a_series_is_shown(client, cert):
    block(cert, "Block")
    crumbs = soup(client.get(f"/fr{CERT}")).select(".crumbs a")
    assert [link["href"] for link in crumbs] == ["/fr/", "/fr/events/"]


def test_series_with_published_events_are_in_the_sitemap(client, cert):
    block(cert, "Block")
    EventSeriesFactory(slug="empty")
    block(EventSeriesFactory(slug="drafts"), "Draft", live=False)
    sitemap = ElementTree.fromstring(client.get("/sitemap-series.xml").content)
    assert [loc.text.removeprefix(settings.SITE_URL) for loc in sitemap.iter(LOC)] == [
        CERT,
        f"/fr{CERT}",
    ]
    assert "/sitemap-series.xml" in client.get("/sitemap.xml").text


# The pages of its events


def test_an_event_leads_to_its_series(client, cert):
    event = block(cert, "Block")
    assert soup(client.get(event.url)).select_one(f'aside a[href="{CERT}"]')
    assert soup(client.get(f"/fr{event.url}")).select_one(f'aside a[href="/fr{CERT}"]')


def test_an_event_leads_to_its_neighbours(client, cert):
    first, second, third = (block(cert, f"Block {n}", n) for n in (1, 2, 3))
    assert neighbours(client.get(first.url)) == {"next": "Block 2"}
    assert neighbours(client.get(second.url)) == {"prev": "Block 1", "next": "Block 3"}
    assert neighbours(client.get(third.url)) == {"prev": "Block 2"}


def test_neighbours_are_those_of_the_series(client, cert):
    event = block(cert, "Block", 2)
    block(EventSeriesFactory(), "Foreign", 1)
    EventPageFactory(title="Alone")
    assert neighbours(client.get(event.url)) == {}


def test_what_is_not_public_is_no_neighbour(client, cert):
    block(cert, "First", 1)
    block(cert, "Draft", 2, live=False)
    closed = block(cert, "Closed", 3)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    event = block(cert, "Last", 4)
    assert neighbours(client.get(event.url)) == {"prev": "First"}


def test_neighbours_are_in_the_readers_language(client, cert):
    translate(block(cert, "First", 1), title="Premier")
    event = block(cert, "Second", 2)
    block(cert, "Third", 3)
    found = neighbours(client.get(f"/fr{event.url}"))
    assert found == {"prev": "Premier", "next": "Third"}
    assert neighbours(client.get(event.url)) == {"prev": "First", "next": "Third"}


def test_the_blocks_of_the_certificates_are_in_order(demo, client):
    for name, count in (("cert-iii", 4), ("cert-iv", 5)):
        page = soup(client.get(f"/events/series/{name}/"))
        starts = [a.select_one("time")["datetime"] for a in page.select("article")]
        assert (len(starts), starts) == (count, sorted(starts))
