"""``python -m bench.pages ROUNDS``: the kinds of pages of one database, as JSON."""

import json
import sys
from dataclasses import asdict
from itertools import chain

import django

django.setup()

from bench import CACHED, RENDERED  # noqa: E402
from bench.rendering import render_times  # noqa: E402
from tests.browser.places import ENGLISH  # noqa: E402

LONG = {
    "news of a kind": "/news/?kind=news",
    "news of a year": "/news/?year=2015",
    "news of a member": "/news/?member=fiji",
    "news of a member and a kind": "/news/?member=fiji&kind=news",
    "news in French": "/fr/news/",
    "feed": "/news/feed/",
    "calendar to subscribe to": "/events/calendar.ics",
    "sitemap": "/sitemap.xml",
    "sheet of the sitemap": "/sitemap-pages.xml",
    "search, common word": "/search/?q=customs",
    "search, rare word": "/search/?q=sandalwood",
    "search, HS code": "/search/?q=6307.90",
    "search in French": "/fr/search/?q=douane",
    "search, one filter": "/search/?q=customs&member=fiji",
    "search, two filters": "/search/?q=customs&member=fiji&year=2015",
    "search, filters alone": "/search/?member=fiji",
}


def main(rounds):
    rows = chain(
        render_times(ENGLISH | LONG, rounds),
        render_times({RENDERED: "/"}, rounds, "gzip"),
        render_times({CACHED: "/"}, rounds, "gzip", is_cached=True),
    )
    for row in rows:
        if row.status != (404 if row.kind == "not found" else 200):
            sys.exit(f"{row.kind} answers {row.status}, and is not measured.")
        sys.stdout.write(json.dumps(asdict(row)) + "\n")
        sys.stdout.flush()


main(int(sys.argv[1]))
