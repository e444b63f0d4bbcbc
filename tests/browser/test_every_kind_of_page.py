"""Every kind of page, in both languages, as a browser shows it."""

import socket
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import pytest

from tests.browser.chromium import AXE, ONE_ROUND_TRIP, violations
from tests.browser.places import ENGLISH, PLACES

VIEWS = [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")]
# What a reader reads, but the clock, and the filter that is shown where it works.
TEXTS = "main :is(h1, h2, h3, p:not(.clock, [data-table-filter]), th)"

each_place = pytest.mark.parametrize("place", PLACES)


@dataclass
class Seen:
    """What a visit showed."""

    violations: list = field(default_factory=list)
    overflow: dict = field(default_factory=dict)
    console: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    cookies: list = field(default_factory=list)
    texts: list = field(default_factory=list)


@pytest.fixture(scope="session")
def see(visit):
    """Looks at a place once, narrow and wide, light and dark, scrolled to its end.

    French pages, whose styles are the same, are looked at in two of the four ways.
    """

    @cache
    def look(place):
        seen = Seen()
        with visit("about:blank") as page:
            page.on("console", lambda line: seen.console.append((line.type, line.text)))
            page.on(
                "pageerror", lambda error: seen.console.append(("error", str(error)))
            )
            page.on("request", lambda request: seen.asked.append(request.url))
            page.goto(PLACES[place], wait_until="load")
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            page.wait_for_load_state("networkidle")
            page.add_script_tag(path=AXE)
            for width, scheme in VIEWS if place in ENGLISH else VIEWS[::3]:
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                seen.violations += violations(page, f"{width} px, {scheme}")
                seen.overflow[width] = page.evaluate(
                    "document.documentElement.scrollWidth - innerWidth"
                )
            seen.texts = page.locator(TEXTS).all_inner_texts()
            seen.cookies = page.context.cookies()
        return seen

    return look


@each_place
def test_axe_finds_nothing(see, place):
    assert see(place).violations == []


@each_place
def test_nothing_is_wider_than_the_screen(see, place):
    assert max(see(place).overflow.values()) <= 0


@each_place
def test_the_console_stays_silent(see, place):
    expected = "404 (Not Found)" if place.startswith("not found") else None
    told = [
        text
        for kind, text in see(place).console
        if kind in ("error", "warning") and not (expected and expected in text)
    ]
    assert told == []


@each_place
def test_no_other_site_is_asked(see, site, place):
    hosts = {urlsplit(url).netloc for url in see(place).asked if "://" in url}
    assert hosts == {urlsplit(site).netloc}


@each_place
def test_no_cookie_is_set(see, place):
    assert see(place).cookies == []


def first_answer(site, path):
    """All bytes of the first answer, its headers included."""
    address = urlsplit(site)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(
            f"GET {path} HTTP/1.0\r\nHost: {address.netloc}\r\n"
            "Accept-Encoding: gzip\r\n\r\n".encode()
        )
        return b"".join(iter(lambda: connection.recv(65_536), b""))


@each_place
def test_the_first_answer_is_one_round_trip(site, place):
    answer = first_answer(site, PLACES[place])
    assert b"Content-Encoding: gzip" in answer.partition(b"\r\n\r\n")[0]
    assert len(answer) <= ONE_ROUND_TRIP


@pytest.mark.parametrize("place", ENGLISH)
def test_everything_is_there_without_scripts(see, visit, place):
    with visit(PLACES[place], java_script_enabled=False) as page:
        plain = set(page.locator(TEXTS).all_inner_texts())
    assert [text for text in see(place).texts if text not in plain] == []
