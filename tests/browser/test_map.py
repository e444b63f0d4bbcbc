"""The map of the members: drawn, moving, as a globe, and the member near the reader."""

import gzip
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import add_axe, violations
from tests.browser.places import PLACES
from tests.browser.steps import follow, wait_until

DIST = Path(__file__).resolve().parents[2] / "static/dist"
LIVE = ".map-live"
MARKERS = ".leaflet-marker-icon"
FUNAFUTI = {"latitude": -8.52, "longitude": 179.2}
EAST_OF_THE_DATE_LINE = {"latitude": -8.6, "longitude": -179.9}
MAP_FILES = ["map.js", "land.svg", "leaflet.css"]
GLOBE_FILES = ["globe.js", "globe.json"]


@pytest.fixture
def live(visit):
    """Opens the members' page and waits for the map that moves."""

    def opened(place="members", **options):
        return Live(visit(PLACES[place], **options))

    return opened


class Live:
    """A visit whose map has started; the globe too, on demand."""

    def __init__(self, visit):
        self.visit = visit

    def __enter__(self):
        page = self.visit.__enter__()
        page.locator(LIVE).wait_for()
        return page

    def __exit__(self, *error):
        return self.visit.__exit__(*error)


# Tells what it sees two at a time, as a browser does whose frames are late.
LATE_OBSERVER = """
window.IntersectionObserver = class extends IntersectionObserver {
    constructor(callback, options) {
        const kept = [];
        super((entries, observer) => {
            kept.push(...entries);
            if (kept.length > 1) callback(kept.splice(0), observer);
        }, options);
    }
};
"""


@pytest.fixture
def globe(live):
    with live(reduced_motion="reduce") as page:
        page.locator("[data-globe]").click()
        page.locator(".globe .pin").first.wait_for()
        page.locator(".globe").scroll_into_view_if_needed()
        yield page


def middles(locator):
    """The middle of each element, by its name."""
    found = {}
    for element in locator.all():
        box = element.bounding_box()
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        found[element.get_attribute("aria-label")] = middle
    return found


def too_near(places, least=24):
    """Pairs of targets that overlap."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(places.items(), 2)
        if max(abs(a[0] - b[0]), abs(a[1] - b[1])) < least
    ]


def said(page):
    return page.locator("[data-said]").inner_text()


# Drawn on the server


def test_without_scripts_all_members_stand_on_the_map(visit):
    with visit(PLACES["members"], java_script_enabled=False) as page:
        pins = page.locator(".map-drawn a")
        shown = [pin.is_visible() for pin in pins.all()]
        assert (len(shown), all(shown)) == (24, True)
        assert not page.locator(".map-tools").is_visible()


def test_a_drawn_pin_leads_to_the_profile(visit):
    with visit(PLACES["members"], java_script_enabled=False) as page:
        follow(page.locator('.map-drawn a[aria-label="Fiji"]'))
        assert page.locator("h1").inner_text() == "Fiji"


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_drawn_pin_lies_on_another(visit, width):
    view = {"width": width, "height": 800}
    with visit(PLACES["members"], java_script_enabled=False, viewport=view) as page:
        page.locator(".map-drawn img").wait_for()
        places = {
            name: page.locator(f'.map-drawn a[aria-label="{name}"] .hit')
            for name in page.locator(".member-list a").all_inner_texts()
        }
        boxes = {name: circle.bounding_box() for name, circle in places.items()}
        assert round(min(box["width"] for box in boxes.values())) >= 24
        assert too_near({n: (box["x"], box["y"]) for n, box in boxes.items()}) == []


def test_paper_shows_the_drawn_map_with_names(live):
    with live() as page:
        page.emulate_media(media="print")
        assert page.locator(".map-drawn img").is_visible()
        assert page.locator(".map-drawn text").first.is_visible()
        assert not page.locator(".leaflet-container").is_visible()


# The map that moves


@pytest.mark.parametrize("width", [320, 360, 768])
def test_no_marker_lies_on_another(live, width):
    with live(viewport={"width": width, "height": 800}) as page:
        assert too_near(middles(page.locator(MARKERS))) == []


def test_the_map_comes_where_frames_are_late(visit):
    with visit("about:blank") as page:
        page.add_init_script(LATE_OBSERVER)
        page.goto(PLACES["home"])
        page.locator("[data-map]").scroll_into_view_if_needed()
        page.locator(LIVE).wait_for()


def test_all_pins_stay_in_view_in_a_smaller_window(live):
    with live() as page:
        page.set_viewport_size({"width": 360, "height": 800})
        wait_until(
            page,
            """() => {
                const box = document.querySelector(".map").getBoundingClientRect();
                return [...document.querySelectorAll(".pin")]
                    .map((pin) => pin.getBoundingClientRect())
                    .every(({ left, right }) => box.left <= left && right <= box.right);
            }""",
        )


def test_the_land_lies_as_on_the_drawn_map(live):
    with live() as page:
        moving = page.locator(".leaflet-image-layer").bounding_box()
        page.locator(".map-and-list").evaluate("e => e.classList.remove('map-live')")
        drawn = page.locator(".map-drawn img").bounding_box()
        assert moving == pytest.approx(drawn, abs=1)


def test_the_focus_goes_into_a_short_profile_and_back(live):
    with live() as page:
        page.locator(f'{MARKERS}[aria-label="Fiji"]').focus()
        page.keyboard.press("Enter")
        wait_until(page, "document.activeElement.textContent === 'Profile'")
        page.keyboard.press("Escape")
        page.locator(f'{MARKERS}[aria-label="Fiji"]:focus').wait_for()


def test_a_finger_scrolls_the_page_over_the_whole_map(live):
    phone = {"viewport": {"width": 360, "height": 700}, "has_touch": True}
    with live(**phone, is_mobile=True) as page:
        container = page.locator(".leaflet-container")
        assert "leaflet-touch-drag" not in container.get_attribute("class")


# Near me


@pytest.mark.parametrize("here", [FUNAFUTI, EAST_OF_THE_DATE_LINE])
def test_the_nearest_member_is_named_on_both_sides_of_the_date_line(live, here):
    with live(permissions=["geolocation"], geolocation=here) as page:
        page.locator("[data-near]").click()
        page.locator("[data-said] a").wait_for()
        assert "The nearest member is Tuvalu." in said(page)
        assert page.locator(".leaflet-popup").inner_text().startswith("Tuvalu")


def test_the_distance_is_told_as_the_language_has_it(live):
    here = {"latitude": -30.0, "longitude": -130.0}
    with live("members, French", permissions=["geolocation"], geolocation=here) as page:
        page.locator("[data-near]").click()
        page.locator("[data-said] a").wait_for()
        assert "2\u202f420\u202fkm de son siège" in said(page)


def test_the_nearest_member_is_a_link_to_its_profile(live):
    with live(permissions=["geolocation"], geolocation=FUNAFUTI) as page:
        page.locator("[data-near]").click()
        follow(page.locator("[data-said] a"))
        assert page.locator("h1").inner_text() == "Tuvalu"


def test_the_position_is_asked_for_only_on_a_press_and_goes_nowhere(live):
    with live(permissions=["geolocation"], geolocation=FUNAFUTI) as page:
        assert said(page) == ""
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.locator("[data-near]").click()
        page.locator("[data-said] a").wait_for()
        assert asked == []
        assert page.context.cookies() == []


def test_who_refuses_is_offered_a_choice(live):
    with live() as page:  # headless Chromium refuses what was not granted
        page.locator("[data-near]").click()
        page.locator("[data-choice]").wait_for()
        assert "Choose a member instead" in said(page)
        assert page.locator("[data-said]").get_attribute("role") == "status"
        page.get_by_label("Member", exact=True).select_option("Niue")
        assert page.locator("[data-said] a").get_attribute("href") == "/members/niue/"
        assert page.locator(".leaflet-popup").inner_text().startswith("Niue")


def test_a_browser_that_knows_no_positions_is_offered_the_choice_at_once(visit):
    with visit("about:blank") as page:
        page.add_init_script(
            "Object.defineProperty(Navigator.prototype, 'geolocation', {value: undefined})"
        )
        page.goto(PLACES["members"])
        page.locator(LIVE).wait_for()
        assert page.get_by_label("Member", exact=True).is_visible()
        assert not page.locator("[data-near]").is_visible()


# The globe


def test_the_globe_is_loaded_only_when_asked_for(visit, site):
    asked = []
    with visit("about:blank", reduced_motion="reduce") as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(PLACES["members"])
        page.locator(LIVE).wait_for()
        page.wait_for_load_state("networkidle")
        assert not [url for url in asked if "globe" in url]
        page.locator("[data-globe]").click()
        page.locator(".globe .pin").first.wait_for()
        assert len([url for url in asked if "globe" in url]) == 2
        assert {urlsplit(url).netloc for url in asked} == {urlsplit(site).netloc}


def test_all_members_stand_on_the_globe_as_links(globe):
    pins = globe.locator(".globe .pin")
    names = [pin.get_attribute("aria-label") for pin in pins.all()]
    assert names == globe.locator(".member-list a").all_inner_texts()
    assert all(pin.is_visible() for pin in pins.all())


def test_the_keys_turn_the_globe_and_hide_what_goes_behind_it(globe):
    globe.locator(".globe").focus()
    for _press in range(8):
        globe.keyboard.press("ArrowLeft")
    globe.locator('.globe .pin[aria-label="French Polynesia"]').wait_for(state="hidden")
    assert globe.locator('.globe .pin[aria-label="Palau"]').is_visible()


def test_plus_and_minus_enlarge_and_reduce(globe):
    def width():
        globe.evaluate("new Promise(requestAnimationFrame)")
        places = middles(globe.locator(".globe .pin:visible"))
        return places["New Zealand"][1] - places["Fiji"][1]

    globe.locator(".globe").focus()
    before = width()
    globe.keyboard.press("+")
    larger = width()
    globe.keyboard.press("-")
    assert larger > before * 1.2
    assert width() == pytest.approx(before, abs=1)


def test_the_pointer_drags_the_globe(globe):
    box = globe.locator(".globe").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8
    before = middles(globe.locator(".globe .pin"))["Fiji"]
    globe.mouse.move(x, y)
    globe.mouse.down()
    globe.mouse.move(x + 80, y, steps=4)
    globe.mouse.up()
    globe.evaluate("new Promise(requestAnimationFrame)")
    assert middles(globe.locator(".globe .pin"))["Fiji"][0] > before[0] + 40


def test_a_click_turns_the_globe_there(globe):
    box = globe.locator(".globe").bounding_box()
    before = middles(globe.locator(".globe .pin"))["New Zealand"]
    globe.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8)
    globe.evaluate("new Promise(requestAnimationFrame)")
    assert middles(globe.locator(".globe .pin"))["New Zealand"][1] < before[1] - 80


@pytest.mark.parametrize("width", [320, 1280])
def test_no_pin_on_the_globe_lies_on_another(live, width):
    with live(viewport={"width": width, "height": 800}) as page:
        page.locator("[data-globe]").click()
        page.locator(".globe .pin").first.wait_for()
        assert too_near(middles(page.locator(".globe .pin"))) == []


def test_one_comes_back_to_the_map(globe):
    globe.get_by_role("button", name="Back to the map").click()
    expect(globe.locator(".leaflet-container")).to_be_visible()
    expect(globe.locator(".globe")).to_be_hidden()


def test_near_me_turns_the_globe(live):
    options = {"permissions": ["geolocation"], "reduced_motion": "reduce"}
    with live(geolocation=FUNAFUTI, **options) as page:
        page.locator("[data-globe]").click()
        page.locator(".globe .pin").first.wait_for()
        page.locator("[data-near]").click()
        page.locator("[data-said] a").wait_for()
        page.evaluate("new Promise(requestAnimationFrame)")
        box = page.locator(".globe").bounding_box()
        tuvalu = middles(page.locator('.globe .pin[aria-label="Tuvalu"]'))["Tuvalu"]
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert tuvalu == pytest.approx(middle, abs=30)


def test_axe_finds_nothing_on_the_globe_and_in_the_choice(globe):
    globe.locator("[data-near]").click()
    globe.locator("[data-choice]").wait_for()
    add_axe(globe)
    assert violations(globe, "globe") == []


# What it costs


@pytest.mark.parametrize(("files", "most"), [(MAP_FILES, 75), (GLOBE_FILES, 30)])
def test_the_files_are_small(files, most):
    sizes = [len(gzip.compress((DIST / name).read_bytes())) for name in files]
    assert sum(sizes) <= most * 1000
