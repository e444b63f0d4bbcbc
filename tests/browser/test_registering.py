"""Registering for an event with the keyboard, by somebody who makes a mistake first.

What is kept is seen by the mails: Playwright's loop leaves no room for the database.
"""

import pytest

from events.spam import FASTEST
from tests.browser.places import PLACES

ENTRY = ["Losalini Tui", "Revenue and Customs Service", "Fiji", "losalini@frcs"]


@pytest.fixture
def form(visit):
    """An open form, reached from its event, and left alone as no robot would."""
    with visit(PLACES["form"].removesuffix("register/")) as page:
        page.get_by_role("link", name="Register", exact=True).focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/register/")
        page.wait_for_timeout(FASTEST.total_seconds() * 1_000)
        yield page


def focused(page):
    return page.evaluate("document.activeElement.id")


def fill_in(page):
    """Type what one would, field by field, with a mistake, and send it.

    What is wrong has the focus once the page is painted, which may be after its load.
    """
    page.locator("#id_name").focus()
    for text in ENTRY:
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.localName") != "button":
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("#errors:focus").wait_for()


def test_the_tab_key_meets_every_field_and_not_the_hidden_one(form):
    form.locator("#id_name").focus()
    met = [focused(form)]
    while met[-1].startswith("id_"):
        form.keyboard.press("Tab")
        met.append(focused(form))
    fields = ["name", "organisation", "country", "email", "notes"]
    assert met[:-1] == [f"id_{name}" for name in fields]


def test_the_hidden_field_is_out_of_sight(form):
    box = form.locator("div:has(> #homepage)").bounding_box()
    assert (box["width"], box["height"]) == (1, 1)


def test_a_mistake_is_read_out_first(form):
    fill_in(form)  # which waits for it
    assert focused(form) == "errors"


def test_a_mistake_is_mended_and_the_form_sent(form, mailoutbox):
    fill_in(form)
    form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    form.locator("#id_email:focus").wait_for()
    form.keyboard.press("End")
    form.keyboard.type(".example")
    form.keyboard.press("Enter")
    form.wait_for_url("**/register/thanks/**")
    assert form.locator("h1").inner_text() == "Thank you"
    assert ["losalini@frcs.example"] in [mail.to for mail in mailoutbox]
    assert any(all(text in mail.body for text in ENTRY) for mail in mailoutbox)


def test_a_reload_of_the_thanks_sends_nothing_again(form, mailoutbox):
    fill_in(form)
    form.locator("#id_email").fill("teuila@customs.example")
    form.keyboard.press("Enter")
    form.wait_for_url("**/register/thanks/**")
    form.reload()
    assert len(mailoutbox) == 2
