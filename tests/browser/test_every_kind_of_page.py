"""Every kind of page, in both languages, as a browser shows it."""

import socket
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import pytest

from tests.browser import checks
from tests.browser.chromium import ONE_ROUND_TRIP, add_axe, violations
from tests.browser.places import ENGLISH, PLACES

# 1280 px at 400 % are 320 by 256 (WCAG 1.4.10); nothing is styled anew above 1280.
NARROW, ENLARGED, USUAL, WIDE = (320, 800), (320, 256), (1280, 800), (1600, 1000)
# What a reader reads, but the clock, and the filter that is shown where it works.
TEXTS = "main :is(h1, h2, h3, p:not(.clock, [data-table-filter]), th)"


def each(places):
    """All that is asked of one place is asked in one process, which looks at it once."""
    return pytest.mark.parametrize(
        "place",
        [pytest.param(place, marks=pytest.mark.xdist_group(place)) for place in places],
    )


each_place = each(PLACES)
each_english_place = each(ENGLISH)


@dataclass
class Seen:
    """What a visit showed."""

    violations: list = field(default_factory=list)
    overflow: dict = field(default_factory=dict)
    small_targets: list = field(default_factory=list)
    lost_focus: list = field(default_factory=list)
    motion: list = field(default_factory=list)
    console: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    cookies: list = field(default_factory=list)
    texts: list = field(default_factory=list)


@pytest.fixture(scope="session")
def see(visit):
    """Looks at a place once, narrow and wide, light, dark and in the reader's colours.

    French pages, whose styles are the same, are looked at in fewer ways.
    """

    @cache
    def look(place):
        seen = Seen()
        with visit("about:blank", reduced_motion="reduce") as page:
            page.on("console", lambda line: seen.console.append((line.type, line.text)))
            page.on(
                "pageerror", lambda error: seen.console.append(("error", str(error)))
            )
            page.on("request", lambda request: seen.asked.append(request.url))
            page.goto(PLACES[place], wait_until="load")
            page.evaluate(checks.WHOLE)
            add_axe(page)
            if place in ENGLISH:
                look_in_every_way(page, seen)
            else:
                show(page, seen, NARROW)
                seen.violations += violations(page, "narrow")
                show(page, seen, USUAL, color_scheme="dark")
                seen.violations += violations(page, "dark")
            seen.texts = page.locator(TEXTS).all_inner_texts()
            seen.cookies = page.context.cookies()
        return seen

    return look


def look_in_every_way(page, seen):
    """Each colour at each width; the rules that no colour changes once a width."""
    for size in (NARROW, WIDE):
        show(page, seen, size, color_scheme="light")
        seen.violations += violations(page, f"{size}")
        seen.small_targets += page.evaluate(checks.SMALL_TARGETS)
        page.emulate_media(color_scheme="dark")
        seen.violations += violations(page, f"{size}, dark", of_colours=True)
    # Axe reads the page's own colours, which are not those that are painted here.
    page.emulate_media(color_scheme="light", forced_colors="active")
    seen.violations += violations(page, "forced colours", of_colours=False)
    page.emulate_media(forced_colors="none")
    for size in (ENLARGED, USUAL):
        show(page, seen, size)
        page.keyboard.press("Tab")
        seen.lost_focus += page.evaluate(checks.LOST_FOCUS)
    seen.motion = page.evaluate(checks.MOTION)


def show(page, seen, size, **media):
    """Shows the page in a size, and notes by how much it is wider."""
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.emulate_media(**media)
    seen.overflow[size] = page.evaluate(
        "document.documentElement.scrollWidth - innerWidth"
    )


@each_place
def test_axe_finds_nothing(see, place):
    assert see(place).violations == []


@each_place
def test_nothing_is_wider_than_the_screen(see, place):
    assert max(see(place).overflow.values()) <= 0


@each_english_place
def test_every_target_is_large_enough_or_apart(see, place):
    assert see(place).small_targets == []


@each_english_place
def test_what_has_the_focus_is_seen_and_marked(see, place):
    assert see(place).lost_focus == []


@each_english_place
def test_nothing_moves_for_who_wants_no_motion(see, place):
    assert see(place).motion == []


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


@each_english_place
def test_everything_is_there_without_scripts(see, visit, place):
    with visit(PLACES[place], java_script_enabled=False) as page:
        plain = set(page.locator(TEXTS).all_inner_texts())
    assert [text for text in see(place).texts if text not in plain] == []
