"""What is done with keys alone: menu, filters, search, tables, contents, copies."""

import pytest
from django.template.loader import render_to_string

from tests.browser.places import PLACES
from tests.browser.steps import wait_until
from tests.browser.test_map import MARKERS

SIZES = [{"width": 320, "height": 800}, {"width": 1280, "height": 800}]


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def tab_to(page, selector):
    """Presses the Tab key until an element that matches has the focus."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(
            "selector => document.activeElement.matches(selector)", selector
        ):
            return
    raise AssertionError(f"no key leads to {selector}")


def test_the_menu_leads_on(visit):
    with visit("/") as page:
        tab_to(page, ".site-nav a[href='/news/']")
        with page.expect_navigation():
            press(page, "Enter")
        assert page.locator("h1").inner_text() == "News"


def test_a_list_is_filtered(visit):
    with visit(PLACES["news"]) as page:
        tab_to(page, ".filters summary")
        press(page, "Enter")
        tab_to(page, ".filters [name=kind]")
        press(page, "ArrowDown")
        tab_to(page, ".filters button")
        with page.expect_navigation():
            press(page, "Enter")
        assert page.locator(".active-filters b").count() == 1


def test_one_searches(visit):
    with visit(PLACES["search"]) as page:
        tab_to(page, "#q")
        page.keyboard.type("FSM")
        with page.expect_navigation():
            press(page, "Enter")
        assert page.locator(".card").count() >= 1


def test_a_table_is_scrolled(visit):
    with visit(PLACES["table"], reduced_motion="reduce") as page:
        tab_to(page, ".data-table .scroll")
        press(page, "PageDown")
        wait_until(page, "document.querySelector('.data-table .scroll').scrollTop > 0")


@pytest.mark.parametrize("viewport", SIZES, ids=["cards", "rows"])
def test_a_table_is_one_to_screen_readers(visit, viewport):
    with visit(PLACES["table"], viewport=viewport) as page:
        session = page.context.new_cdp_session(page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    counted = ("table", "row", "columnheader", "rowheader", "cell")
    assert [roles.count(role) for role in counted] == [1, 67, 4, 66, 198]


def test_the_contents_lead_to_a_session(visit):
    with visit(PLACES["communiqué"], reduced_motion="reduce") as page:
        tab_to(page, ".contents a[href='#session-3']")
        press(page, "Enter")
        top = "document.querySelector('#session-3').getBoundingClientRect().top"
        wait_until(page, f"0 <= {top} && {top} < innerHeight")


def test_the_link_to_a_page_is_copied(visit):
    with visit(PLACES["post"]) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        tab_to(page, ".share [data-copy]")
        press(page, "Enter")
        page.locator(".share [role=status]").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.endswith(PLACES["post"])
        assert page.evaluate("document.activeElement.matches('.share [data-copy]')")


def test_a_video_is_loaded_and_has_the_focus(visit):
    video = {"html": '<iframe src="https://film.example/"></iframe>', "url": "/about/"}
    block = render_to_string(
        "blocks/embed.html", {"value": {"title": "A film", "embed": video}}
    )

    def with_video(route):
        answer = route.fetch()
        route.fulfill(
            response=answer, body=answer.text().replace("<footer", block + "<footer", 1)
        )

    with visit("about:blank") as page:
        page.route("**/about/", with_video)
        page.goto(PLACES["about"], wait_until="load")
        tab_to(page, "[data-embed] a")
        press(page, "Enter")
        wait_until(page, "document.activeElement.title === 'A film'")


def test_the_map_does_not_slide_for_who_wants_no_motion(visit):
    with visit(PLACES["members"], reduced_motion="reduce") as page:
        page.locator(".map-live").wait_for()
        page.locator(f'{MARKERS}[aria-label="Fiji"]').focus()
        press(page, "Enter")
        page.locator(".leaflet-control-zoom-in").focus()
        press(page, "Enter", "Enter")
        page.locator(".leaflet-container").focus()
        place = ".leaflet-map-pane"
        press(page, "ArrowRight")
        moved = page.locator(place).get_attribute("style")
        page.wait_for_timeout(400)
        assert page.locator(place).get_attribute("style") == moved
        assert page.evaluate("document.getAnimations().length") == 0
