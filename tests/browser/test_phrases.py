"""An editor marks the language of a phrase in a real browser, and publishes it."""

import os

from tests.browser.chromium import wait_until

# The editor writes what is typed into the form a moment later.
KEPT = "!!document.querySelector('[name^=body][value*=LANG_SM]')"
POST = "OCO at the INCB meeting"  # without a translation that it would outdate


def test_a_phrase_is_marked_and_published(visit):
    with visit("/admin/login/?next=/admin/pages/search/%3Fq=INCB") as page:
        page.locator("[name=login]").fill("editor")
        page.locator("[name=password]").fill(os.environ["DEMO_EDITOR_PASSWORD"])
        page.locator("[name=password]").press("Enter")
        page.get_by_role("link", name=POST).first.click()
        text = page.locator(".public-DraftEditor-content [data-text]").first
        text.dblclick(position={"x": 15, "y": 10})
        page.locator("button[name=LANG_SM]").first.click()
        wait_until(page, KEPT)
        page.get_by_role("button", name="More actions").last.click()
        page.locator("[name=action-publish]").click()
        page.get_by_text("has been published").wait_for()
        page.goto("/news/incb-meeting-post-courier-air-cargo/")
        assert page.locator(".story [lang=sm]").inner_text() == "The"
