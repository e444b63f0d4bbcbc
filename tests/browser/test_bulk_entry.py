"""An editor pastes the calendar of 2024 in a real browser."""

import pytest

from tests.browser.steps import follow, sign_in
from tests.seed_lines import SEED_LINES


@pytest.fixture
def page(visit):
    """The page to add many events, opened by an editor who has signed in."""
    with visit("/admin/login/?next=/admin/events/add-many/") as page:
        sign_in(page)
        page.wait_for_url("**/admin/events/add-many/")
        yield page


def test_pasted_lines_are_corrected_and_become_drafts(page):
    lines = ["31 Feb Workshop on valuation", *SEED_LINES]
    page.locator("textarea").fill("\n".join(lines))
    page.locator("[name=year]").fill("2031")
    follow(page.get_by_role("button", name="Read the lines"))
    page.get_by_text("22 lines, as they were read").wait_for()
    wrong = page.get_by_role("group", name="31 Feb")
    assert "no such day" in wrong.inner_text()
    follow(page.get_by_role("button", name="Create drafts"))
    page.get_by_text("21 drafts were created.").wait_for()
    assert page.locator(".event-drafts a").count() == 21
    wrong.get_by_label("First day").fill("2031-02-28")
    follow(page.get_by_role("button", name="Create drafts"))
    follow(page.get_by_role("link", name="Workshop on valuation"))
    page.wait_for_url("**/edit/")
    assert page.locator("[name=title]").input_value() == "Workshop on valuation"
