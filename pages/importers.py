"""The demonstration site, made from the data files beside each app's code."""

import tomllib
from datetime import date, timedelta
from functools import cached_property
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from core.light_text import rich_text, story
from core.models import BasePage, CustomDocument, CustomImage, Partner, SiteSettings
from events.models import EventIndexPage, EventPage, EventSegment, EventSeries
from members.models import MemberIndexPage, MemberPage
from news.models import (
    CommuniqueIndexPage,
    CommuniquePage,
    NewsIndexPage,
    NewsPage,
)
from pages.artwork import ALT_TEXTS, draw
from pages.models import HomePage, StandardPage
from priorities.models import PriorityIndexPage, PriorityPage
from resources.models import (
    ResourceFile,
    ResourceIndexPage,
    ResourceLink,
    ResourcePage,
)

SECTIONS = {
    "news": (
        NewsIndexPage,
        "News",
        "What the organisation and its members do: news, press releases, appointments "
        "and notices, newest first.",
        "Actualités",
        "Ce que font l’organisation et ses membres : actualités, communiqués de presse, "
        "nominations et avis, du plus récent au plus ancien.",
    ),
    "events": (
        EventIndexPage,
        "Events",
        "Conferences, meetings, workshops and courses: what is coming, what is still to "
        "be confirmed, and past years.",
        "Événements",
        "Conférences, réunions, ateliers et formations : ce qui vient, ce qui reste à "
        "confirmer, et les années passées.",
    ),
    "priorities": (
        PriorityIndexPage,
        "Priorities",
        "The six priorities of the strategic plan, what each is to reach, and what has "
        "been done under it.",
        "Priorités",
        "Les six priorités du plan stratégique, ce que chacune doit atteindre et ce qui "
        "a été fait à ce titre.",
    ),
    "members": (
        MemberIndexPage,
        "Members",
        "The customs administrations of the Pacific, from Palau to French Polynesia: "
        "whom to call, what to know, and what time it is there.",
        "Membres",
        "Les administrations douanières du Pacifique, des Palaos à la Polynésie "
        "française : qui appeler, que savoir, et quelle heure il y est.",
    ),
    "resources": (
        ResourceIndexPage,
        "Resources",
        "Guidance, tariff tables, newsletters, publications and forms for officers and "
        "traders.",
        "Ressources",
        "Guides, tableaux tarifaires, bulletins, publications et formulaires pour les "
        "agents et les opérateurs.",
    ),
    "communiques": (
        CommuniqueIndexPage,
        "Communiqués",
        "What the heads of customs agreed at each annual conference.",
        "Communiqués",
        "Ce que les directeurs des douanes ont convenu à chaque conférence annuelle.",
    ),
}


def read(path: str) -> dict:
    """A data file of the repository."""
    with open(settings.BASE_DIR / path, "rb") as file:
        return tomllib.load(file)


def next_occurrence(month: int, day: int, today: date) -> date:
    """The next such date that is at least two weeks off."""
    start = date(today.year, month, day)
    if start < today + timedelta(days=14):
        start = start.replace(year=today.year + 1)
    return start


class DemoSite:
    """Creates the pages that are not there yet, and leaves those that are alone.

    ``created`` and ``unchanged`` count the pages. ``report`` is called with a line of
    progress as each part begins.
    """

    def __init__(self, report=print):
        self.report = report
        self.created = self.unchanged = 0
        self.events: dict[str, EventPage] = {}
        self.sections: dict[tuple[str, str], BasePage] = {}

    def load(self):
        """Load all parts, each in a transaction of its own, in the order of their links."""
        for part in (
            self.load_partners,
            self.load_images,
            self.load_home,
            self.load_priorities,
            self.load_members,
            self.load_events,
            self.load_recurring_events,
            self.load_news,
            self.load_communiques,
            self.load_resources,
            self.load_standard_pages,
            self.load_settings,
        ):
            self.report(part.__name__.removeprefix("load_").replace("_", " "))
            with transaction.atomic():
                part()

    # Parts of pages

    @cached_property
    def locales(self) -> dict[str, Locale]:
        return {locale.language_code: locale for locale in Locale.objects.all()}

    @cached_property
    def homes(self) -> dict[str, HomePage]:
        return {
            language: HomePage.objects.get(locale=locale)
            for language, locale in self.locales.items()
        }

    @cached_property
    def members(self) -> dict[str, MemberPage]:
        members = MemberPage.objects.filter(locale=self.locales["en"])
        return {member.iso_code: member for member in members}

    @cached_property
    def priorities(self) -> dict[int, PriorityPage]:
        plan = PriorityPage.objects.filter(locale=self.locales["en"]).by_plan()
        current = [page for page in plan if page.plan == plan[0].plan]
        return {page.number: page for page in current}

    @cached_property
    def partners(self) -> dict[str, Partner]:
        return {partner.code: partner for partner in Partner.objects.all()}

    @cached_property
    def images(self) -> dict[str, CustomImage]:
        return {image.title: image for image in CustomImage.objects.all()}

    def image(self, row: dict):
        return self.images.get(row.get("image"))

    def tags(self, row: dict, members="members") -> dict:
        """The cross-links that a row names, ready to be set on a page."""
        return {
            "priorities": [self.priorities[n] for n in row.get("priorities", [])],
            "members": [self.members[code] for code in row.get(members, [])],
        }

    def section(self, slug: str, language: str):
        """An index page, made where it is missing."""
        if (slug, language) in self.sections:
            return self.sections[slug, language]
        model, *texts = SECTIONS[slug]
        title, summary = texts[:2] if language == "en" else texts[2:]
        original = None if language == "en" else self.section(slug, "en")
        self.sections[slug, language], _created = self.save(
            model,
            self.homes[language],
            slug,
            original,
            title=title,
            summary=summary,
            show_in_menus=True,
        )
        return self.sections[slug, language]

    def save(self, model, parent, slug, original=None, relations=None, **fields):
        """The page with this slug below the parent, created and published if missing.

        ``relations`` are set after creation: many-to-many lists and child rows. Returns
        the page and whether it was created.
        """
        page = model.objects.child_of(parent).filter(slug=slug).first()
        if page:
            self.unchanged += 1
            return page, False
        now = timezone.now()
        page = model(
            slug=slug,
            locale=parent.locale,
            first_published_at=now,
            last_published_at=now,
            **fields,
        )
        if original:
            page.translation_key = original.translation_key
        for name, value in (relations or {}).items():
            setattr(page, name, value)
        parent.add_child(instance=page)
        # The page is live as it is; a first revision gives its history a beginning.
        page.live_revision = page.save_revision(clean=False)
        model.objects.filter(pk=page.pk).update(live_revision=page.live_revision)
        self.created += 1
        return page, True

    def save_both(self, model, section, row, fields, relations=None, **local):
        """A page and, where the row has one, its translation.

        ``fields`` are shared by the languages; ``local`` are functions that make a field
        from the row of a language.
        """
        original = None
        for language in ("en", "fr"):
            if language == "fr" and "fr" not in row:
                continue
            text = row if language == "en" else {**row, **row["fr"]}
            parent = section if isinstance(section, dict) else None
            parent = parent[language] if parent else self.section(section, language)
            page, _created = self.save(
                model,
                parent,
                row["slug"],
                original,
                relations=relations(language) if relations else None,
                title=text["title"],
                summary=text["summary"],
                image=self.image(row),
                **fields,
                **{name: make(text) for name, make in local.items()},
            )
            original = original or page
        return original

    # What load() calls, in turn

    def load_partners(self):
        for row in read("core/demo/partners.toml")["partner"]:
            Partner.objects.get_or_create(
                code=row["code"], defaults={"name": row["name"]}
            )

    def load_images(self):
        for name, (english, french) in ALT_TEXTS.items():
            if CustomImage.objects.filter(title=name).exists():
                continue
            file = BytesIO()
            draw(name).save(file, "PNG", optimize=False, compress_level=6)
            CustomImage.objects.create(
                title=name,
                description=english,
                description_fr=french,
                file=ContentFile(file.getvalue(), f"{name}.png"),
            )

    def load_home(self):
        texts = read("pages/demo/pages.toml")["home"]
        for language, home in self.homes.items():
            text = texts if language == "en" else texts["fr"]
            if not home.introduction:
                for name in ("title", "theme", "summary", "introduction"):
                    setattr(home, name, text[name])
                home.save_revision().publish()
                self.created += 1

    def load_priorities(self):
        for row in read("priorities/demo/priorities.toml")["priority"]:
            self.save_both(
                PriorityPage,
                "priorities",
                row,
                {name: row[name] for name in ("number", "plan_start", "plan_end")},
                objective=lambda text: text.get("objective", ""),
                body=lambda text: story(text.get("body", "")),
                strategies=lambda text: [
                    ("strategy", strategy) for strategy in text.get("strategies", [])
                ],
            )

    def load_members(self):
        plain = [
            "iso_code",
            "latitude",
            "longitude",
            "time_zone",
            "currency",
            "sub_region",
            "joined_on",
            "website",
            "joined_precision",
            "wco_member",
            "wco_member_since",
            "revised_kyoto",
            "hs_edition",
            "declaration_system",
            "head_name",
            "head_since",
        ]
        translated = [
            "official_name",
            "political_status",
            "customs_name",
            "capital",
            "seat",
            "head_title",
        ]
        for row in read("members/demo/members.toml")["member"]:
            self.save_both(
                MemberPage,
                "members",
                row,
                {
                    **{name: row[name] for name in plain if name in row},
                    "also_known_as": ", ".join(row.get("aliases", [])),
                    "languages": ", ".join(row.get("languages", [])),
                    "ports_of_entry": ", ".join(row.get("ports_of_entry", [])),
                },
                body=lambda text: story(text["body"]),
                **{name: lambda text, n=name: text.get(n, "") for name in translated},
            )

    def load_events(self):
        data = read("events/demo/events.toml")
        for row in data["series"]:
            EventSeries.objects.get_or_create(slug=row["slug"], defaults=row)
        for row in data["event"]:
            self.events[row["id"]] = self.save_event(row)

    def load_recurring_events(self):
        today = date.today()
        for row in read("events/demo/events.toml")["recurring"]:
            start = next_occurrence(row["month"], row.get("day", 1), today)
            dates = {"start_date": start}
            if "day" not in row:
                dates["precision"] = "month"
            elif row["days"] > 1:
                dates["end_date"] = start + timedelta(days=row["days"] - 1)
            self.save_event(
                {
                    **row,
                    **dates,
                    "slug": f"{start.year}-{row['slug']}",
                    "title": row["title"].format(year=start.year),
                }
            )

    def save_event(self, row):
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
        ]
        series = row.get("series")
        country = self.members.get(row.get("country"))

        def relations(language):
            return {
                **self.tags(row),
                "partners": [self.partners[code] for code in row.get("partners", [])],
                "segments": [
                    EventSegment(
                        title=part.get("title", ""),
                        member=self.members.get(part.get("member")),
                        start_date=part.get("start_date"),
                        end_date=part.get("end_date"),
                        sort_order=order,
                    )
                    for order, part in enumerate(row.get("segments", []))
                ],
            }

        return self.save_both(
            EventPage,
            "events",
            row,
            {
                **{name: row[name] for name in plain if name in row},
                "series": EventSeries.objects.get(slug=series) if series else None,
                "stream": ", ".join(row.get("stream", [])),
                "host": country,
                "is_internal": row.get("internal", False),
            },
            relations,
            body=lambda text: story(text.get("body", "")),
            outcome=lambda text: rich_text(text.get("outcome", "")),
        )

    def load_news(self):
        for path in sorted(Path(settings.BASE_DIR).glob("news/demo/2*.toml")):
            for row in read(path).get("post", []):
                self.save_both(
                    NewsPage,
                    "news",
                    row,
                    {
                        "date": row["date"],
                        "date_precision": row.get("precision", "day"),
                        "dateline": row.get("dateline", ""),
                        "kind": row["kind"],
                        "event": self.events.get(row.get("event")),
                    },
                    lambda language, row=row: self.tags(row),
                    body=lambda text: story(text["body"]),
                )
                self.redirect(row, f"/news/{row['slug']}/")

    def redirect(self, row, address):
        """Keep the address that the page had on the old site."""
        if "old_path" in row:
            Redirect.objects.get_or_create(
                old_path=Redirect.normalise_path(row["old_path"]),
                defaults={"redirect_link": address, "is_permanent": True},
            )

    def load_communiques(self):
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
                **self.tags(row, "members_present"),
                "partners_present": [
                    self.partners[code] for code in row.get("partners_present", [])
                ],
            }
            self.save_both(
                CommuniquePage,
                "communiques",
                row,
                {
                    **{name: row[name] for name in plain if name in row},
                    "host": self.members.get(row.get("host")),
                },
                lambda language, present=present: present,
                theme=lambda text: text.get("theme", ""),
                status_note=lambda text: text.get("status_note", ""),
                issued_by=lambda text: text.get("issued_by", ""),
                opening=lambda text: story(text.get("opening", "")),
                conclusion=lambda text: story(text.get("conclusion", "")),
                days=days,
            )
            self.redirect(row, f"/communiques/{row['slug']}/")

    def load_resources(self):
        def body(text):
            blocks = story(text.get("body", ""))
            if "table" in text:
                cells = Path(settings.BASE_DIR, "resources/demo", text["table"])
                table = {
                    "caption": text["table_caption"],
                    "cells": cells.read_text(encoding="utf-8"),
                    "note": text.get("table_note", ""),
                }
                blocks.append(("table", table))
            return blocks

        for row in read("resources/demo/resources.toml")["resource"]:

            def relations(language, row=row):
                text = row if language == "en" else {**row, **row["fr"]}
                return {
                    **self.tags(row),
                    "links": [ResourceLink(**link) for link in text.get("links", [])],
                    "files": [
                        ResourceFile(document=self.document(text["table"], language))
                    ]
                    if "table" in text
                    else [],
                }

            self.save_both(
                ResourcePage,
                "resources",
                row,
                {
                    "kind": row["kind"],
                    "published_on": row.get("published_on"),
                    "published_precision": row.get("precision", "day"),
                    "issue": row.get("issue", ""),
                },
                relations,
                period=lambda text: text.get("period", ""),
                body=body,
            )
            self.redirect(row, f"/resources/{row['slug']}/")

    def document(self, name: str, language: str) -> CustomDocument:
        """A file of the resources' data as a document to download."""
        content = Path(settings.BASE_DIR, "resources/demo", name).read_bytes()
        titles = {
            "en": "HS 2017 subheadings for medical supplies",
            "fr": "Sous-positions du SH 2017 pour le matériel médical",
        }
        document = CustomDocument.objects.filter(title=titles[language]).first()
        return document or CustomDocument.objects.create(
            title=titles[language],
            language=language,
            file=ContentFile(content, name),
            file_size=len(content),
        )

    def load_standard_pages(self):
        def save(rows, parents):
            for row in rows:
                both = {}
                original = None
                for language, parent in parents.items():
                    text = row if language == "en" else row["fr"]
                    both[language], _created = self.save(
                        StandardPage,
                        parent,
                        row["slug"],
                        original,
                        title=text["title"],
                        summary=text["summary"],
                        show_in_menus=row.get("in_menu", False),
                        body=story(text["body"]),
                    )
                    original = original or both[language]
                save(row.get("children", []), both)

        save(read("pages/demo/pages.toml")["page"], self.homes)

    def load_settings(self):
        site = SiteSettings.load()
        if not site.media_email:
            site.media_email = "mediaoco@ocosec.org"
            site.save()
