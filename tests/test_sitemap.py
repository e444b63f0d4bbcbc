"""What crawlers and browsers are told of the site."""

import json
from xml.etree import ElementTree

import pytest
from django.conf import settings
from wagtail.models import PageViewRestriction

from tests.factories import NewsPageFactory, StandardPageFactory, translate

pytestmark = pytest.mark.django_db

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def sheets(client):
    """The addresses of the sitemap's sheets of pages."""
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [loc.text for loc in index.findall("s:sitemap/s:loc", NAMES)]
    return [url[url.index("/sitemap-") :] for url in found if "-pages.xml" in url]


def sitemap(client):
    """All sheets of pages as one."""
    answers = [ElementTree.fromstring(client.get(s).content) for s in sheets(client)]
    whole, *others = answers
    for sheet in others:
        whole.extend(sheet)
    return whole


def addresses(client):
    found = sitemap(client).findall("s:url/s:loc", NAMES)
    return [loc.text.removeprefix(settings.SITE_URL) for loc in found]


def test_the_index_names_the_sitemap(client):
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    sheet = index.findtext("s:sitemap/s:loc", namespaces=NAMES)
    assert client.get(sheet[sheet.index("/sitemap-") :]).status_code == 200


def test_every_public_page_is_in_it_once(client, sections, home, french_home):
    post = NewsPageFactory()
    french = translate(post)
    pages = [home, french_home, *sections.values(), post, french]
    pages += [section.get_translations().first() for section in sections.values()]
    assert sorted(addresses(client)) == sorted(page.url for page in pages)


def test_all_that_it_names_is_there(client):
    NewsPageFactory()
    assert {client.get(path).status_code for path in addresses(client)} == {200}


def test_a_page_names_its_versions(client):
    post = NewsPageFactory()
    french = translate(post, slug="traduit")
    entries = sitemap(client).findall("s:url", NAMES)
    entry = next(e for e in entries if e[0].text == f"{settings.SITE_URL}{post.url}")
    versions = {
        link.get("hreflang"): link.get("href")
        for link in entry.findall("x:link", NAMES)
    }
    assert versions == {
        "en": f"{settings.SITE_URL}{post.url}",
        "fr": f"{settings.SITE_URL}{french.url}",
    }


def test_a_draft_is_not_in_it(client):
    draft = NewsPageFactory(live=False)
    assert draft.url not in addresses(client)


def test_a_restricted_page_is_not_in_it(client):
    post = NewsPageFactory()
    PageViewRestriction.objects.create(page=post, restriction_type="login")
    assert post.url not in addresses(client)


def test_a_page_below_a_restricted_one_is_not_in_it(client):
    parent = StandardPageFactory()
    child = StandardPageFactory(parent=parent)
    PageViewRestriction.objects.create(page=parent, restriction_type="password")
    assert child.url not in addresses(client)


def test_a_draft_translation_is_no_version(client):
    translate(NewsPageFactory(slug="a-post")).unpublish()
    entries = sitemap(client).findall("s:url", NAMES)
    entry = next(e for e in entries if e[0].text.endswith("/a-post/"))
    assert not entry.findall("x:link", NAMES)


@pytest.mark.parametrize("page", ["0", "2", "abc", "99999999999999999999"])
def test_a_sheet_that_is_not_there_is_not_found(client, page):
    assert client.get("/sitemap-pages.xml", {"p": page}).status_code == 404


def test_crawlers_are_told_of_the_sitemap(client):
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in client.get("/robots.txt").text


def test_crawlers_stay_out_of_the_admin(client):
    assert "Disallow: /admin/" in client.get("/robots.txt").text


@pytest.mark.parametrize(("path", "language"), [("/", "en"), ("/fr/", "fr")])
def test_the_manifest_is_in_the_language_of_its_address(client, path, language):
    manifest = json.loads(client.get(f"{path}site.webmanifest").content)
    assert (manifest["lang"], manifest["start_url"]) == (language, path)


def test_the_manifest_names_icons_that_are_there(client):
    manifest = json.loads(client.get("/site.webmanifest").content)
    answers = [client.get(icon["src"]) for icon in manifest["icons"]]
    assert {answer.status_code for answer in answers} == {200}


def test_pages_name_the_manifest_of_their_language(client):
    assert 'rel="manifest" href="/fr/site.webmanifest"' in client.get("/fr/").text
