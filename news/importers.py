"""The news and communiqués of the demonstration content."""

from functools import partial
from pathlib import Path

from django.apps import apps
from django.conf import settings

from core.importers import read
from core.light_text import rich_text, story
from news.models import (
    CommuniqueIndexPage,
    CommuniquePage,
    NewsIndexPage,
    NewsPage,
)


def event_slugs() -> dict:
    """The events by the identifiers that the data files know them by."""
    slugs = {row["slug"]: row["id"] for row in read("events/demo/events.toml")["event"]}
    events = apps.get_model("events.EventPage").objects.filter(
        slug__in=slugs, locale__language_code=settings.LANGUAGE_CODE
    )
    return {slugs[event.slug]: event for event in events}


def load_news(site):
    """The news, a file a year."""
    events = event_slugs()
    for path in sorted(Path(settings.BASE_DIR).glob("news/demo/2*.toml")):
        for row in read(path).get("post", []):
            site.save_both(
                NewsPage,
                partial(site.section, NewsIndexPage, "news"),
                row,
                {
                    "date": row["date"],
                    "date_precision": row.get("precision", "day"),
                    "dateline": row.get("dateline", ""),
                    "kind": row["kind"],
                    "event": events.get(row.get("event")),
                },
                lambda text: site.tags(text),
                body=lambda text: story(text["body"]),
            )
            site.redirect(row, f"/news/{row['slug']}/")


def load_communiques(site):
    """The communiqués of the annual conferences."""
    plain = [
        "edition",
        "venue",
        "start_date",
        "end_date",
        "date_precision",
        "issued_on",
        "issued_precision",
    ]

    def days(text):
        return [
            (
                "day",
                {
                    "title": day["title"],
                    "date": day.get("date"),
                    "text": rich_text(day.get("text", "")),
                    "sessions": [
                        {
                            "number": session.get("number"),
                            "title": session["title"],
                            "text": rich_text(session["text"]),
                        }
                        for session in day.get("sessions", [])
                    ],
                },
            )
            for day in text.get("days", [])
        ]

    for row in read("news/demo/communiques.toml")["communique"]:
        present = {
            **site.tags(row, "members_present"),
            "partners_present": [
                site.partners[code] for code in row.get("partners_present", [])
            ],
        }
        site.save_both(
            CommuniquePage,
            partial(site.section, CommuniqueIndexPage, "communiques"),
            row,
            {
                **{name: row[name] for name in plain if name in row},
                "host": site.members.get(row.get("host")),
            },
            lambda text, present=present: present,
            theme=lambda text: text.get("theme", ""),
            status_note=lambda text: text.get("status_note", ""),
            issued_by=lambda text: text.get("issued_by", ""),
            opening=lambda text: story(text.get("opening", "")),
            conclusion=lambda text: story(text.get("conclusion", "")),
            days=days,
        )
        site.redirect(row, f"/communiques/{row['slug']}/")
