"""The values that filters offer, which are those in use: one query for all filters."""

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import (
    CharField,
    DateField,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, TruncYear
from wagtail.models import Page

from core.prepared import named
from core.querysets import active_language, is_in


class Found(NamedTuple):
    """A value that a filter offers, the term it stands for, its name and its place."""

    filter: str
    value: str
    label: str
    order: str
    term: str


@dataclass(frozen=True)
class Part:
    """What a facet adds to the query: rows, and steps before it; with their values."""

    rows: tuple[str, tuple]
    steps: tuple[tuple[str, tuple], ...] = ()


class Facet:
    """The values of one filter, as rows of the columns of ``Found``.

    Of a queryset of few rows, which says itself that each is in use.
    """

    def __init__(self, rows: QuerySet, name, value, label=None, order=None):
        text = CharField()
        self.rows = rows.order_by().values_list(
            Value(name, text),
            Cast(value, text),
            Cast(label or value, text),
            Cast(order or value, text),
            Cast("pk", text),
        )

    def part(self, table: str) -> Part:
        return Part(self.rows.query.sql_with_params())


class FirstOfYear(TruncYear):
    """The first day of a date's year; Django has SQLite ask Python for each."""

    def as_sqlite(self, compiler, connection, **context):
        sql, params = compiler.compile(self.lhs)
        return f"DATE({sql}, 'start of year')", params


class Stepped:
    """The values of one filter, found in the items themselves, however many they are.

    ``DISTINCT`` would read all of them. Here each value is found from the one before,
    down the index of the field (a "loose index scan"); of dates it is the year.
    """

    def __init__(self, items: QuerySet, name: str, field: str):
        self.items = items.order_by(f"-{field}")
        self.name = name
        self.field = field

    def steps(self, table: str) -> tuple[str, tuple]:
        """A table of the values, to stand before the query."""
        column = self.items.model._meta.get_field(self.field.removesuffix("__pk"))
        # The first day of the year, so that no year is made of each item's date.
        shown = (
            FirstOfYear(self.field) if isinstance(column, DateField) else F(self.field)
        )
        before = RawSQL(f"{table}.value", (), output_field=column)
        first, values = self._one(shown, isnull=False)
        following, more_values = self._one(shown, lt=before)
        sql = (
            f"{table}(value) AS (SELECT * FROM ({first}) AS first UNION ALL "
            f"SELECT ({following}) FROM {table} WHERE {table}.value IS NOT NULL)"
        )
        return sql, (*values, *more_values)

    def _one(self, shown, **condition) -> tuple[str, tuple]:
        """The query of the greatest value for which the condition holds."""
        ((lookup, value),) = condition.items()
        found = self.items.filter(**{f"{self.field}__{lookup}": value})
        return found.values_list(shown)[:1].query.sql_with_params()

    def part(self, table: str) -> Part:
        text = "CAST(value AS varchar)"
        rows = (
            f"SELECT '{self.name}', {text}, {text}, {text}, '' "
            f"FROM {table} WHERE value IS NOT NULL"
        )
        return Part((rows, ()), (self.steps(table),))


class Terms:
    """The published terms that the items point at, named in the reader's language.

    The items may be of several models.
    """

    def __init__(self, items: list[QuerySet], name: str, field: str):
        self.name = name
        self.found = [Stepped(each, name, f"{field}__pk") for each in items]
        self.model = items[0].model._meta.get_field(field).related_model

    def part(self, table: str) -> Part:
        tables = [f"{table}_{number}" for number in range(len(self.found))]
        steps = [
            found.steps(name) for found, name in zip(self.found, tables, strict=True)
        ]
        values = (
            f"SELECT value FROM {name} WHERE value IS NOT NULL" for name in tables
        )
        in_use = RawSQL(" UNION ".join(values), ())
        originals = self.model.objects.published().filter(
            is_in(settings.LANGUAGE_CODE), pk__in=in_use
        )
        title = F("title")
        if active_language() != settings.LANGUAGE_CODE:
            translated = Page.objects.live().filter(
                is_in(active_language()), translation_key=OuterRef("translation_key")
            )
            title = Coalesce(Subquery(translated.values("title")[:1]), title)
        order = F("path") if self.name == "priority" else title
        named = Facet(originals, self.name, F("slug"), title, order)
        return Part(named.part(table).rows, tuple(steps))


def written(facets: list[Facet | Stepped | Terms]) -> tuple[str, dict]:
    """One query for the values of all the facets, and the values within it."""
    parts = [facet.part(f"facet{number}") for number, facet in enumerate(facets)]
    steps = [step for part in parts for step in part.steps]
    rows = [part.rows for part in parts]
    before = ", ".join(sql for sql, _values in steps)
    union = " UNION ".join(f"SELECT * FROM ({sql}) AS found" for sql, _values in rows)
    values = [value for _sql, values in (*steps, *rows) for value in values]
    return named(f"WITH RECURSIVE {before} {union}" if steps else union, values)


def find(sql: str, values: dict) -> tuple[Found, ...]:
    """What a query that was written for facets finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return tuple(map(Found._make, cursor.fetchall()))


def years_in_use(items, date_field=None):
    """The years in which the items are dated, by the date they are listed under or another."""
    return Stepped(items, "year", date_field or items.model.dated_by)


def kinds_in_use(items):
    """The kinds the items are of, as stored; the filter set knows their names."""
    return Stepped(items, "kind", "kind")


def terms_in_use(name, *items):
    """The priorities or members that at least one of the items is tagged with."""
    return Terms(items, name, {"priority": "priorities", "member": "members"}[name])


def hosts_in_use(items):
    """The members that host at least one of the items."""
    return Terms([items], "member", "host")
