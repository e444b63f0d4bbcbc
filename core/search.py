"""Wagtail's search in the database, which takes any words and reads no more than it must."""

from contextlib import contextmanager

from django.db import connection
from django.db.models import Avg, F
from django.db.models.functions import Length
from modelsearch.query import And, PlainText, SearchQuery

MOST_WORDS = 50  # the backends nest a level a word, and Python ends at a thousand


def tidied(query: str | SearchQuery) -> str | SearchQuery:
    """The query without what a backend stumbles over; "" if nothing is left.

    SQLite's takes a quotation mark within a word for the end of it (FTS5, 3.1).
    """
    if isinstance(query, str):
        return " ".join(query.replace('"', " ").split()[:MOST_WORDS])
    if isinstance(query, PlainText):
        words = tidied(query.query_string)
        return words and PlainText(words, operator=query.operator)
    if isinstance(query, And):
        parts = [part for part in map(tidied, query.subqueries[:MOST_WORDS]) if part]
        return And(parts) if parts else ""
    return query


class TakesAnyWords:
    """A search backend that is given queries that it can read."""

    def _search(self, compiler, query, *args, **options):
        return super()._search(compiler, tidied(query), *args, **options)


@contextmanager
def planned_anew():
    """PostgreSQL plans each query of the block for its own values.

    How a word is found best depends on how common it is.
    """
    connection.ensure_connection()
    kept = connection.connection.prepare_threshold
    connection.connection.prepare_threshold = None
    try:
        yield
    finally:
        connection.connection.prepare_threshold = kept


if connection.vendor == "postgresql":
    from wagtail.search.backends.database.postgres.postgres import (
        PostgresIndex,
        PostgresSearchBackend,
        PostgresSearchResults,
    )

    COMPARED = 1_000  # titles that a new one's length is compared with

    class NewestTitlesIndex(PostgresIndex):
        """Weighs a title by its length beside the newest ones, instead of beside all."""

        def _refresh_title_norms(self, full=False):
            if full:
                super()._refresh_title_norms(full)
                return
            lengths = self.entries.annotate(title_length=Length("title"))
            newest = lengths.filter(title_length__gt=0).order_by("-pk")[:COMPARED]
            average = newest.aggregate(average=Avg("title_length"))["average"]
            new = lengths.filter(title_norm=1.0, title_length__gt=0)
            new.update(title_norm=average / F("title_length"))

    class PlannedResults(PostgresSearchResults):
        """What is found is planned for its words."""

        def _do_search(self):
            with planned_anew():
                return super()._do_search()

        def _do_count(self):
            with planned_anew():
                return super()._do_count()

    class SearchBackend(TakesAnyWords, PostgresSearchBackend):
        """As Wagtail names it in ``WAGTAILSEARCH_BACKENDS``."""

        index_class = NewestTitlesIndex
        results_class = PlannedResults

else:
    from wagtail.search.backends.database.sqlite.sqlite import SQLiteSearchBackend

    class SearchBackend(TakesAnyWords, SQLiteSearchBackend):
        """As Wagtail names it in ``WAGTAILSEARCH_BACKENDS``."""
