"""English at /, French at /fr/, and the way between them."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from tests.answers import soup, titles, words
from tests.factories import (
    NewsPageFactory,
    StandardPageFactory,
    story,
    translate,
)

pytestmark = pytest.mark.django_db

NOTE = "Cette page n’est pas encore traduite"
CHANGED = "a été modifié"


@pytest.fixture
def post(db):
    return NewsPageFactory(title="In English", body=story("English words."))


@pytest.fixture
def french_post(post):
    return translate(post, title="En français", slug="en-francais")


def alternates(response):
    links = soup(response).select('link[rel="alternate"][hreflang]')
    return {link["hreflang"]: link["href"] for link in links}


def canonical(response):
    return soup(response).select_one('link[rel="canonical"]')["href"]


def test_a_french_page_is_served_below_fr(client, french_post):
    assert words(client.get("/fr/news/en-francais/")).count("En français")


def test_a_french_page_without_fr_leads_to_its_original(client, post, french_post):
    answer = client.get("/news/en-francais/")
    assert (answer.status_code, answer.url) == (302, post.url)


def test_the_french_home_page_is_at_fr(client, french_home):
    assert client.get("/fr/").context["page"] == french_home


def test_an_english_page_says_so(client, post):
    assert soup(client.get(post.url)).html["lang"] == "en"


def test_a_french_page_says_so(client, french_post):
    assert soup(client.get(french_post.url)).html["lang"] == "fr"


def test_the_language_of_the_browser_changes_nothing(client, post):
    answer = client.get(post.url, headers={"accept-language": "fr"})
    assert soup(answer).html["lang"] == "en"


# A page without a translation


def test_a_page_without_a_translation_is_offered_in_french(client, post):
    assert "English words." in words(client.get(f"/fr{post.url}"))


def test_a_page_without_a_translation_says_so(client, post):
    assert NOTE in words(client.get(f"/fr{post.url}"))


def test_the_texts_of_the_site_stay_french_around_it(client, post):
    assert soup(client.get(f"/fr{post.url}")).html["lang"] == "fr"


def test_the_text_of_the_page_is_marked_as_english(client, post):
    heading = soup(client.get(f"/fr{post.url}")).h1
    assert heading.find_parent(attrs={"lang": True})["lang"] == "en"


def test_its_one_address_for_search_engines_is_the_english_one(client, post):
    assert canonical(client.get(f"/fr{post.url}")) == f"{settings.SITE_URL}{post.url}"


def test_it_names_no_alternates(client, post):
    assert alternates(client.get(f"/fr{post.url}")) == {}


def test_french_lists_name_it(client, post, french_post):
    untranslated = NewsPageFactory(title="Not yet")
    assert untranslated.title in titles(client.get("/fr/news/"))


def test_french_lists_lead_to_it_below_fr(client, post):
    card = soup(client.get("/fr/news/")).select_one(".card a")
    assert (card["href"], card["lang"]) == (f"/fr{post.url}", "en")


def test_a_draft_translation_is_not_shown(client, post, french_post):
    french_post.unpublish()
    assert NOTE in words(client.get(f"/fr{post.url}"))


# A page with a translation


def test_the_english_slug_leads_to_the_translation(client, post, french_post):
    answer = client.get(f"/fr{post.url}")
    assert (answer.status_code, answer.url) == (302, french_post.url)


def test_a_translated_page_has_no_note(client, french_post):
    assert NOTE not in words(client.get(french_post.url))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_both_versions_name_each_other(client, post, french_post, language):
    page = {"en": post, "fr": french_post}[language]
    assert alternates(client.get(page.url)) == {
        "en": f"{settings.SITE_URL}{post.url}",
        "fr": f"{settings.SITE_URL}{french_post.url}",
        "x-default": f"{settings.SITE_URL}{post.url}",
    }


def test_each_version_is_its_own_canonical(client, french_post):
    address = f"{settings.SITE_URL}{french_post.url}"
    assert canonical(client.get(french_post.url)) == address


def test_the_language_link_leads_to_the_same_page(client, post, french_post):
    link = soup(client.get(post.url)).select_one('header a[hreflang="fr"]')
    assert (link["href"], link["lang"]) == (french_post.url, "fr")


def test_the_language_link_leads_back(client, post, french_post):
    link = soup(client.get(french_post.url)).select_one('header a[hreflang="en"]')
    assert link["href"] == post.url


def test_the_language_link_of_a_page_without_translation_keeps_the_page(client, post):
    link = soup(client.get(post.url)).select_one('header a[hreflang="fr"]')
    assert link["href"] == f"/fr{post.url}"


def test_the_language_link_of_the_search_leads_to_the_search(client):
    link = soup(client.get("/search/")).select_one('header a[hreflang="fr"]')
    assert link["href"].startswith("/fr/search/")


# Tags


def tag_names(response):
    return [link.string for link in soup(response).select(".tags a")]


@pytest.mark.parametrize(
    ("path", "names"), [("", ["Leadership", "Fiji"]), ("/fr", ["Direction", "Fiji"])]
)
def test_tags_are_named_in_the_readers_language(client, leadership, fiji, path, names):
    translate(leadership, title="Direction")
    post = NewsPageFactory(priorities=[leadership], members=[fiji])
    assert tag_names(client.get(f"{path}{post.url}")) == names


def test_a_translation_is_tagged_as_its_original_is(client, leadership):
    translate(leadership, title="Direction")
    french = translate(NewsPageFactory(priorities=[leadership]))
    assert tag_names(client.get(french.url)) == ["Direction"]


# When the original has changed


def test_a_translation_tells_when_its_original_changed_after_it(
    client, post, french_post
):
    post.last_published_at = timezone.now() + timedelta(minutes=1)
    post.save()
    assert CHANGED in words(client.get(french_post.url))


def test_a_translation_younger_than_its_original_tells_nothing(client, french_post):
    assert CHANGED not in words(client.get(french_post.url))


def test_an_original_younger_than_its_translation_tells_nothing(
    client, post, french_post
):
    post.last_published_at = timezone.now() + timedelta(minutes=1)
    post.save()
    assert not soup(client.get(post.url)).select(".language-note")


# The site's own texts


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/fr/", "Rechercher"),
        ("/fr/news/", "Filtrer"),
        ("/fr/search/", "Rechercher"),
        ("/fr/no-such-page/", "Cette page n’existe pas"),
        ("/fr/events/", "Par année"),
    ],
)
def test_french_pages_speak_french(client, path, text):
    assert text in soup(client.get(path)).get_text()


def test_dates_are_french_on_french_pages(client, post):
    assert "30 juillet 2024" in words(client.get(f"/fr{post.url}"))


def test_a_child_of_a_page_without_translation_is_offered_in_french(client):
    parent = StandardPageFactory(title="About")
    child = StandardPageFactory(title="History", parent=parent)
    assert NOTE in words(client.get(f"/fr{child.url}"))
