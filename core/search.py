"""Wagtail's search in the database, without what reads the whole index at each save."""

from django.db import connection
from django.db.models import Avg, F
from django.db.models.functions import Length

if connection.vendor == "postgresql":
    from wagtail.search.backends.database.postgres.postgres import (
        PostgresIndex,
        PostgresSearchBackend,
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

    class SearchBackend(PostgresSearchBackend):
        """As Wagtail names it in ``WAGTAILSEARCH_BACKENDS``."""

        index_class = NewestTitlesIndex

else:
    from wagtail.search.backends.database import SearchBackend

__all__ = ["SearchBackend"]
