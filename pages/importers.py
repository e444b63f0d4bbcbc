"""The demonstration site, made from the data files beside each app's code."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction

from core.importers import DemoSite, read
from core.light_text import story
from core.models import CustomImage, Partner, SiteSettings
from events.importers import load_events, load_recurring_events
from members.importers import load_members
from news.importers import load_communiques, load_news
from pages.artwork import ALT_TEXTS, draw
from pages.models import StandardPage
from priorities.importers import load_priorities
from resources.importers import load_resources


def load_partners(site):
    """The partner bodies."""
    for row in read("core/demo/partners.toml")["partner"]:
        Partner.objects.get_or_create(code=row["code"], defaults={"name": row["name"]})


def load_images(site):
    """The artwork, drawn anew."""
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


def load_home(site):
    """The home pages' texts."""
    texts = read("pages/demo/pages.toml")["home"]
    for language, home in site.homes.items():
        text = texts if language == "en" else texts["fr"]
        if not home.introduction:
            for name in ("title", "theme", "summary", "introduction"):
                setattr(home, name, text[name])
            home.save_revision().publish()
            site.created += 1


def load_standard_pages(site):
    """About, contact, privacy and the like."""

    def save(rows, parents):
        for row in rows:
            both = {}
            original = None
            for language, parent in parents.items():
                text = row if language == "en" else row["fr"]
                both[language], _created = site.save(
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

    save(read("pages/demo/pages.toml")["page"], site.homes)


def load_settings(site):
    """The footer's contact."""
    site = SiteSettings.load()
    if not site.media_email:
        site.media_email = "mediaoco@ocosec.org"
        site.save()


PARTS = [
    load_partners,
    load_images,
    load_home,
    load_priorities,
    load_members,
    load_events,
    load_recurring_events,
    load_news,
    load_communiques,
    load_resources,
    load_standard_pages,
    load_settings,
]


def load_demo(report) -> DemoSite:
    """Load all parts in the order of their links, each in a transaction of its own.

    ``report`` is called with the name of each part as it begins.
    """
    site = DemoSite()
    for part in PARTS:
        report(part.__name__.removeprefix("load_").replace("_", " "))
        with transaction.atomic():
            part(site)
    return site
