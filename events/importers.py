"""The events of the demonstration content."""

from datetime import date, timedelta
from functools import partial

from core.importers import read
from core.light_text import rich_text, story
from events.models import EventIndexPage, EventPage, EventSegment, EventSeries


def next_occurrence(month: int, day: int, today: date) -> date:
    """The next such date that is at least two weeks off."""
    start = date(today.year, month, day)
    if start < today + timedelta(days=14):
        start = start.replace(year=today.year + 1)
    return start


def load_events(site):
    """All events known, and the series they belong to."""
    data = read("events/demo/events.toml")
    for row in data["series"]:
        EventSeries.objects.get_or_create(slug=row["slug"], defaults=row)
    for row in data["event"]:
        save_event(site, row)


def load_recurring_events(site):
    """Recurring events, dated relative to today and marked provisional."""
    today = date.today()
    for row in read("events/demo/events.toml")["recurring"]:
        start = next_occurrence(row["month"], row.get("day", 1), today)
        dates = {"start_date": start}
        if "day" not in row:
            dates["precision"] = "month"
        elif row["days"] > 1:
            dates["end_date"] = start + timedelta(days=row["days"] - 1)
        save_event(
            site,
            {
                **row,
                **dates,
                "slug": f"{start.year}-{row['slug']}",
                "title": row["title"].format(year=start.year),
                "fr": {
                    **row["fr"],
                    "title": row["fr"]["title"].format(year=start.year),
                },
            },
        )


def save_event(site, row):
    """One event with its parts, in each language that the row has."""
    plain = [
        "kind",
        "precision",
        "start_date",
        "end_date",
        "start_time",
        "end_time",
        "time_zone",
        "status",
        "format",
        "venue",
        "place",
        "organiser",
        "participants",
        "paid_by",
        "series_order",
        "takes_registrations",
        "places",
        "organiser_email",
    ]
    series = row.get("series")
    country = site.members.get(row.get("country"))

    def relations(text):
        return {
            **site.tags(row),
            "partners": [site.partners[code] for code in row.get("partners", [])],
            "segments": [
                EventSegment(
                    title=part.get("title", ""),
                    member=site.members.get(part.get("member")),
                    start_date=part.get("start_date"),
                    end_date=part.get("end_date"),
                    sort_order=order,
                )
                for order, part in enumerate(row.get("segments", []))
            ],
        }

    return site.save_both(
        EventPage,
        partial(site.section, EventIndexPage, "events"),
        row,
        {
            **{name: row[name] for name in plain if name in row},
            "series": EventSeries.objects.get(slug=series) if series else None,
            "host": country,
            "is_internal": row.get("internal", False),
        },
        relations,
        stream=lambda text: ", ".join(text.get("stream", [])),
        body=lambda text: story(text.get("body", "")),
        outcome=lambda text: rich_text(text.get("outcome", "")),
    )
