"""An editor marks the language of a phrase in a real browser, and publishes it."""

from tests.browser.steps import follow, sign_in, wait_until

# The editor writes what is typed into the form a moment later.
KEPT = "!!document.querySelector('[name^=body][value*=LANG_SM]')"
POST = "OCO at the INCB meeting"  # without a translation that it would outdate


def test_a_phrase_is_marked_and_published(visit):
    with visit("/admin/login/?next=/admin/pages/search/%3Fq=INCB") as page:
        sign_in(page)
        follow(page.get_by_role("link", name=POST).first)
        text = page.locator(".public-DraftEditor-content [data-text]").first
        text.dblclick(position={"x": 15, "y": 10})
        page.locator("button[name=LANG_SM]").first.click()
        wait_until(page, KEPT)
        page.get_by_role("button", name="More actions").last.click()
        page.locator("[name=action-publish]").click()
        page.get_by_text("has been published").wait_for()
        page.goto("/news/incb-meeting-post-courier-air-cargo/")
        assert page.locator(".story [lang=sm]").inner_text() == "The"
