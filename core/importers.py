"""Loads data files into pages; each app's ``importers.py`` says what its rows mean."""

import tomllib
from functools import cached_property

from django.apps import apps
from django.conf import settings
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.models import BasePage, CustomImage, Partner


def read(path: str) -> dict:
    """A data file of the repository."""
    with open(settings.BASE_DIR / path, "rb") as file:
        return tomllib.load(file)


class DemoSite:
    """Creates the pages that are not there yet, and leaves those that are alone.

    ``created`` and ``unchanged`` count the pages.
    """

    def __init__(self):
        self.created = self.unchanged = 0
        self.sections: dict[tuple[str, str], BasePage] = {}

    @cached_property
    def locales(self) -> dict[str, Locale]:
        return {locale.language_code: locale for locale in Locale.objects.all()}

    @cached_property
    def homes(self) -> dict[str, BasePage]:
        home = apps.get_model("pages.HomePage")
        return {
            language: home.objects.get(locale=locale)
            for language, locale in self.locales.items()
        }

    @cached_property
    def members(self) -> dict[str, BasePage]:
        members = apps.get_model("members.MemberPage").objects
        originals = members.filter(locale=self.locales["en"])
        return {member.iso_code: member for member in originals}

    @cached_property
    def priorities(self) -> dict[int, BasePage]:
        priorities = apps.get_model("priorities.PriorityPage").objects
        plan = priorities.filter(locale=self.locales["en"]).by_plan()
        return {page.number: page for page in plan if page.plan == plan[0].plan}

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

    def section(self, model, slug: str, language: str) -> BasePage:
        """An index page, made where it is missing, with the texts of its app's data."""
        if (slug, language) not in self.sections:
            texts = read("pages/demo/sections.toml")[slug]
            original = None if language == "en" else self.section(model, slug, "en")
            self.sections[slug, language], _created = self.save(
                model,
                self.homes[language],
                slug,
                original,
                **texts[language],
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
        # What the page names is noted once, with the revision below.
        with disable_reference_index_auto_update():
            parent.add_child(instance=page)
        # The page is live as it is; a first revision gives its history a beginning.
        page.live_revision = page.save_revision(clean=False, changed=False)
        model.objects.filter(pk=page.pk).update(live_revision=page.live_revision)
        self.created += 1
        return page, True

    def save_both(self, model, parents, row, fields, relations=None, **local):
        """A page and, where the row has one, its translation; returns the original.

        ``parents`` gives the parent page of a language, and ``relations`` what save()
        sets after creation. ``fields`` are shared by the languages; ``local`` are
        functions that make a field from the row of a language.
        """
        original = None
        for language in ("en", "fr"):
            if language == "fr" and "fr" not in row:
                continue
            text = row if language == "en" else {**row, **row["fr"]}
            page, _created = self.save(
                model,
                parents(language),
                row["slug"],
                original,
                relations=relations(text) if relations else None,
                title=text["title"],
                summary=text["summary"],
                image=self.image(row),
                **fields,
                **{name: make(text) for name, make in local.items()},
            )
            original = original or page
        return original

    def redirect(self, row, address):
        """Keep the address that the page had on the old site."""
        if "old_path" in row:
            Redirect.objects.get_or_create(
                old_path=Redirect.normalise_path(row["old_path"]),
                defaults={"redirect_link": address, "is_permanent": True},
            )
