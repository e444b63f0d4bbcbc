"""How much each page asks of the database: little, and no more as the site grows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import EventDocument, EventSegment
from pages.models import PinnedPage
from resources.models import ResourceFile
from tests.conftest import count_rows, kept_for_several_tests
from tests.factories import (
    CommuniquePageFactory,
    CustomDocumentFactory,
    CustomImageFactory,
    EventPageFactory,
    EventSeriesFactory,
    MemberPageFactory,
    NewsPageFactory,
    PartnerFactory,
    PriorityPageFactory,
    ResourcePageFactory,
    StandardPageFactory,
    days_from_now,
    home_page,
    many_news,
    story,
)

pytestmark = pytest.mark.django_db

MOST = 12
PLACES = [
    "/",
    "/news/",
    "/news/?member=fiji&priority=leadership&year=2024&page=2",
    "/news/full-post/",
    "/communiques/",
    "/communiques/26th/",
    "/communiques/26th.pdf",
    "/events/",
    "/events/?year=all&member=fiji",
    "/events/full-event/",
    "/events/full-event/register/",
    "/events/full-event.ics",
    "/events/calendar.ics",
    "/events/calendar.ics?year=all&member=fiji",
    "/events/calendar/",
    "/events/calendar/?kind=workshop&member=fiji",
    "/events/series/full-series/",
    "/events/subscribing/",
    "/members/",
    "/members/contacts/",
    "/offline/",
    "/offline/essentials.json",
    "/members/fiji/",
    "/members/fiji.pdf",
    "/priorities/",
    "/priorities/leadership/",
    "/resources/",
    "/resources/full-guide/",
    "/about/",
    "/about/history/",
    "/search/",
    "/search/?q=post&kind=news&year=2024",
    "/search/?member=fiji",
    "/news/feed/",
    "/news/feed/?member=fiji",
    "/no-such-page/",
    "/sitemap-pages.xml",
]
SIZES = (12, 1_200)


@pytest.fixture(scope="module")
def tags(django_db_setup, django_db_blocker):
    """The tags of a site that has a page of each kind with all that it can show."""
    with kept_for_several_tests(django_db_blocker):
        tags = make_full_site()
        count_rows()
        yield tags


def make_full_site():
    fiji, samoa = (MemberPageFactory(title=title) for title in ("Fiji", "Samoa"))
    leadership, trade = (
        PriorityPageFactory(title=title) for title in ("Leadership", "Trade")
    )
    tags = {
        "priorities": [leadership, trade],
        "members": [fiji, samoa],
    }
    image = CustomImageFactory()
    partners = [PartnerFactory() for _number in range(3)]
    documents = [CustomDocumentFactory() for _number in range(3)]
    series = EventSeriesFactory(slug="full-series")
    for order in (1, 3):
        EventPageFactory(series=series, series_order=order)
    event = EventPageFactory(
        slug="full-event",
        host=fiji,
        series=series,
        series_order=2,
        partners=partners,
        segments=[EventSegment(member=member) for member in (fiji, samoa)],
        documents=[EventDocument(document=document) for document in documents],
        image=image,
        takes_registrations=True,
        places=9,
        organiser_email="desk@oco.example",
        **tags,
    )
    for number in range(8):
        EventPageFactory(
            start_date=days_from_now(number), host=samoa, image=image, **tags
        )
        ResourcePageFactory(published_on=date(2010 + number, 1, 1), image=image, **tags)
        CommuniquePageFactory(edition=number + 1, host=fiji, image=image, **tags)
    NewsPageFactory(slug="full-post", event=event, body=story("x"), image=image, **tags)
    NewsPageFactory(event=event, date=date(2099, 1, 1), image=image, **tags)
    CommuniquePageFactory(
        slug="26th", edition=26, host=samoa, partners_present=partners, **tags
    )
    ResourcePageFactory(
        slug="full-guide",
        files=[ResourceFile(document=document) for document in documents],
        image=image,
        **tags,
    )
    about = StandardPageFactory(slug="about", show_in_menus=True)
    for slug in ("history", "staff"):
        StandardPageFactory(parent=about, slug=slug)
    home = home_page()
    home.pins = [PinnedPage(page=event), PinnedPage(page=about)]
    home.save(clean=False)
    return tags


def queries(client, path):
    """What a page asks when its pictures' sizes are made and Wagtail knows the site.

    Nothing of the page is cached; the roots of the site are, by Wagtail itself.
    """
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("path", [*PLACES, *(f"/fr{path}" for path in PLACES[:-1])])
def test_no_page_asks_more_than_twelve_times(client, tags, path):
    many_news(12, **tags)
    asked = queries(client, path)
    assert len(asked) <= MOST, "\n\n".join([str(len(asked)), *asked])


def test_a_hundred_times_the_posts_ask_no_more(client, tags):
    few, many = SIZES
    many_news(few, **tags)
    before = {path: len(queries(client, path)) for path in PLACES}
    many_news(many - few, **tags)
    assert {path: len(queries(client, path)) for path in PLACES} == before


def test_twenty_more_members_ask_no_more(client, tags):
    before = len(queries(client, "/members/"))
    for _number in range(20):
        MemberPageFactory()
    assert len(queries(client, "/members/")) == before


def test_twenty_more_priorities_ask_no_more(client, tags):
    before = len(queries(client, "/priorities/"))
    for _number in range(20):
        PriorityPageFactory()
    assert len(queries(client, "/priorities/")) == before
