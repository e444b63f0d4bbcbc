"""The figures of a page against their bounds, and as a row of a table."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.chromium import ONE_ROUND_TRIP

HEAVIEST_HOME, HEAVIEST_PAGE, HEAVIEST_TEXT = 150_000, 100_000, 40_000  # bytes


def heaviest_visit(page):
    """How many bytes a first visit of this page may weigh."""
    if page["kind"].startswith("home"):
        return HEAVIEST_HOME
    return HEAVIEST_TEXT if page["text_only"] else HEAVIEST_PAGE


@dataclass(frozen=True)
class Figure:
    """A column of the table, the figure's bound, and how both are written.

    The bound is the most that is allowed or, of a score, the least; no bound, no verdict.
    A figure that lists what was found is as high as the list is long.
    """

    name: str
    heading: str
    bound: Callable | float | None
    form: str = "{}"
    is_score: bool = False

    def value(self, page):
        value = page.get(self.name)
        return len(value) if isinstance(value, list) else value

    def bound_of(self, page):
        return self.bound(page) if callable(self.bound) else self.bound

    def is_missed(self, page) -> bool:
        value = self.value(page)
        if value is None or self.bound is None:
            return False
        bound = self.bound_of(page)
        return value < bound if self.is_score else value > bound

    def written(self, page) -> str:
        """The cell: marked where the bound is missed, a dash where not measured."""
        if self.value(page) is None:
            return "–"
        return self.form.format(self.value(page)) + " !" * self.is_missed(page)

    def missed(self, page) -> str:
        """The figure and its bound, in words."""
        value, bound = (
            self.form.format(number)
            for number in (self.value(page), self.bound_of(page))
        )
        word = "at least" if self.is_score else "at most"
        return f"{page['kind']}: {self.heading} {value}, {word} {bound}"


FIGURES = [
    Figure("first_response", "first response", ONE_ROUND_TRIP, "{:,}"),
    Figure("visit", "first visit", heaviest_visit, "{:,}"),
    Figure("requests", "requests", None),
    Figure("third_parties", "third parties", 0),
    Figure("cookies", "cookies", 0),
    Figure("performance", "performance", 99, "{:.0f}", is_score=True),
    Figure("accessibility", "accessibility", 100, "{:.0f}", is_score=True),
    Figure("best-practices", "best practices", 100, "{:.0f}", is_score=True),
    Figure("seo", "SEO", 100, "{:.0f}", is_score=True),
    Figure("axe", "axe", 0),
    Figure("fcp", "FCP", None, "{:.2f} s"),
    Figure("lcp", "LCP", 2.0, "{:.2f} s"),
]


def table(pages) -> str:
    """All pages' figures as a Markdown table that also reads well as plain text."""
    lines = [["page", *(figure.heading for figure in FIGURES)]]
    lines += [
        [page["kind"], *(figure.written(page) for figure in FIGURES)] for page in pages
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rows = [
        [
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        for line in lines
    ]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], rule, *rows[1:]])


def missed(pages) -> list[str]:
    """What is over its bound, a line each."""
    return [
        figure.missed(page)
        for page in pages
        for figure in FIGURES
        if figure.is_missed(page)
    ]
