"""The Atom feed of news (RFC 4287)."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.conf import settings
from wagtail.models import PageViewRestriction

from tests.factories import NewsPageFactory, many_news, translate

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, path="/news/feed/"):
    return ElementTree.fromstring(client.get(path).content)


def entries(client, path="/news/feed/"):
    """The titles of a feed's entries."""
    found = read(client, path).findall(f"{ATOM}entry/{ATOM}title")
    return [title.text for title in found]


def test_the_feed_is_atom(client):
    assert read(client).tag == f"{ATOM}feed"


def test_the_feed_says_what_it_is(client):
    content_type = client.get("/news/feed/")["Content-Type"]
    assert content_type.startswith("application/atom+xml")


def test_posts_stand_newest_first(client):
    NewsPageFactory(title="Older", date=date(2024, 1, 1))
    NewsPageFactory(title="Newer", date=date(2025, 1, 1))
    assert entries(client) == ["Newer", "Older"]


def test_the_feed_ends_after_thirty_posts(client):
    many_news(40)
    assert len(entries(client)) == 30


def test_an_entry_leads_to_its_post(client):
    post = NewsPageFactory()
    link = read(client).find(f"{ATOM}entry/{ATOM}link")
    assert link.get("href") == f"{settings.SITE_URL}{post.url}"


def test_the_name_of_an_entry_never_changes(client):
    post = NewsPageFactory()
    name = read(client).findtext(f"{ATOM}entry/{ATOM}id")
    post.slug, post.title = "moved", "Renamed"
    post.save()
    assert read(client).findtext(f"{ATOM}entry/{ATOM}id") == name


@pytest.mark.parametrize("query", ["priority=leadership", "member=fiji", "year=2024"])
def test_the_feed_is_filtered_as_the_list_is(client, leadership, fiji, query):
    NewsPageFactory(
        title="Tagged", date=date(2024, 1, 1), priorities=[leadership], members=[fiji]
    )
    NewsPageFactory(title="Other", date=date(2020, 1, 1))
    assert entries(client, f"/news/feed/?{query}") == ["Tagged"]


def test_a_filtered_feed_is_named_after_its_filters(client, fiji):
    NewsPageFactory(members=[fiji])
    title = read(client, "/news/feed/?member=fiji").findtext(f"{ATOM}title")
    assert title.endswith(": Fiji")


@pytest.mark.parametrize(
    "query", ["priority=none", "member=atlantis", "year=1900", "kind=rumour"]
)
def test_a_feed_of_what_is_not_there_is_not_found(client, query):
    NewsPageFactory()
    assert client.get(f"/news/feed/?{query}").status_code == 404


def test_drafts_are_in_no_feed(client):
    NewsPageFactory(live=False)
    assert entries(client) == []


def test_restricted_posts_are_in_no_feed(client):
    post = NewsPageFactory()
    PageViewRestriction.objects.create(page=post, restriction_type="login")
    assert entries(client) == []


def test_the_french_feed_has_the_translations(client):
    translate(NewsPageFactory(), title="Traduit")
    assert entries(client, "/fr/news/feed/") == ["Traduit"]


def test_the_french_feed_says_so(client):
    feed = read(client, "/fr/news/feed/")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"


def test_the_french_feed_leads_to_french_addresses(client):
    post = NewsPageFactory()
    link = read(client, "/fr/news/feed/").find(f"{ATOM}entry/{ATOM}link")
    assert link.get("href") == f"{settings.SITE_URL}/fr{post.url}"


def test_titles_are_escaped(client):
    NewsPageFactory(title="Tonga & <Samoa>", slug="tonga-samoa")
    assert entries(client) == ["Tonga & <Samoa>"]


@pytest.mark.parametrize("character", ["\x0b", "\x01", "\ufffe"])
def test_characters_that_xml_forbids_do_not_break_the_feed(client, character):
    pasted = f"Pasted {character}words"
    NewsPageFactory(title=pasted, summary=pasted, slug="pasted")
    assert entries(client) == ["Pasted words"]


def test_the_news_name_the_feed(client):
    assert 'type="application/atom+xml"' in client.get("/news/").text
