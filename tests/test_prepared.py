"""Queries that are written once: what they find is looked up each time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from wagtail.models import PageViewRestriction

from core.models import SiteSettings
from core.prepared import prepared
from core.querysets import active_language
from events.models import EventDocument, EventSegment
from news.models import NewsPage
from tests.answers import soup, titles, words
from tests.factories import (
    CustomDocumentFactory,
    EventPageFactory,
    NewsPageFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db

LISTS = ["/", "/news/", "/news/?kind=news", "/news/?priority=leadership"]
EVENTS = ["/", "/events/", "/events/?kind=workshop", "/events/?member=fiji"]


@prepared
def titled(title):
    return NewsPage.objects.filter(title=title)


@prepared
def first_ones(most):
    return NewsPage.objects.order_by("pk")[:most]


@prepared
def of_language():
    return NewsPage.objects.filter(locale__language_code=active_language())


def test_each_time_other_values_are_asked_for():
    one, other = NewsPageFactory(title="One"), NewsPageFactory(title="Other")
    assert [titled(title="One"), titled(title="Other")] == [[one], [other]]


def test_what_is_new_is_found():
    assert titled(title="New") == []
    post = NewsPageFactory(title="New")
    assert titled(title="New") == [post]


def test_nothing_equals_none():
    NewsPageFactory()
    assert titled(title=None) == []


def test_a_key_is_given_as_the_database_has_it():
    post = NewsPageFactory()
    keyed = prepared(lambda key: NewsPage.objects.filter(translation_key=key))
    assert keyed(key=post.translation_key) == [post]


def test_what_shapes_a_query_has_a_query_of_its_own():
    posts = [NewsPageFactory() for _number in range(3)]
    assert [first_ones(1), first_ones(2)] == [posts[:1], posts[:2]]


def test_each_language_has_a_query_of_its_own():
    post = NewsPageFactory()
    assert of_language() == [post]
    with translation.override("fr"):
        assert of_language() == []


def test_what_can_find_nothing_finds_nothing():
    assert prepared(NewsPage.objects.none)() == []


def test_related_rows_come_along():
    NewsPageFactory()
    (post,) = prepared(lambda: NewsPage.objects.select_related("locale"))()
    assert post._state.fields_cache["locale"].language_code == "en"


def test_two_names_are_given_in_any_order():
    post = NewsPageFactory(title="One")
    both = prepared(lambda title, pk: NewsPage.objects.filter(pk=pk, title=title))
    assert both(pk=post.pk, title="One") == both(title="One", pk=post.pk) == [post]


def test_rows_are_counted_for_each_value():
    for slug in ("one", "two"):
        NewsPageFactory(title="One", slug=slug)
    assert [titled.count(title="One"), titled.count(title="Other")] == [2, 0]


def test_of_what_can_find_nothing_there_is_none():
    assert prepared(NewsPage.objects.none).count() == 0


def test_no_more_is_counted_than_is_asked_for():
    for _number in range(3):
        NewsPageFactory()
    assert first_ones.count(2) == 2


# No page holds on to the moment, or to what there was, when its queries were written


@pytest.fixture
def at(monkeypatch):
    """Lets the site's clock stand at a moment."""
    return lambda moment: monkeypatch.setattr(
        "django.utils.timezone.now", lambda: moment
    )


@pytest.fixture
def of_july(fiji):
    """An event that is over everywhere from 14:00 UTC of the day after."""
    return EventPageFactory(title="July", start_date=date(2024, 7, 30), members=[fiji])


BEFORE, AFTER = (datetime(2024, 7, day, 12, tzinfo=UTC) for day in (29, 31))
LATER = AFTER + timedelta(days=1)


@pytest.mark.parametrize("path", EVENTS)
def test_an_event_that_gets_over_leaves_the_list(client, at, of_july, path):
    at(BEFORE)
    assert "July" in titles(client.get(path))
    at(LATER)
    assert "July" not in titles(client.get(path))


def test_a_member_shows_what_is_coming_first_at_any_moment(client, at, of_july, fiji):
    EventPageFactory(title="May", start_date=date(2024, 5, 1), members=[fiji])
    EventPageFactory(title="August", start_date=date(2024, 8, 30), members=[fiji])
    shown = []
    for moment in (BEFORE, LATER):
        at(moment)
        shown.append(
            [e.title for e in type(fiji).objects.get(pk=fiji.pk).latest_events]
        )
    assert shown == [["July", "August", "May"], ["August", "July", "May"]]


def test_the_calendar_opens_at_the_month_of_the_moment(client, at):
    opened = []
    for moment in (BEFORE, LATER + timedelta(days=1)):
        at(moment)
        opened.append(soup(client.get("/events/calendar/")).h1.string)
    assert opened == ["July 2024", "August 2024"]


@pytest.mark.parametrize("path", LISTS)
def test_a_changed_title_shows_at_once(client, leadership, path):
    post = NewsPageFactory(title="Old", kind="news", priorities=[leadership])
    assert "Old" in titles(client.get(path))
    post.title = "New"
    post.save()
    shown = titles(client.get(path))
    assert "New" in shown and "Old" not in shown


@pytest.mark.parametrize("path", LISTS)
def test_what_is_made_private_leaves_at_once(client, leadership, path):
    post = NewsPageFactory(title="Secret", kind="news", priorities=[leadership])
    assert "Secret" in titles(client.get(path))
    PageViewRestriction.objects.create(page=post, restriction_type="login")
    assert "Secret" not in titles(client.get(path))


def test_what_is_added_to_an_event_shows_at_once(client):
    event = EventPageFactory()
    client.get(event.url)
    event.segments = [EventSegment(title="Forum day")]
    event.partners = [PartnerFactory(name="World Bank")]
    event.documents = [EventDocument(document=CustomDocumentFactory(title="Agenda"))]
    event.save()
    shown = words(client.get(event.url))
    assert all(added in shown for added in ("Forum day", "World Bank", "Agenda"))


def test_a_value_comes_into_use_and_goes_out_of_it(client):
    def years():
        return soup(client.get("/news/")).select("select[name=year] option")

    NewsPageFactory(date=date(2023, 1, 1))
    post = NewsPageFactory(date=date(2024, 1, 1))
    assert [year["value"] for year in years()] == ["", "2024", "2023"]
    post.date = date(2022, 1, 1)
    post.save()
    assert [year["value"] for year in years()] == ["", "2023", "2022"]


def test_a_term_that_is_renamed_is_so_named_in_filters_and_on_pages(client, leadership):
    post = NewsPageFactory(priorities=[leadership])
    for path in ("/news/", post.url):
        assert leadership.title in words(client.get(path))
    leadership.title = "Renamed"
    leadership.save()
    for path in ("/news/", post.url):
        assert "Renamed" in words(client.get(path))


def test_a_section_that_is_renamed_is_so_named_in_the_menu(client):
    client.get("/")
    section = NewsPageFactory().get_parent()
    section.title = "Renamed"
    section.save()
    menu = soup(client.get("/")).select(".site-nav a")
    assert "Renamed" in [link.string for link in menu]


def test_a_notice_shows_at_once_and_until_its_end(client, at):
    def is_shown():
        return b"We are moving" in client.get("/").content

    client.get("/")
    saved = SiteSettings.load()
    saved.notice_en, saved.notice_until = "We are moving", AFTER
    saved.save()
    at(BEFORE)
    assert is_shown()
    at(LATER)
    assert not is_shown()


def test_a_page_that_moves_is_found_at_its_new_address_alone(client):
    post = NewsPageFactory(slug="old")
    assert client.get("/news/old/").status_code == 200
    post.slug = "new"
    post.save()
    answers = [client.get(path).status_code for path in ("/news/new/", "/news/old/")]
    assert answers[0] == 200 and answers[1] != 200
