"""Steps on a page, each of which ends when what it leads to is there."""

import os
import time


def follow(locator):
    """Click, and wait until the page to which this leads has loaded.

    A click by itself ends as soon as the address is known, when nothing of the page may
    have been read: what is counted then is nothing.
    """
    with locator.page.expect_navigation():
        locator.click()


def sign_in(page, name="editor", password=None):
    """Fill in the form that is open, and wait until the page behind it has loaded.

    Where no password is told, it is that of the demonstration.
    """
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(
        password or os.environ[f"DEMO_{name.upper()}_PASSWORD"]
    )
    with page.expect_navigation():
        page.locator("[name=password]").press("Enter")


def wait_until(page, expression, patience=10):
    """Ask the page until the expression holds, for so many seconds at most.

    Playwright's own ``wait_for_function`` asks by ``eval()``, which the pages' security
    policy forbids to all but the first asking.
    """
    end = time.monotonic() + patience
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"This did not come true: {expression}"
        page.wait_for_timeout(50)
