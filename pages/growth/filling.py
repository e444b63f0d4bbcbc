"""Fills the sections of the site with made-up pages, many at a time."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Collection, PageLogEntry
from wagtail.search.backends import get_search_backend

from core.bulk import ROWS, insert_pages, insert_tags
from core.importers import DemoSite
from core.models import CustomDocument
from events.models import EventFormat, EventIndexPage, EventKind, EventPage, EventSeries
from news.models import NewsIndexPage, NewsKind, NewsPage
from pages.growth.texts import Writer
from resources.models import (
    ResourceFile,
    ResourceIndexPage,
    ResourceKind,
    ResourcePage,
)

TOGETHER = 1_000  # pages in a transaction
TRANSLATED = 10  # one page in so many has a French version
DAYS_BACK = 20 * 365  # over which the pages are spread, the oldest first
DAYS_AHEAD = 365  # of events
INDEXES = {
    NewsPage: (NewsIndexPage, "news"),
    EventPage: (EventIndexPage, "events"),
    ResourcePage: (ResourceIndexPage, "resources"),
}
FILE = b"Chapter,Goods\n03,Fish and crustaceans\n24,Tobacco\n85,Electrical machinery\n"


class Growth:
    """Adds pages to the demonstration site, in parts of their own transactions.

    ``report`` is called with what is being made, how many there are and are to be. The
    same numbers give the same pages, but for the days, which end today or in a year.
    """

    def __init__(self, report: Callable[[str, int, int], None]):
        self.report = report
        self.site = DemoSite()
        self.writer = Writer(seed=1994)
        self.random = self.writer.random
        self.today = timezone.localdate()
        self.members = list(self.site.members.values())
        self.priorities = list(self.site.priorities.values())
        self.images = list(self.site.images.values())
        self.series = list(EventSeries.objects.all())

    def news(self, count: int) -> None:
        """So many posts."""
        self._fill(NewsPage, count, self._post)

    def events(self, count: int) -> None:
        """So many events, one in twenty still to come."""
        self._fill(EventPage, count, self._event)

    def resources(self, count: int) -> None:
        """So many resources, each with a document of its own."""
        self._fill(ResourcePage, count, self._resource)

    def _fill(self, model, count, fields_of):
        index, slug = INDEXES[model]
        sections = {
            language: index.objects.get(slug=slug, locale=locale)
            for language, locale in self.site.locales.items()
        }
        before = sections["en"].numchild  # so that no address is taken
        for start in range(0, count, TOGETHER):
            numbers = range(start, min(start + TOGETHER, count))
            with transaction.atomic():
                self._fill_part(
                    model, sections, slug, numbers, before, count, fields_of
                )
            self.report(slug, numbers.stop, count)

    def _fill_part(self, model, sections, slug, numbers, before, count, fields_of):
        pages = {language: [] for language in sections}
        tags = {language: [] for language in sections}
        for number in numbers:
            members = self.random.sample(self.members, self.random.randint(1, 4))
            priorities = self.random.sample(self.priorities, self.random.randint(1, 2))
            place, *texts = self.writer.about(members, slug)
            fields = fields_of(number / count, place, members)
            for language, text in zip(("en", "fr"), texts, strict=True):
                if language == "fr" and number % TRANSLATED:
                    continue
                page = model(
                    title=text.title,
                    slug=f"{slugify(texts[0].title)[:60]}-{before + number + 1}",
                    summary=text.summary,
                    body=text.blocks,
                    image=self.random.choice(self.images) if self.images else None,
                    **fields,
                )
                if language == "fr":
                    page.translation_key = pages["en"][-1].translation_key
                pages[language].append(page)
                tags[language].append((priorities, members))
        for language, made in pages.items():
            for page, terms in zip(made, tags[language], strict=True):
                # The search index reads them, and need not ask.
                page.priorities, page.members = terms
            insert_pages(sections[language], made)
            for place, name in enumerate(("priorities", "members")):
                insert_tags(made, name, [terms[place] for terms in tags[language]])
        made = [page for language in pages for page in pages[language]]
        if model is ResourcePage:
            attach_documents(made)
        note_publishing(made)
        get_search_backend().add_bulk(model, made)

    def _day(self, part: float, ahead: int = 0) -> date:
        """A day so far on the way from the oldest to the newest."""
        days = round(part * (DAYS_BACK + ahead)) - DAYS_BACK
        return self.today + timedelta(days=days)

    def _published(self, day: date) -> dict:
        moment = timezone.make_aware(datetime.combine(min(day, self.today), time(9)))
        return {"first_published_at": moment, "last_published_at": moment}

    def _post(self, part, place, members):
        day = self._day(part)
        return {
            "date": day,
            "dateline": place,
            "kind": self.random.choice(NewsKind.values),
            **self._published(day),
        }

    def _event(self, part, place, members):
        day = self._day(part, DAYS_AHEAD)
        host = members[0]
        fields = {
            "start_date": day,
            "end_date": day + timedelta(days=self.random.randrange(5)),
            "kind": self.random.choice(EventKind.values),
            "format": self.random.choice(EventFormat.values),
            "host": host,
            "place": place,
            "series": self.random.choice([*self.series, *[None] * 20]),
            **self._published(day - timedelta(days=90)),
        }
        if self.random.random() < 0.2:
            fields |= {
                "precision": "time",
                "start_time": time(9),
                "end_time": time(17),
                "time_zone": host.time_zone,
            }
        event = EventPage(**fields)
        return fields | {"over_at": event.get_over_at()}

    def _resource(self, part, place, members):
        day = self._day(part)
        return {
            "published_on": day,
            "kind": self.random.choice(ResourceKind.values),
            **self._published(day),
        }


def attach_documents(resources: list) -> None:
    """Give each resource a document; all of them share the bytes of one file."""
    name = "documents/growth.csv"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(FILE))
    collection = Collection.get_first_root_node()
    documents = CustomDocument.objects.bulk_create(
        (
            CustomDocument(
                title=resource.title,
                file=name,
                file_size=len(FILE),
                collection=collection,
            )
            for resource in resources
        ),
        batch_size=ROWS,
    )
    files = [
        ResourceFile(resource=resource, document=document, sort_order=0)
        for resource, document in zip(resources, documents, strict=True)
    ]
    ResourceFile.objects.bulk_create(files, batch_size=ROWS)
    for resource, file in zip(resources, files, strict=True):
        resource.files = [file]  # the search index reads it, and need not ask
        resource.links = []


def note_publishing(pages: list) -> None:
    """Write into the pages' histories that they were published."""
    PageLogEntry.objects.bulk_create(
        (
            PageLogEntry(
                content_type_id=page.content_type_id,
                label=page.title,
                action="wagtail.publish",
                timestamp=page.last_published_at,
                page_id=page.pk,
            )
            for page in pages
        ),
        batch_size=ROWS,
    )


def count_rows() -> None:
    """Tell PostgreSQL how much there is; its autovacuum would, some minutes later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Within a transaction, as in tests, nothing can be vacuumed.
            vacuum = "" if connection.in_atomic_block else "VACUUM "
            cursor.execute(f"{vacuum}ANALYZE")
