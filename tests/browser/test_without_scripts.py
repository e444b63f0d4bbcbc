"""The site with JavaScript off: what is read, and what is done."""

import pytest

from events.spam import FASTEST
from tests.browser.places import ENGLISH, PLACES
from tests.browser.steps import follow

# What only a script brings to life: none of it may be seen.
NEEDS_SCRIPTS = """() => [
    ...document.querySelectorAll("button:not(form *), input:not(form *), select:not(form *), [data-map-tools], .share [data-copy], [data-table-filter]"),
].filter((control) => control.checkVisibility({ visibilityProperty: true })).map((control) => control.outerHTML)"""


@pytest.fixture
def plain(visit):
    """Opens a page without scripts."""

    def opened(place, **options):
        return visit(PLACES[place], java_script_enabled=False, **options)

    return opened


@pytest.fixture(scope="module")
def walk(visit):
    """Each place: how many main headings, main parts and menus are seen, and controls."""
    seen = {}
    with visit("about:blank", java_script_enabled=False) as page:
        for place, path in PLACES.items():
            answer = page.goto(path, wait_until="load")
            parts = [page.locator(part).count() for part in ("h1", "main", ".site-nav")]
            seen[place] = answer.status, parts, page.evaluate(NEEDS_SCRIPTS)
    return seen


@pytest.mark.parametrize("place", PLACES)
def test_a_page_answers_with_a_heading_a_main_part_and_a_menu(walk, place):
    status, parts, _controls = walk[place]
    assert status == (404 if place.startswith("not found") else 200)
    assert parts == [1, 1, 1]


@pytest.mark.parametrize("place", PLACES)
def test_no_control_that_needs_scripts_is_shown(walk, place):
    assert walk[place][2] == []


@pytest.mark.parametrize("place", ["news", "events", "resources", "communiqués"])
def test_lists_are_filtered(plain, place):
    with plain(place) as page:
        page.locator(".filters summary").click()
        select = page.locator(".filters select").last
        name = select.get_attribute("name")
        select.select_option(index=1)
        value = select.input_value()
        follow(page.get_by_role("button", name="Show"))
        assert f"{name}={value}" in page.url
        assert page.locator(".active-filters b").count() == 1
        follow(page.get_by_role("link", name="Remove the filters"))
        assert page.locator(".active-filters").count() == 0


def test_the_search_finds_and_filters(plain):
    with plain("home") as page:
        follow(page.get_by_role("link", name="Search"))
        page.get_by_role("searchbox").fill("6307.90")
        follow(page.get_by_role("button", name="Search"))
        assert "COVID-19" in page.locator(".list").inner_text()
        page.locator(".filters summary").click()
        page.get_by_label("Kind").select_option("resources")
        follow(page.get_by_role("button", name="Show"))
        assert "q=6307.90" in page.url and "kind=resources" in page.url
        assert page.locator(".card").count() >= 1


def test_one_turns_the_pages_of_a_list(plain):
    with plain("news") as page:
        first = page.locator(".list h2").first.inner_text()
        follow(page.get_by_role("link", name="Next"))
        assert page.locator(".list h2").first.inner_text() != first
        follow(page.get_by_role("link", name="Previous"))
        assert page.locator(".list h2").first.inner_text() == first


def test_one_turns_the_months_of_the_calendar(plain):
    with plain("month") as page:
        follow(page.locator(".months [rel=next]"))
        assert page.locator("h1").inner_text() == "August 2024"
        page.get_by_label("Month", exact=True).select_option("5")
        follow(page.get_by_role("button", name="Go"))
        assert page.locator("h1").inner_text() == "May 2024"


@pytest.mark.parametrize("place", [name for name in ENGLISH if name != "not found"])
def test_the_link_of_the_other_language_leads_to_the_same(plain, place):
    with plain(place) as page:
        follow(page.get_by_role("link", name="Français"))
        assert page.locator("html").get_attribute("lang") == "fr"
        path = page.url.partition("/fr")[2].partition("?")[0]
        assert path == ENGLISH[place].partition("?")[0]


def test_one_registers_for_an_event_after_a_mistake(plain):
    with plain("form") as page:
        page.wait_for_timeout(FASTEST.total_seconds() * 1_000)
        page.locator("#id_name").fill("Losalini Tui")
        page.locator("#id_organisation").fill("Revenue and Customs Service")
        page.locator("#id_country").fill("Fiji")
        page.locator("#id_email").fill("losalini@frcs")
        follow(page.locator(".form button"))
        assert page.locator("#errors").is_visible()
        page.locator("#id_email").fill("losalini@frcs.example")
        follow(page.locator(".form button"))
        assert page.locator("h1").inner_text() == "Thank you"
