"""``python -m tests.audit``, which ``make audit`` runs."""

import argparse
import json
import os
import shutil
import signal
import sys
import textwrap
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from tests.audit import measures, verdict
from tests.audit.site import CannotRun, demonstration_site
from tests.browser.chromium import AXE, CHROMIUM, FLAGS
from tests.browser.places import ENGLISH, PLACES

MEASURES = {
    "visit": measures.visit,
    "axe": measures.accessibility,
    "satellite": measures.satellite,
    "lighthouse": measures.lighthouse,
}
REPEATED = {"satellite", "lighthouse"}  # which vary from run to run

ABOUT = """\
Measures every kind of page of the site with the demonstration content, which it serves
itself: the bytes of the first response and of a first visit, what axe finds, the paints
over a satellite link, and Lighthouse's scores. All of it takes half an hour.
tests/audit/README.md tells what the figures are worth.
"""
STATUS = """\
exit status: 0 all within bounds, 1 something is over (marked with "!"), 2 the audit
could not run, or not measure everything
"""


def main():
    options = parsed(sys.argv[1:])
    for interruption in (signal.SIGINT, signal.SIGTERM):
        signal.signal(interruption, stop)
    try:
        check_tools(options)
        say("Loading the demonstration content …\n")
        with demonstration_site() as wire, started_chromium() as browser:
            pages, failures = measured(options, browser, wire)
            report = about(browser) | {"pages": pages, "failures": failures}
    except CannotRun as reason:
        say(f"The audit could not run. {reason}\n")
        return 2
    over = report["over"] = verdict.missed(pages)
    sys.stdout.write(written(report))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 2 if failures else 1 if over else 0


def stop(interruption, _frame):
    """Ends the audit in good order: everything that it started ends with it."""
    say("\nStopping …\n")
    sys.exit(128 + interruption)


def parsed(arguments):
    parser = argparse.ArgumentParser(
        prog="make audit",
        usage='make audit [ARGS="options"]',
        description=ABOUT,
        epilog=f"{textwrap.fill('pages: ' + ', '.join(ENGLISH), 88)}\n\n{STATUS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--pages",
        type=chosen_from(ENGLISH),
        default=list(ENGLISH),
        help="the kinds to look at, divided by commas",
    )
    parser.add_argument(
        "--languages",
        type=chosen_from(["en", "fr"]),
        default=["en", "fr"],
        help="en, fr or both, which is the default",
    )
    parser.add_argument(
        "--skip",
        type=chosen_from(MEASURES),
        default=[],
        help=f"what not to measure, of {', '.join(MEASURES)}",
    )
    parser.add_argument(
        "--runs",
        type=int,
        default=1,
        help="how often to take the figures that vary; the median is reported",
    )
    parser.add_argument(
        "--json",
        type=Path,
        metavar="FILE",
        help="write all figures there too, with every request and violation",
    )
    return parser.parse_args(arguments)


def chosen_from(names):
    """Reads words divided by commas, each of which must be one of the names."""

    def read(text):
        chosen = text.split(",")
        for name in chosen:
            if name not in names:
                raise argparse.ArgumentTypeError(f"“{name}” is none of those known")
        return chosen

    return read


def check_tools(options):
    """Raises ``CannotRun`` with what is missing and how to get it."""
    if not CHROMIUM:
        raise CannotRun("Chromium is missing: apt-get install chromium")
    if "axe" not in options.skip and not AXE.exists():
        raise CannotRun("axe is missing: make audit installs it")
    if "lighthouse" not in options.skip:
        if not shutil.which("node"):
            raise CannotRun("Node is missing: make audit installs it")
        if not measures.LIGHTHOUSE.exists():
            raise CannotRun("Lighthouse is missing: make audit installs it")


@contextmanager
def started_chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[*FLAGS, measures.NO_OTHER_HOST],
            handle_sigint=False,  # or it is gone before those who use it know why
        )
        try:
            yield browser
        finally:
            browser.close()


def measured(options, browser, wire):
    """The figures of each page, and what could not be measured."""
    places = {
        kind: path
        for kind, path in PLACES.items()
        if kind.removesuffix(", French") in options.pages
        and ("fr" if kind.endswith(", French") else "en") in options.languages
    }
    pages, failures = [], []
    for number, (kind, path) in enumerate(places.items(), start=1):
        say(f"{number} of {len(places)}  {kind}:")
        began = time.monotonic()
        page = {"kind": kind, "path": path}
        for name, measure in MEASURES.items():
            if name in options.skip:
                continue
            say(f" {name}")
            try:
                runs = options.runs if name in REPEATED else 1
                page |= middle([measure(browser, wire, path) for _run in range(runs)])
            except (CannotRun, PlaywrightError) as reason:
                say(" (failed)")
                failures.append(f"{kind}: {name}: {reason}")
        say(f", {time.monotonic() - began:.0f} s\n")
        pages.append(page)
    return pages, failures


def middle(runs):
    """The median of each figure that several runs gave."""
    if len(runs) == 1:
        return runs[0]
    return {name: median(run[name] for run in runs) for name in runs[0]}


def about(browser):
    """What the figures depend on beside the site."""
    return {
        "chromium": browser.version,
        "processors": os.cpu_count(),
        "load_average": round(os.getloadavg()[2], 1),
    }


def written(report) -> str:
    """The report as plain text."""
    lines = [
        verdict.table(report["pages"]),
        f"Chromium {report['chromium']}, {report['processors']} processors, "
        f"load average {report['load_average']}",
    ]
    for heading, found in (
        ("Over the bound:", report["over"]),
        ("Could not be measured:", report["failures"]),
    ):
        if found:
            lines.append("\n".join([heading, *(f"  {line}" for line in found)]))
    if not report["over"]:
        lines.append("All that was measured is within its bound.")
    return "\n\n".join(lines) + "\n"


def say(text):
    """Progress, which is kept apart from the report."""
    sys.stderr.write(text)
    sys.stderr.flush()


sys.exit(main())
