"""Finds public pages by words: a bounded number, ranked, titles first."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
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

from core.listings import narrowed
from core.models import BasePage
from core.prepared import prepared
from core.search import planned_anew

MOST = 300  # pages whose title matches, and as many that match elsewhere


@dataclass(frozen=True)
class Found:
    """The numbers of the pages found, the best first, and whether there are more."""

    numbers: list[int]
    is_cut: bool


@dataclass(frozen=True)
class Result:
    """A page that was found, as its card shows it."""

    title: str
    url_path: str
    summary: str
    kind_name: str


def find(filterset, words: str) -> Found:
    """The pages that the filters leave and that have all the words, in the title first.

    The backends of SQLite and PostgreSQL weigh titles differently; so ordered, both
    show the page one asks for by its name at the top.
    """
    shape, given = filterset.asked
    if connection.vendor == "postgresql":
        # As those that several filters leave are.
        is_few = len(filterset.chosen.keys() - {"kind"}) > 1
        with planned_anew():
            rows = found_on_postgresql(*shape, is_few, words=words, **given)
        titled = [number for number, is_titled in rows if is_titled]
        others = [number for number, is_titled in rows if not is_titled]
    else:
        all_words = " AND ".join(f'"{word}"' for word in words.split())
        titled, others = (
            found_on_sqlite(*shape, match=f"{{{texts}}} : ({all_words})", **given)
            for texts in ("title", "title body")
        )
    numbers = dict.fromkeys([*titled, *others])
    return Found(list(numbers), max(len(titled), len(others)) == MOST)


@prepared
def found_on_sqlite(filterset_class, shape, match, now, **values):
    """The numbers of pages that match, as Wagtail's backend ranks them.

    That one searches once more for each page it finds, to rank it. ``match`` is a query
    of SQLite's full-text search (sqlite.org/fts5.html, 3).
    """
    # Only there with SQLite.
    from modelsearch.backends.database.sqlite.query import BM25, SQLiteFTSIndexEntry

    pages = narrowed(filterset_class, shape, now, values).order_by()
    table = SQLiteFTSIndexEntry._meta.db_table
    matches = RawSQL(f"{table} MATCH %s", [match], output_field=BooleanField())
    return (
        SQLiteFTSIndexEntry.objects.filter(
            matches,
            index_entry__content_type__in=get_descendants_content_types_pks(Page),
        )
        .annotate(page=Cast("index_entry__object_id", IntegerField()))
        .filter(Exists(pages.filter(pk=OuterRef("page"))))
        .order_by(BM25() * (F("index_entry__title_norm") + 1), "-page")
        .values_list("page", flat=True)[:MOST]
    )


@prepared
def found_on_postgresql(filterset_class, shape, is_few, words, now, **values):
    """The numbers of pages that have the words, and whether their titles do.

    Only the newest are ranked, however many there are: Wagtail's backend would make a
    vector of every title that there is, and rank all. Of few pages the entries are
    looked up; else the newest entries that have the words are gone through until enough
    are among the pages. Each has an index of one side of the comparison only: the
    entries know their pages' numbers as text.
    """
    query = SearchQuery(words)
    entries = IndexEntry.objects.filter(
        content_type__in=get_descendants_content_types_pks(Page)
    ).annotate(page=Cast("object_id", IntegerField()))
    pages = narrowed(filterset_class, shape, now, values).order_by()
    if is_few:
        number = Cast("pk", CharField(max_length=50))
        of_pages = entries.filter(
            object_id__in=pages.annotate(number=number).values("number")
        )
    else:
        of_pages = entries.filter(page__in=pages.values("pk"))
    texts = F("title")._combine(F("body"), "||", False)
    newest = of_pages.order_by("-pk")
    titled = newest.filter(title=query).values("pk")[:MOST]
    saying = newest.annotate(texts=texts).filter(texts=query).values("pk")[:MOST]
    ranks = [SearchRank(F(texts), query) for texts in ("title", "body")]
    return (
        entries.filter(pk__in=titled.union(saying))
        .annotate(
            is_titled=ExpressionWrapper(Q(title=query), BooleanField()),
            rank=ranks[0] * F("title_norm") + ranks[1],
        )
        .order_by("-rank", "-pk")
        .values_list("page", "is_titled")
    )


def shown(numbers) -> list[Result]:
    """The pages of the numbers, in their order, in one query whatever types they are."""
    given = {f"number{place}": number for place, number in enumerate(numbers)}
    found = {}
    for row in rows_of(**given):
        kind = ContentType.objects.get_for_id(row.content_type_id).model_class()
        name = kind._meta.verbose_name
        found[row.pk] = Result(row.title, row.url_path, row.summary, name)
    return [found[number] for number in numbers if number in found]


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
