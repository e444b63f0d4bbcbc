"""What comes out of the printer: documents, and not screens."""

from io import BytesIO
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from tests.browser.places import PLACES

KINDS = ["communiqué", "member", "event", "table", "communiqué, French"]


@pytest.fixture(scope="module")
def paper(visit):
    """Prints a page of the site on A4, each once, as somebody who likes it dark."""
    printed = {}

    def pages(kind):
        if kind not in printed:
            with visit(PLACES[kind], color_scheme="dark") as page:
                content = page.pdf(prefer_css_page_size=True, format="A4")
            printed[kind] = PdfReader(BytesIO(content)).pages
        return printed[kind]

    return pages


def text(page):
    """The page's text, without ligatures and with single spaces."""
    return " ".join(normalize("NFKC", page.extract_text()).split())


@pytest.mark.parametrize("kind", KINDS)
def test_the_organisation_and_the_address_stand_on_top(paper, kind):
    top = text(paper(kind)[0])[:150]
    assert "Oceania Customs" in top or "Organisation des douanes" in top
    assert PLACES[kind] in top


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_its_number(paper, kind):
    pages = paper(kind)
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in text(page)


@pytest.mark.parametrize("kind", KINDS)
def test_no_navigation_is_printed(paper, kind):
    printed = " ".join(text(page) for page in paper(kind))
    for part in ("Search", "Recherche", "Share", "Partager", "Copy link", "as a PDF"):
        assert part not in printed


def test_a_communique_prints_no_contents_list(paper):
    printed = " ".join(text(page) for page in paper("communiqué"))
    assert "Contents" not in printed
    assert printed.count("Undervaluation in regional trade") == 1


def test_a_profile_prints_no_lists_and_no_clock(paper):
    printed = " ".join(text(page) for page in paper("member"))
    assert "Fiji Revenue and Customs Service" in printed
    assert "All news" not in printed
    assert "Local time" not in printed


def test_a_profile_fits_one_page(paper):
    assert len(paper("member")) == 1


def test_an_event_prints_no_links_to_calendars(paper):
    printed = " ".join(text(page) for page in paper("event"))
    assert "Rarotonga" in printed
    assert "Google" not in printed


def test_a_table_prints_whole_with_its_header_on_every_page(paper):
    pages = [text(page) for page in paper("table")]
    of_table = [page for page in pages if "Protective" in page or "8713.90" in page]
    assert len(of_table) > 1
    assert all("HS 2017 Category Description HS 2022" in page for page in of_table)
    assert "3002.15" in " ".join(pages)
    assert "8713.90" in " ".join(pages)


def test_no_tool_of_a_table_is_printed(paper):
    printed = " ".join(text(page) for page in paper("table"))
    assert "Find in this table" not in printed
    assert "Download as CSV" not in printed


def test_the_addresses_of_other_sites_are_printed(paper):
    printed = " ".join(text(page) for page in paper("table"))
    assert "World Customs Organization (https://www.wcoomd.org)" in printed


def test_paper_is_white_though_the_screen_is_dark(visit):
    with visit(PLACES["communiqué"], color_scheme="dark") as page:
        page.emulate_media(media="print")
        style = "getComputedStyle(document.body)"
        colours = page.evaluate(f"[{style}.backgroundColor, {style}.color]")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_on_the_screen_the_address_is_not_shown(visit):
    with visit(PLACES["communiqué"]) as page:
        assert not page.locator(".address").is_visible()
