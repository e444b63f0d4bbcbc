"""The calendar as it is laid out: bars in weeks, or a list of days where it is narrow."""

from itertools import combinations

import pytest

from tests.browser.places import PLACES
from tests.browser.steps import follow

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 800}

each_width = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])


@pytest.fixture
def month(visit):
    with visit(PLACES["month"]) as page:
        yield page


@pytest.fixture
def days(visit):
    """The month on a phone."""
    with visit(PLACES["month"], viewport=NARROW) as page:
        yield page


def boxes(page, selector):
    return [part.bounding_box() for part in page.locator(selector).all()]


def overlap(one, other):
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def accessible(page):
    """The parts of the calendar as a screen reader is told of them."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def below(node):
        for child in node.get("childIds", []):
            part = by_id[child]
            if not part["ignored"]:
                yield part["role"]["value"], part.get("name", {}).get("value", "")
            yield from below(part)

    table = next(node for node in nodes if node["role"]["value"] == "table")
    return list(below(table))


def test_no_bar_lies_on_another_or_on_a_number(month):
    parts = boxes(month, ".calendar .bar, .calendar time")
    assert not [pair for pair in combinations(parts, 2) if overlap(*pair)]


def test_a_bar_reaches_from_its_first_day_to_its_last(month):
    heads = boxes(month, ".calendar th")
    bar = month.locator(".bar", has_text="26th OCO Annual Conference").bounding_box()
    assert abs(bar["x"] - heads[0]["x"]) < 6  # Monday
    end = heads[2]["x"] + heads[2]["width"]  # Wednesday
    assert abs(bar["x"] + bar["width"] - end) < 6


def test_where_a_bar_continues_it_can_be_clicked(month):
    follow(month.locator(".again", has_text="CERT III").first)
    assert "CERT III" in month.locator("h1").inner_text()


def test_a_phone_shows_the_days_with_events_only(days):
    named = days.locator(".calendar td:visible time:visible").all_inner_texts()
    assert [name for name in named if name] == [
        "Monday 1 July",
        "Monday 8 July",
        "Thursday 25 July",
        "Monday 29 July",
    ]


def test_a_phone_shows_each_event_once_with_its_days(days):
    found = days.locator(".calendar a:visible").all_inner_texts()
    assert len(found) == len(set(found)) == 5
    assert "1 July – 12 August 2024" in found[1]


@each_width
def test_it_is_a_table_to_screen_readers(visit, viewport):
    with visit(PLACES["month"], viewport=viewport) as page:
        roles = [role for role, _name in accessible(page)]
    counted = [roles.count(role) for role in ("row", "columnheader", "cell")]
    assert counted == [6, 7, 35]


@each_width
def test_each_event_is_one_link_to_screen_readers(visit, viewport):
    with visit(PLACES["month"], viewport=viewport) as page:
        links = [name for role, name in accessible(page) if role == "link"]
    assert len(links) == len(set(links)) == 5


@each_width
def test_the_tab_key_stops_once_at_each_event(visit, viewport):
    with visit(PLACES["month"], viewport=viewport) as page:
        page.locator(".months button").focus()
        for _number in range(5):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.matches('.bar a')")
        page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.matches('.bar a')")
