"""Passkeys in a browser that has an authenticator, which Chromium plays."""

from contextlib import contextmanager

import pytest

from tests.browser.chromium import add_axe, violations
from tests.browser.steps import follow, sign_in
from tests.browser.test_security import watched
from tests.factories import UserFactory

PASSWORD = "kava bowl of Suva"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def own_site(site, settings):
    """The site by a name, for passkeys belong to one, with the second factor asked for."""
    settings.SECOND_FACTOR = True
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def somebody(in_database):
    """An administrator without a second factor."""

    def make():
        user = UserFactory(username="tevita", is_superuser=True)
        user.set_password(PASSWORD)
        user.save()
        return user

    user = in_database(make)
    yield user
    in_database(user.delete)


@contextmanager
def with_authenticator(visit):
    """A page of a browser that has an authenticator; no policy is broken."""
    with watched(visit) as (page, _told):
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page


def test_a_passkey_is_set_up_and_then_signs_in_alone(visit, own_site, somebody):
    with with_authenticator(visit) as page:
        page.goto(f"{own_site}/admin/images/")
        add_axe(page)
        assert violations(page, "sign-in") == []
        sign_in(page, somebody.username, PASSWORD)
        follow(page.get_by_role("link", name="Add a passkey"))
        page.locator("[name=name]").fill("Office computer")
        follow(page.get_by_role("button", name="Add a passkey"))
        page.get_by_role("link", name="go on").click()
        page.wait_for_url(f"{own_site}/admin/images/")
        page.goto(f"{own_site}/account/second-factor/")
        assert page.locator(".passkeys b").inner_text() == "Office computer"
        page.context.clear_cookies()
        page.goto(f"{own_site}/admin/documents/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url(f"{own_site}/admin/documents/")


def test_an_open_form_says_that_its_session_has_ended_and_is_saved_after_all(
    visit, own_site, somebody, settings
):
    settings.SECOND_FACTOR = False
    with visit("about:blank") as page:
        page.goto(f"{own_site}/admin/snippets/core/partner/add/")
        sign_in(page, somebody.username, PASSWORD)
        page.locator("[name=code]").fill("FFA")
        page.locator("[name=name]").fill("Forum Fisheries Agency")
        page.context.clear_cookies()
        page.evaluate("dispatchEvent(new Event('focus'))")
        page.get_by_text("You have been signed out").wait_for()
        save = page.get_by_role("button", name="Save", exact=True)
        save.click()
        page.locator(".signed-out:focus").wait_for()
        assert page.locator("[name=name]").input_value() == "Forum Fisheries Agency"
        with page.context.expect_page() as opened:
            page.get_by_role("link", name="in a new tab").click()
        opened.value.goto(f"{own_site}/admin/login/")
        sign_in(opened.value, somebody.username, PASSWORD)
        opened.value.wait_for_url(f"{own_site}/admin/")
        page.evaluate("dispatchEvent(new Event('focus'))")
        page.get_by_text("You have been signed out").wait_for(state="detached")
        save.click()
        page.get_by_text("Partner 'Forum Fisheries Agency (FFA)' created").wait_for()
