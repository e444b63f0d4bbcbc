"""What scripts add: the map, the filter of tables, links to copy."""

import pytest

from tests.browser.places import PLACES
from tests.browser.steps import follow, wait_until
from tests.browser.test_map import LIVE, MARKERS


@pytest.fixture
def members(visit):
    """The members' page, its map drawn."""
    with visit(PLACES["members"]) as page:
        page.locator(LIVE).wait_for()
        yield page


@pytest.fixture
def table(visit):
    with visit(PLACES["table"]) as page:
        yield page


# The map


def test_the_map_has_a_marker_for_every_member(members):
    listed = members.locator(".member-list li").count()
    assert (members.locator(MARKERS).count(), listed) == (24, 24)


def test_every_marker_is_named_after_its_member(members):
    names = [
        marker.get_attribute("aria-label") for marker in members.locator(MARKERS).all()
    ]
    assert sorted(names) == sorted(members.locator(".member-list a").all_inner_texts())


def test_all_markers_are_in_view(members):
    box = members.locator(".leaflet-container").bounding_box()
    for marker in members.locator(MARKERS).all():
        place = marker.bounding_box()
        assert box["x"] <= place["x"] <= box["x"] + box["width"]
        assert box["y"] <= place["y"] <= box["y"] + box["height"]


def test_french_polynesia_lies_east_of_palau_with_no_seam_between(members):
    def x(name):
        return members.locator(f'{MARKERS}[aria-label="{name}"]').bounding_box()["x"]

    assert x("Palau") < x("Fiji") < x("Samoa") < x("French Polynesia")


def test_a_key_opens_a_members_short_profile(members):
    members.locator(f'{MARKERS}[aria-label="Fiji"]').focus()
    members.keyboard.press("Enter")
    assert "Suva" in members.locator(".leaflet-popup").inner_text()


def test_the_short_profile_leads_to_the_whole(members):
    members.locator(f'{MARKERS}[aria-label="Fiji"]').focus()
    members.keyboard.press("Enter")
    follow(members.locator(".leaflet-popup-content a"))
    assert members.locator("h1").inner_text() == "Fiji"


def test_escape_closes_the_short_profile(members):
    members.locator(f'{MARKERS}[aria-label="Fiji"]').focus()
    members.keyboard.press("Enter")
    members.locator(".leaflet-popup").wait_for()
    members.keyboard.press("Escape")
    members.locator(".leaflet-popup").wait_for(state="detached")


def test_the_tab_key_reaches_the_markers(members):
    members.locator(".leaflet-container").focus()
    members.keyboard.press("Tab")
    assert members.evaluate(f"document.activeElement.matches('{MARKERS}')")


def test_the_map_waits_until_it_comes_near_the_screen(visit):
    asked = []
    with visit("about:blank", viewport={"width": 320, "height": 500}) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/", wait_until="networkidle")
        assert not [url for url in asked if "land" in url]


# Tables


def shown_rows(page):
    return page.locator("tbody tr:visible").count()


@pytest.mark.parametrize(
    ("typed", "found"), [("6307.90", 1), ("630790", 1), ("no such thing", 0), ("", 66)]
)
def test_a_table_is_filtered_as_one_types(table, typed, found):
    table.locator("[data-table-filter] input").fill(typed)
    assert shown_rows(table) >= found if found == 1 else shown_rows(table) == found


@pytest.mark.parametrize(
    ("typed", "said"),
    [("6307.90", "1 of 66 rows"), ("no such thing", "No row found"), ("", "")],
)
def test_the_filter_says_how_many_rows_are_left(table, typed, said):
    table.locator("[data-table-filter] input").fill(typed)
    assert table.locator("[data-table-count]").inner_text() == said


def test_the_filter_forgives_missing_accents(visit):
    with visit(PLACES["table, French"]) as page:
        page.locator("[data-table-filter] input").fill("medicaments")
        assert 0 < shown_rows(page) < 66


# Links to copy


def test_the_address_of_a_session_is_copied(visit):
    with visit(PLACES["communiqué"]) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator("#session-3 h3 a").click()
        page.locator("#session-3 [role=status]").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{page.url.partition('#')[0]}#session-3"


# Keys


def test_the_first_key_press_offers_to_skip_to_the_content(visit):
    with visit("/") as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        wait_until(
            page,
            "['main', '#main'].includes(document.activeElement.id || location.hash)",
        )
