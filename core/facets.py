"""The values that filters offer, which are those in use: one query for all filters."""

from dataclasses import dataclass

from django.apps import apps
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

from core.querysets import active_language, is_any


@dataclass(frozen=True)
class Found:
    """A value that a filter offers, the term it stands for, its name and its place."""

    filter: str
    value: str
    label: str
    order: str
    term: str


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

    def sql(self, table: str) -> tuple[str, str, tuple]:
        """What stands before the query, the query of the rows, and their parameters."""
        select, values = self.rows.query.sql_with_params()
        return "", select, values


class Stepped:
    """The values of one filter, found in the items themselves, however many they are.

    ``DISTINCT`` would read all of them. Here each value is found from the one before,
    down the index of the field (a "loose index scan"); of dates it is the year.
    """

    def __init__(self, items: QuerySet, name: str, field: str):
        self.name = name
        self.field = field
        self.column = items.model._meta.get_field(field)
        known = items.exclude(**{field: None})
        self.last_first = known.order_by(f"-{field}").values(field)

    def sql(self, table: str) -> tuple[str, str, tuple]:
        """What stands before the query, the query of the rows, and their parameters."""
        before = RawSQL(f"{table}.value", (), output_field=self.column)
        if isinstance(self.column, DateField):
            before = TruncYear(before)
        following = self.last_first.filter(**{f"{self.field}__lt": before})
        first, values = self.last_first[:1].query.sql_with_params()
        following, more_values = following[:1].query.sql_with_params()
        steps = (
            f"{table}(value) AS (SELECT * FROM ({first}) AS first UNION ALL "
            f"SELECT ({following}) FROM {table} WHERE {table}.value IS NOT NULL)"
        )
        text = "CAST(value AS varchar)"
        select = (
            f"SELECT '{self.name}', {text}, {text}, {text}, '' "
            f"FROM {table} WHERE value IS NOT NULL"
        )
        return steps, select, (*values, *more_values)


def find(facets: list[Facet | Stepped]) -> list[Found]:
    """The values of all the facets, in one query."""
    parts = [facet.sql(f"facet{number}") for number, facet in enumerate(facets)]
    parts.sort(key=lambda part: not part[0])  # parameters follow the places in the text
    steps = ", ".join(steps for steps, _select, _values in parts if steps)
    selects = " UNION ".join(f"SELECT * FROM ({s}) AS f" for _steps, s, _v in parts)
    values = [value for _steps, _select, values in parts for value in values]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE {steps} {selects}" if steps else selects, values
        )
        return [Found(*row) for row in cursor.fetchall()]


def years_in_use(items, date_field):
    """The years in which the items are dated."""
    return Stepped(items, "year", date_field)


def kinds_in_use(items):
    """The kinds the items are of, as stored; the filter set knows their names."""
    return Stepped(items, "kind", "kind")


def terms_in_use(items, name):
    """The priorities or members that at least one of the items is tagged with."""
    field, label = {
        "priority": ("priorities", "priorities.PriorityPage"),
        "member": ("members", "members.MemberPage"),
    }[name]
    tagged = items.order_by().filter(**{field: OuterRef("pk")})
    return term_facet(apps.get_model(label), name, tagged)


def hosts_in_use(items):
    """The members that host at least one of the items."""
    hosted = items.order_by().filter(host=OuterRef("pk"))
    return term_facet(apps.get_model("members.MemberPage"), "member", hosted)


def term_facet(terms, name, uses):
    """The published terms of which there are uses, named in the reader's language."""
    translated = Page.objects.live().filter(
        translation_key=OuterRef("translation_key"),
        locale__language_code=active_language(),
    )
    originals = terms.objects.published().filter(
        is_any(uses), locale__language_code=settings.LANGUAGE_CODE
    )
    title = Coalesce(Subquery(translated.values("title")[:1]), F("title"))
    order = F("path") if name == "priority" else title
    return Facet(originals, name, F("slug"), title, order)
