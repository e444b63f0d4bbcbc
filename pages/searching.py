"""Finds public pages by words: a bounded number, ranked, titles first."""

import re
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page, get_page_models
from wagtail.search.models import IndexEntry

from core.listings import MOST, Numbers, first_of, in_order
from core.models import BasePage
from core.prepared import prepared
from core.querysets import published_pages
from core.search import planned_anew

SUBHEADING = re.compile("[0-9]{6}")  # of the Harmonized System, as tables have it


@dataclass(frozen=True)
class Result:
    """A page that was found, as its card shows it."""

    title: str
    url_path: str
    summary: str
    kind_name: str


def find(words: str, model, filters: dict[str, str]) -> Numbers:
    """The pages of a type that have all the words, in the title first.

    ``filters`` are the words of the filters in use, by their names.
    The backends of SQLite and PostgreSQL weigh titles differently; so ordered, both
    show the page one asks for by its name at the top. As many are ranked as a list has,
    and as many of those whose title matches.
    """
    if connection.vendor == "postgresql":
        all_words = " ".join([words, *filters.values()])
        with planned_anew():
            rows = found_on_postgresql(
                model, tuple(filters), words=words, all_words=all_words
            )
        titled = [number for number, is_titled in rows if is_titled]
        others = [number for number, is_titled in rows if not is_titled]
    else:
        said, tagged = (
            " AND ".join(f'"{word}"' for word in each)
            for each in (words.split(), filters.values())
        )
        also = f" AND {{body}} : ({tagged})" if filters else ""
        titled, others = (
            found_on_sqlite(model, match=f"{{{texts}}} : ({said}){also}")
            for texts in ("title", "title body")
        )
    return first_of(list(dict.fromkeys([*titled, *others])))


def fragment_of(query: str) -> str:
    """What leads from an address on to a tariff code, and marks it; else nothing.

    Browsers that know no text fragments (wicg.github.io/scroll-to-text-fragment) show the
    page from its beginning.
    """
    digits = query.replace(".", "")
    if not SUBHEADING.fullmatch(digits):
        return ""
    return f"#:~:text={digits[:4]}.{digits[4:]}"


def published():
    """The pages that anybody may find, in the reader's language."""
    return published_pages().in_active_language().order_by()


@prepared
def found_on_sqlite(model, match):
    """The numbers of pages of a type that match, as Wagtail's backend ranks them.

    That one searches once more for each page it finds, to rank it. ``match`` is a query
    of SQLite's full-text search (sqlite.org/fts5.html, 3).
    """
    # Only there with SQLite.
    from modelsearch.backends.database.sqlite.query import BM25, SQLiteFTSIndexEntry

    table = SQLiteFTSIndexEntry._meta.db_table
    matches = RawSQL(f"{table} MATCH %s", [match], output_field=BooleanField())
    return (
        SQLiteFTSIndexEntry.objects.filter(
            matches,
            index_entry__content_type__in=get_descendants_content_types_pks(model),
        )
        .annotate(page=Cast("index_entry__object_id", IntegerField()))
        .filter(Exists(published().filter(pk=OuterRef("page"))))
        .order_by(BM25() * (F("index_entry__title_norm") + 1), "-page")
        .values_list("page", flat=True)[: MOST + 1]
    )


@prepared
def found_on_postgresql(model, filters, words, all_words):
    """The numbers of pages of a type that have the words, and whether their titles do.

    Only the newest are ranked, however many there are: Wagtail's backend would make a
    vector of every title that there is, and rank all. ``filters`` are the names of those
    in use, ``all_words`` has their words too.
    """
    query, whole = SearchQuery(words), SearchQuery(all_words)
    entries = IndexEntry.objects.annotate(page=Cast("object_id", IntegerField()))
    if model is not Page or not filters:  # which leave pages only
        types = get_descendants_content_types_pks(model)
        entries = entries.filter(content_type__in=types)
    texts = F("title")._combine(F("body"), "||", False)
    public = entries.filter(page__in=published().values("pk"))
    # What many say is found by going down from the newest, what few say by the index of
    # words. That the pages of a year may all be old is not for PostgreSQL to know: it is
    # kept from going down.
    newest = public.order_by(F("pk") * -1 if "year" in filters else "-pk")
    found = newest.annotate(texts=texts).filter(texts=whole).values("pk")[: MOST + 1]
    if not filters:
        found = found.union(newest.filter(title=query).values("pk")[: MOST + 1])
    ranks = [SearchRank(F(texts), query) for texts in ("title", "body")]
    return (
        entries.filter(pk__in=found)
        .annotate(
            is_titled=ExpressionWrapper(Q(title=query), BooleanField()),
            rank=ranks[0] * F("title_norm") + ranks[1],
        )
        .order_by("-rank", "-pk")
        .values_list("page", "is_titled")
    )


def shown(numbers: list[int], most: int) -> list[Result]:
    """The pages of the numbers, whatever types they are, of which so many at most."""
    rows = in_order(rows_of, numbers, most)
    return [
        Result(row.title, row.url_path, row.summary, kind_name(row.content_type_id))
        for row in rows
    ]


def kind_name(number: int) -> str:
    """What pages of a content type are called."""
    kind = ContentType.objects.get_for_id(number).model_class()
    return kind._meta.verbose_name


@prepared
def rows_of(**numbers):
    """The pages of the numbers with their summaries, each from its type's own table."""
    summaries = [
        Subquery(model.objects.filter(pk=OuterRef("pk")).values("summary")[:1])
        for model in get_page_models()
        if issubclass(model, BasePage)
    ]
    pages = Page.objects.filter(pk__in=numbers.values()).order_by()
    return pages.annotate(summary=Coalesce(*summaries)).values_list(
        *["pk", "title", "url_path", "content_type_id", "summary"], named=True
    )
