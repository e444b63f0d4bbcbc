"""Index pages: filters, pages of the list, and archives by year."""

from datetime import date

import pytest

from tests.answers import choices, soup, titles, words
from tests.factories import (
    CommuniquePageFactory,
    EventPageFactory,
    EventSeriesFactory,
    NewsPageFactory,
    ResourcePageFactory,
    days_from_now,
    many_news,
    translate,
)

pytestmark = pytest.mark.django_db

WRONG_PAGES = ["0", "-1", "abc", "999999", "", "1e9", "9" * 400, "1\0"]
LISTS = ["/news/", "/communiques/", "/events/", "/resources/", "/search/"]


@pytest.fixture
def tagged_posts(leadership, trade, fiji, samoa):
    """Posts of which each filter leaves some."""
    NewsPageFactory(
        title="Fiji leads",
        date=date(2024, 7, 1),
        kind="press_release",
        priorities=[leadership],
        members=[fiji],
    )
    NewsPageFactory(
        title="Fiji trades",
        date=date(2024, 3, 1),
        priorities=[trade],
        members=[fiji, samoa],
    )
    NewsPageFactory(
        title="Samoa led",
        date=date(2020, 7, 1),
        kind="press_release",
        priorities=[leadership],
        members=[samoa],
    )


def test_news_stand_newest_first(client, tagged_posts):
    assert titles(client.get("/news/")) == ["Fiji leads", "Fiji trades", "Samoa led"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("year=2024", ["Fiji leads", "Fiji trades"]),
        ("kind=press_release", ["Fiji leads", "Samoa led"]),
        ("priority=leadership", ["Fiji leads", "Samoa led"]),
        ("member=samoa", ["Fiji trades", "Samoa led"]),
        ("priority=trade&member=fiji&year=2024", ["Fiji trades"]),
        ("year=2020&kind=press_release&priority=leadership", ["Samoa led"]),
        ("year=2020&member=fiji", []),
    ],
)
def test_filters_combine(client, tagged_posts, query, found):
    assert titles(client.get(f"/news/?{query}")) == found


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("year", ["2024", "2020"]),
        ("kind", ["news", "press_release"]),
        ("priority", ["leadership", "trade"]),
        ("member", ["fiji", "samoa"]),
    ],
)
def test_filters_offer_the_values_in_use(client, tagged_posts, name, values):
    assert choices(client.get("/news/"), name) == values


def test_a_term_that_only_drafts_use_is_not_offered(client, fiji):
    NewsPageFactory(members=[fiji], live=False)
    NewsPageFactory()
    assert choices(client.get("/news/"), "member") == []


def test_a_year_that_only_drafts_use_is_not_offered(client, tagged_posts):
    NewsPageFactory(date=date(1999, 1, 1), live=False)
    assert "1999" not in choices(client.get("/news/"), "year")


def test_a_term_that_is_a_draft_is_not_offered(client, tagged_posts, fiji):
    fiji.unpublish()
    assert choices(client.get("/news/"), "member") == ["samoa"]


def test_what_is_chosen_stays_chosen(client, tagged_posts):
    form = soup(client.get("/news/?year=2024&member=fiji")).select_one(".filters form")
    chosen = [option["value"] for option in form.select("option[selected]")]
    assert sorted(filter(None, chosen)) == ["2024", "fiji"]


def test_what_is_filtered_is_not_for_search_engines(client, tagged_posts):
    robots = soup(client.get("/news/?year=2024")).select_one('meta[name="robots"]')
    assert robots["content"] == "noindex, follow"


def test_the_whole_list_is_for_search_engines(client, tagged_posts):
    assert not soup(client.get("/news/")).select('meta[name="robots"]')


@pytest.mark.parametrize(
    "query",
    [
        "year=1900",
        "year=abc",
        "year=2024.5",
        "kind=rumour",
        "priority=none",
        "member=atlantis",
        "nonsense=1",
        "year=&kind=&member=",
        "year=2024&year=abc",
        "priority=leadership'--",
    ],
)
def test_values_that_are_no_choice_are_passed_over(client, tagged_posts, query):
    assert titles(client.get(f"/news/?{query}"))[:1] == ["Fiji leads"]


def test_a_right_value_counts_beside_a_wrong_one(client, tagged_posts):
    found = titles(client.get("/news/?year=2020&member=atlantis"))
    assert found == ["Samoa led"]


def test_filters_work_in_french(client, tagged_posts):
    found = titles(client.get("/fr/news/?member=samoa"))
    assert found == ["Fiji trades", "Samoa led"]


def test_french_readers_choose_between_french_names(client, tagged_posts, samoa):
    translate(samoa, title="Samoa en français")
    options = soup(client.get("/fr/news/")).select('select[name="member"] option')
    assert "Samoa en français" in [option.string for option in options]


# Pages of a list


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("number", WRONG_PAGES, ids=lambda number: number[:6])
def test_no_page_number_is_an_error(client, path, number):
    assert client.get(path, {"page": number}).status_code == 200


def test_a_page_that_is_no_number_is_the_first(client):
    many_news(45)
    assert "Page 1 of 3" in words(client.get("/news/?page=abc"))


def test_a_page_past_the_end_is_the_last(client):
    many_news(45)
    assert "Page 3 of 3" in words(client.get("/news/?page=999999"))


def test_all_posts_stand_on_the_pages_of_the_list_once(client):
    many_news(45)
    found = [t for n in (1, 2, 3) for t in titles(client.get(f"/news/?page={n}"))]
    assert (len(found), len(set(found))) == (45, 45)


def test_a_list_ends_where_the_filters_begin_and_says_so(client):
    many_news(120)
    whole = words(client.get("/news/?page=6"))
    assert "120 posts" in whole and "More" not in whole
    many_news(1)
    cut = words(client.get("/news/?page=6"))
    assert "More than 120 posts" in cut and "More is not listed here" in cut


def test_turning_the_page_keeps_the_filters(client, fiji):
    many_news(45, members=[fiji])
    onward = soup(client.get("/news/?member=fiji&kind=")).select_one('a[rel="next"]')
    assert {"member=fiji", "page=2"} <= set(onward["href"].strip("?").split("&"))


def test_a_short_list_has_no_pages(client, tagged_posts):
    assert not soup(client.get("/news/")).select(".pages")


def test_an_empty_list_says_so(client, tagged_posts):
    answer = client.get("/news/?year=2020&member=fiji")
    assert "No post matches these filters." in words(answer)


# The other lists


def test_years_of_resources_are_those_of_their_publication(client):
    ResourcePageFactory(published_on=date(2019, 1, 1))
    ResourcePageFactory(published_on=None)
    assert choices(client.get("/resources/"), "year") == ["2019"]


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("March 2021", "Guidance · March 2021"),
        ("2019–2020", "Guidance · March 2021 · 2019–2020"),
    ],
)
def test_a_resource_says_its_period_unless_its_date_does(client, period, said):
    ResourcePageFactory(
        kind="guidance",
        published_on=date(2021, 3, 1),
        published_precision="month",
        period=period,
    )
    meta = soup(client.get("/resources/")).select_one(".card .meta")
    assert meta.get_text() == said


def test_resources_are_filtered_by_kind(client):
    ResourcePageFactory(title="Table", kind="tariff")
    ResourcePageFactory(title="Guide", kind="guidance")
    assert titles(client.get("/resources/?kind=tariff")) == ["Table"]


def test_communiques_are_filtered_by_a_member_present(client, fiji):
    CommuniquePageFactory(title="With Fiji", members=[fiji])
    CommuniquePageFactory(title="Without")
    assert titles(client.get("/communiques/?member=fiji")) == ["With Fiji"]


def test_a_communique_of_no_known_date_is_listed(client):
    CommuniquePageFactory(title="Undated", start_date=None, end_date=None)
    assert titles(client.get("/communiques/")) == ["Undated"]


def test_events_of_a_year_are_an_archive(client):
    EventPageFactory(title="Then", start_date=date(2020, 6, 4))
    EventPageFactory(title="To come", start_date=days_from_now(20))
    assert titles(client.get("/events/?year=2020")) == ["Then"]


def test_without_a_year_the_coming_events_are_shown(client):
    EventPageFactory(title="Then", start_date=date(2020, 6, 4))
    EventPageFactory(title="To come", start_date=days_from_now(20))
    assert titles(client.get("/events/")) == ["To come"]


@pytest.mark.parametrize("query", ["format=online", "series=cert-iv"])
def test_events_are_filtered_by_format_and_series(client, query):
    series = EventSeriesFactory(slug="cert-iv")
    EventPageFactory(title="Online block", format="online", series=series)
    EventPageFactory(title="In a room", format="in_person")
    assert titles(client.get(f"/events/?{query}")) == ["Online block"]
