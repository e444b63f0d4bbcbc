"""How the audit judges its figures; what it measures needs a quiet machine."""

import pytest

from tests.audit.site import REQUEST_LINE
from tests.audit.verdict import FIGURES, missed, table

GOOD = {
    "kind": "about",
    "text_only": True,
    "first_response": 14_600,
    "visit": 40_000,
    "requests": 5,
    "third_parties": [],
    "cookies": [],
    "performance": 99,
    "accessibility": 100,
    "best-practices": 100,
    "seo": 100,
    "axe": [],
    "fcp": 1.5,
    "lcp": 2.0,
}


def test_figures_at_their_bounds_are_within_them():
    assert missed([GOOD]) == []


@pytest.mark.parametrize(
    "figure, said",
    [
        ({"first_response": 14_601}, "first response 14,601, at most 14,600"),
        ({"visit": 40_001}, "first visit 40,001, at most 40,000"),
        ({"third_parties": ["https://example.org/"]}, "third parties 1, at most 0"),
        ({"cookies": ["a", "b"]}, "cookies 2, at most 0"),
        ({"performance": 98}, "performance 98, at least 99"),
        ({"axe": ["a violation"]}, "axe 1, at most 0"),
        ({"lcp": 2.25}, "LCP 2.25 s, at most 2.00 s"),
    ],
)
def test_a_figure_over_its_bound_is_named_with_the_bound(figure, said):
    assert missed([GOOD | figure]) == [f"about: {said}"]


@pytest.mark.parametrize(
    "page, bound",
    [
        ({"kind": "home"}, 150_000),
        ({"kind": "home, French"}, 150_000),
        ({"kind": "members", "text_only": False}, 100_000),
        ({"kind": "about", "text_only": True}, 40_000),
    ],
)
def test_a_first_visit_may_weigh_what_its_kind_of_page_may(page, bound):
    assert missed([GOOD | page | {"visit": bound}]) == []
    assert missed([GOOD | page | {"visit": bound + 1}]) != []


def test_what_was_not_measured_is_not_judged():
    page = {"kind": "about", "first_response": 9_000, "text_only": True}
    assert missed([page]) == []
    assert table([page]).splitlines()[-1].count("–") == len(FIGURES) - 1


def test_the_table_marks_what_is_over():
    row = table([GOOD | {"lcp": 2.25}]).splitlines()[-1]
    assert row.endswith("| 1.50 s | 2.25 s ! |")


def test_the_lines_of_the_table_are_of_one_length():
    assert len({len(line) for line in table([GOOD, GOOD]).splitlines()}) == 1


def test_a_request_is_told_by_its_first_line():
    assert REQUEST_LINE.match(b"GET /a?b=c HTTP/1.1\r\nHost: x\r\n")[1] == b"/a?b=c"
    assert not REQUEST_LINE.match(b"the rest of a form\r\n")
