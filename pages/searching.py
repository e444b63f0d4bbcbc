"""Finds public pages by words: a bounded number, ranked, titles first."""

from dataclasses import dataclass
from functools import reduce
from operator import and_

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
)
from django.db.models.functions import Cast
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from core.search import planned_anew

MOST = 300  # pages whose title matches, and as many that match elsewhere


@dataclass(frozen=True)
class Found:
    """The numbers of the pages found, the best first, and whether there are more."""

    numbers: list[int]
    is_cut: bool


def find(pages, words: str, is_narrow=False) -> Found:
    """Those of the pages that have all the words: where the title has them, first.

    ``is_narrow`` says that the pages are few, as those that several filters leave are.

    The backends of SQLite and PostgreSQL weigh titles differently; so ordered, both
    show the page one asks for by its name at the top.
    """
    if connection.vendor == "postgresql":
        with planned_anew():
            titled, others = find_on_postgresql(pages, words, is_narrow)
    else:
        titled, others = find_on_sqlite(pages, words)
    numbers = dict.fromkeys([*titled, *others])
    return Found(list(numbers), max(len(titled), len(others)) == MOST)


def find_on_sqlite(pages, words):
    """The numbers of pages by title and by all texts, as Wagtail's backend ranks them.

    That one searches once more for each page it finds, to rank it.
    """
    # Only there with SQLite.
    from modelsearch.backends.database.sqlite.query import (
        BM25,
        Lexeme,
        MatchExpression,
        SearchQueryExpression,
        SQLiteFTSIndexEntry,
    )

    query = SearchQueryExpression(reduce(and_, map(Lexeme, words.split())))
    of_pages = (
        SQLiteFTSIndexEntry.objects.filter(
            index_entry__content_type__in=get_descendants_content_types_pks(Page)
        )
        .annotate(page=Cast("index_entry__object_id", IntegerField()))
        .filter(Exists(pages.order_by().filter(pk=OuterRef("page"))))
        .order_by(BM25() * (F("index_entry__title_norm") + 1), "-page")
        .values_list("page", flat=True)
    )
    return [
        of_pages.filter(MatchExpression(texts, query))[:MOST]
        for texts in (["title"], ["title", "body"])
    ]


def find_on_postgresql(pages, words, is_narrow):
    """The same, of which only the newest are ranked, however many there are.

    Wagtail's backend would make a vector of every title that there is, and rank all.
    Of few pages the entries are looked up; else the newest entries that have the words
    are gone through until enough are among the pages. Each has an index of one side of
    the comparison only: the entries know their pages' numbers as text.
    """
    query = SearchQuery(words)
    entries = IndexEntry.objects.filter(
        content_type__in=get_descendants_content_types_pks(Page)
    ).annotate(page=Cast("object_id", IntegerField()))
    pages = pages.order_by()
    if is_narrow:
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
    ranked = (
        entries.filter(pk__in=titled.union(saying))
        .annotate(
            is_titled=ExpressionWrapper(Q(title=query), BooleanField()),
            rank=ranks[0] * F("title_norm") + ranks[1],
        )
        .order_by("-rank", "-pk")
        .values_list("page", "is_titled")
    )
    by_title = {True: [], False: []}
    for number, is_titled in ranked:
        by_title[is_titled].append(number)
    return by_title[True], by_title[False]
