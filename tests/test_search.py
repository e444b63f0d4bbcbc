"""One box for everything public."""

from datetime import date

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction
from wagtail.search.models import IndexEntry

from core.listings import MOST
from core.text import fold, fold_for_index
from news.models import NewsPage
from resources.models import ResourceFile
from tests.answers import choices, soup, titles, words
from tests.factories import (
    CommuniquePageFactory,
    CustomDocumentFactory,
    EventPageFactory,
    MemberPageFactory,
    NewsPageFactory,
    PriorityPageFactory,
    ResourcePageFactory,
    StandardPageFactory,
    many_news,
    story,
    translate,
)

pytestmark = pytest.mark.django_db

TABLE = (
    "table",
    {
        "caption": "Masks",
        "cells": "HS 2017,Description\n6307.90,Face masks of textile\n",
    },
)
HOSTILE = [
    "'",
    '"',
    '"unclosed phrase',
    "' OR 1=1 --",
    "a AND",
    "OR",
    "NOT NOT",
    "NEAR(a b, 5)",
    "title:x",
    "-",
    "-word",
    "*",
    "a*",
    "^a",
    "( ( (",
    "{a b}",
    "a & | ! <-> b",
    ":*",
    "\\",
    "%",
    "%_%",
    "\0",
    "null\0byte",
    "\ud83c\udf34".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\u202e\u200b",
    "ʻʻʻ",
    "x" * 10_000,
    "x " * 5_000,
    "<script>alert(1)</script>",
]


def found(client, query="", path="/search/", **filters):
    return titles(client.get(path, {"q": query, **filters}))


@pytest.mark.parametrize(
    "make",
    [
        CommuniquePageFactory,
        EventPageFactory,
        MemberPageFactory,
        NewsPageFactory,
        PriorityPageFactory,
        ResourcePageFactory,
        StandardPageFactory,
    ],
)
def test_a_page_is_found_by_its_title(client, make):
    make(title="Bilum and tapa")
    assert found(client, "bilum") == ["Bilum and tapa"]


def test_a_page_is_found_by_its_body(client):
    NewsPageFactory(title="Post", body=story("On undervaluation."))
    assert found(client, "undervaluation") == ["Post"]


def test_all_words_count(client):
    NewsPageFactory(title="Masks in Suva")
    NewsPageFactory(title="Masks in Apia")
    assert found(client, "suva masks") == ["Masks in Suva"]


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (CommuniquePageFactory, "Communiqué"),
        (MemberPageFactory, "Member"),
        (NewsPageFactory, "News post"),
        (StandardPageFactory, "Standard page"),
    ],
)
def test_a_result_says_its_kind_and_its_point(client, make, kind):
    make(title="Bilum", summary="Woven in a day.")
    card = soup(client.get("/search/", {"q": "bilum"})).select_one("article.card")
    assert list(card.stripped_strings) == [kind, "Bilum", "Woven in a day."]


def test_what_is_said_nowhere_is_not_found(client):
    NewsPageFactory()
    assert found(client, "nowhere") == []


@pytest.mark.parametrize("query", ["Océanie", "oceanie", "OCÉANIE", "océanie"])
@pytest.mark.parametrize("text", ["Douanes d’Océanie", "Douanes d'Oceanie"])
def test_accents_and_elisions_do_not_matter(client, text, query):
    NewsPageFactory(title=text)
    assert found(client, query) == [text]


@pytest.mark.parametrize(
    "query", ["Nukuʻalofa", "Nuku'alofa", "nukualofa", "Nuku’alofa"]
)
def test_apostrophes_do_not_matter(client, query):
    NewsPageFactory(title="Nukuʻalofa")
    assert found(client, query) == ["Nukuʻalofa"]


@pytest.mark.parametrize("query", ["6307.90", "630790", "6307"])
def test_an_hs_code_in_a_table_is_found_however_it_is_written(client, query):
    ResourcePageFactory(title="Tariff", body=[TABLE])
    assert found(client, query) == ["Tariff"]


@pytest.mark.parametrize(
    ("query", "fragment"),
    [("6307.90", "#:~:text=6307.90"), ("630790", "#:~:text=6307.90"), ("6307", "")],
)
def test_an_hs_code_leads_to_its_line(client, query, fragment):
    page = ResourcePageFactory(title="Tariff", body=[TABLE])
    link = soup(client.get("/search/", {"q": query})).select_one("main article a")
    assert link["href"] == page.url + fragment


def test_another_hs_code_is_not_found(client):
    ResourcePageFactory(title="Tariff", body=[TABLE])
    assert found(client, "6307.10") == []


def test_the_words_of_a_table_are_found(client):
    ResourcePageFactory(title="Tariff", body=[TABLE])
    assert found(client, "textile") == ["Tariff"]


@pytest.mark.parametrize("query", ["FSM", "fsm", "Micronesia", "FM"])
def test_a_member_is_found_by_its_other_names(client, query):
    MemberPageFactory(
        title="Federated States", iso_code="FM", also_known_as="FSM, Micronesia"
    )
    assert found(client, query) == ["Federated States"]


def test_a_resource_is_found_by_the_title_of_its_file(client):
    document = CustomDocumentFactory(title="Harmonised worksheet")
    ResourcePageFactory(title="Forms", files=[ResourceFile(document=document)])
    assert found(client, "worksheet") == ["Forms"]


def test_a_resource_is_found_by_a_file_that_an_editor_adds(client):
    resource = ResourcePageFactory(title="Forms")
    resource.files = [ResourceFile(document=CustomDocumentFactory(title="Worksheet"))]
    resource.save_revision().publish()
    assert found(client, "worksheet") == ["Forms"]


def test_a_page_that_is_deleted_leaves_the_index():
    post = NewsPageFactory()
    entries = IndexEntry.objects.filter(object_id=str(post.pk))
    assert entries.exists()
    post.delete()
    assert not entries.exists()


def test_an_event_is_found_by_its_place(client):
    EventPageFactory(title="Meeting", place="Rarotonga")
    assert found(client, "rarotonga") == ["Meeting"]


# What is not public


def test_a_draft_is_never_found(client):
    NewsPageFactory(title="Secret draft", live=False)
    assert found(client, "secret") == []


@pytest.mark.parametrize("kind", ["login", "password"])
def test_a_restricted_page_is_never_found(client, kind):
    post = NewsPageFactory(title="Secret post")
    PageViewRestriction.objects.create(page=post, restriction_type=kind)
    assert found(client, "secret") == []


def test_a_page_below_a_restricted_one_is_never_found(client):
    parent = StandardPageFactory(title="Members only")
    StandardPageFactory(title="Secret", parent=parent)
    PageViewRestriction.objects.create(page=parent, restriction_type="login")
    assert found(client, "secret") == []


def test_a_page_taken_down_is_no_longer_found(client):
    post = NewsPageFactory(title="Secret post")
    post.unpublish()
    assert found(client, "secret") == []


@pytest.mark.parametrize("make", [NewsPageFactory, ResourcePageFactory])
def test_changes_not_published_yet_are_not_found(client, make):
    page = make(title="Page")
    page.title = "Secret title"
    page.save_revision()
    assert found(client, "secret") == []


# Filters


@pytest.fixture
def suva(fiji, samoa, leadership, trade):
    """Pages that all say Suva; each filter leaves some."""
    NewsPageFactory(
        title="Suva post",
        date=date(2024, 5, 1),
        members=[fiji],
        priorities=[leadership],
    )
    EventPageFactory(
        title="Suva course", start_date=date(2024, 6, 1), priorities=[trade]
    )
    ResourcePageFactory(
        title="Suva guide", published_on=date(2020, 1, 1), members=[samoa, fiji]
    )
    StandardPageFactory(title="Suva office")


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"kind": "news"}, {"Suva post"}),
        ({"kind": "events"}, {"Suva course"}),
        ({"kind": "pages"}, {"Suva office"}),
        ({"priority": "trade"}, {"Suva course"}),
        ({"member": "fiji"}, {"Suva post", "Suva guide"}),
        ({"year": "2024"}, {"Suva post", "Suva course"}),
        ({"year": "2024", "member": "fiji"}, {"Suva post"}),
        ({"year": "2020", "member": "fiji", "kind": "resources"}, {"Suva guide"}),
        ({"year": "2020", "kind": "news"}, set()),
    ],
)
def test_filters_combine(client, suva, filters, names):
    found_titles = found(client, "suva", **filters)
    assert {title for title in found_titles if title.startswith("Suva")} == names


def test_filters_know_the_tags_of_today(client, suva, samoa):
    post = NewsPage.objects.get()
    post.members = [samoa]
    post.save_revision().publish()
    assert [found(client, "suva post", member=name) for name in ("fiji", "samoa")] == [
        [],
        ["Suva post"],
    ]


def test_filters_work_without_words(client, suva):
    assert found(client, member="samoa") == ["Suva guide"]


@pytest.mark.parametrize("query", ["", "course"])
@pytest.mark.parametrize("make", [CommuniquePageFactory, EventPageFactory])
def test_a_member_has_what_it_hosts(client, fiji, make, query):
    make(title="A course", host=fiji)
    assert found(client, query, member="fiji") == ["A course"]


def test_what_is_found_ends_where_a_list_does_and_says_so(client):
    many_news(MOST)
    call_command("update_index", verbosity=0)
    whole = words(client.get("/search/?q=many"))
    assert f" {MOST} pages found" in whole and "More" not in whole
    many_news(1)
    call_command("update_index", verbosity=0)
    cut = words(client.get("/search/?q=many"))
    assert f"More than {MOST} pages found" in cut


def test_the_end_of_what_is_found_is_no_matter_of_titles(client):
    """Some say it in their titles, others in their texts: together they are too many."""
    many_news(MOST)
    call_command("update_index", verbosity=0)
    NewsPageFactory(title="A post", summary="Many were there.")
    assert f"More than {MOST} pages found" in words(client.get("/search/?q=many"))


def test_without_words_or_filters_nothing_is_listed(client, suva):
    assert found(client) == []


def test_filters_offer_the_years_in_use(client, suva):
    assert choices(client.get("/search/"), "year") == ["2024", "2020"]


@pytest.mark.parametrize(
    "filters", [{"kind": "rumour"}, {"year": "x"}, {"member": "atlantis"}]
)
def test_values_that_are_no_choice_are_passed_over(client, suva, filters):
    assert "Suva post" in found(client, "suva", **filters)


# Languages


def test_french_readers_find_the_translation_and_not_the_original(client):
    translate(NewsPageFactory(title="Tapa"), title="Tapa en français")
    assert found(client, "tapa", "/fr/search/") == ["Tapa en français"]


def test_french_readers_find_what_is_not_translated(client):
    NewsPageFactory(title="Tapa")
    assert found(client, "tapa", "/fr/search/") == ["Tapa"]


def test_english_readers_find_no_translations(client):
    translate(NewsPageFactory(title="Tapa"), title="Étoffe")
    assert found(client, "étoffe") == []


# Whatever is typed


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_words_are_an_error(client, query):
    NewsPageFactory()
    assert client.get("/search/", {"q": query}).status_code == 200


@pytest.mark.parametrize("query", ["%ff", "%c3%28", "%ed%a0%80", "%00", "%", "%u0041"])
def test_no_bytes_are_an_error(client, query):
    assert client.get(f"/search/?q={query}").status_code == 200


def test_the_words_come_back_as_text(client):
    box = soup(client.get("/search/", {"q": '"><script>x'})).select_one("input#q")
    assert box["value"] == '"><script>x'


def test_the_search_is_not_for_search_engines(client):
    robots = soup(client.get("/search/")).select_one('meta[name="robots"]')
    assert "noindex" in robots["content"]


# Folding


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nukuʻalofa: œuvre d’Océanie 6307.90", "nukualofa oeuvre doceanie 630790"),
        ("PAPEʻETE", "papeete"),
        ("3.5 per cent", "3 5 per cent"),
        ("6307.90.10", "63079010"),
        ("", ""),
        ("…–!", ""),
    ],
)
def test_text_is_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize("code", ["6307", "630790", "63079010"])
def test_every_part_of_an_hs_code_is_indexed(code):
    assert code in fold_for_index("6307.90.10").split()
