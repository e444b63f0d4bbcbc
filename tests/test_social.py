"""What search engines and other sites read of a page."""

from datetime import date

import pytest
from django.conf import settings

from tests.answers import json_ld, soup
from tests.factories import (
    CustomImageFactory,
    EventPageFactory,
    NewsPageFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db

HOSTILE = '</script><script>alert("x")</script><!-- & "quoted"'


def meta(response, name):
    attributes = f'meta[property="{name}"], meta[name="{name}"]'
    return soup(response).select_one(attributes)["content"]


def of_type(response, kind):
    return next(data for data in json_ld(response) if data["@type"] == kind)


@pytest.mark.parametrize("query", ["", "?utm_source=x", "?page=1"])
def test_a_page_has_one_address(client, query):
    post = NewsPageFactory()
    link = soup(client.get(f"{post.url}{query}")).select_one('link[rel="canonical"]')
    assert link["href"] == f"{settings.SITE_URL}{post.url}"


def test_the_title_names_the_page_and_the_organisation(client):
    post = NewsPageFactory(title="A post")
    assert soup(client.get(post.url)).title.string == "A post – OCO"


def test_editors_may_give_search_engines_another_title(client):
    post = NewsPageFactory(seo_title="For engines")
    assert soup(client.get(post.url)).title.string == "For engines – OCO"


@pytest.mark.parametrize("name", ["description", "og:description"])
def test_the_summary_describes_the_page(client, name):
    post = NewsPageFactory(summary="Fifteen members met.")
    assert meta(client.get(post.url), name) == "Fifteen members met."


def test_a_shared_page_has_its_title_and_address(client):
    post = NewsPageFactory()
    answer = client.get(post.url)
    shared = (meta(answer, "og:title"), meta(answer, "og:url"))
    assert shared == (post.title, f"{settings.SITE_URL}{post.url}")


def test_a_shared_page_has_its_picture(client):
    post = NewsPageFactory(image=CustomImageFactory())
    address = meta(client.get(post.url), "og:image").removeprefix(settings.SITE_URL)
    assert client.get(address)["Content-Type"] == "image/jpeg"


def test_a_shared_page_without_a_picture_has_the_sites(client):
    address = meta(client.get(NewsPageFactory().url), "og:image")
    path = address.removeprefix(settings.SITE_URL)
    assert client.get(path)["Content-Type"] == "image/png"


def test_the_home_page_is_the_organisations(client):
    assert of_type(client.get("/"), "Organization")["url"] == f"{settings.SITE_URL}/"


def test_a_post_is_a_news_article(client):
    post = NewsPageFactory(date=date(2024, 7, 30))
    article = of_type(client.get(post.url), "NewsArticle")
    assert (article["headline"], article["datePublished"]) == (post.title, "2024-07-30")


def test_an_event_is_an_event(client):
    event = EventPageFactory(
        start_date=date(2024, 7, 29), end_date=date(2024, 7, 31), place="Rarotonga"
    )
    data = of_type(client.get(event.url), "Event")
    days = (data["startDate"], data["endDate"], data["location"]["name"])
    assert days == ("2024-07-29", "2024-07-31", "Rarotonga")


@pytest.mark.parametrize(
    ("status", "name"),
    [("cancelled", "EventCancelled"), ("postponed", "EventPostponed")],
)
def test_search_engines_learn_that_an_event_is_off(client, status, name):
    data = of_type(client.get(EventPageFactory(status=status).url), "Event")
    assert data["eventStatus"] == f"https://schema.org/{name}"


def test_the_way_to_a_page_is_a_list_of_breadcrumbs(client):
    child = StandardPageFactory(parent=StandardPageFactory(title="About"), title="Us")
    steps = of_type(client.get(child.url), "BreadcrumbList")["itemListElement"]
    assert [step["name"] for step in steps] == ["Home", "About", "Us"]


@pytest.mark.parametrize("make", [NewsPageFactory, EventPageFactory])
def test_no_title_ends_the_structured_data(client, make):
    page = make(title=HOSTILE, slug="hostile")
    names = [
        data.get("headline") or data.get("name") for data in json_ld_of(page, client)
    ]
    assert HOSTILE in names


def json_ld_of(page, client):
    return json_ld(client.get(page.url))


def test_no_title_adds_a_script(client):
    page = NewsPageFactory(title=HOSTILE, summary=HOSTILE, slug="hostile")
    assert "<script>alert" not in client.get(page.url).text


def test_no_title_breaks_the_links_that_share(client):
    page = NewsPageFactory(title='A & B "C" #1?', slug="a-b")
    links = [a["href"] for a in soup(client.get(page.url)).select(".share a")]
    titled = [link for link in links if "A%20%26%20B%20%22C%22%20%231%3F" in link]
    assert len(titled) == 3  # by e-mail, on X and by WhatsApp; others take the address
