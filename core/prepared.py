"""Queries that are written once in a process, and then asked with ever new values.

To build a query and to write its SQL takes Django several times as long as the database
takes to answer it, and a page asks about ten. Nothing of that SQL changes while a process
lives, but for the values within: those are given each time, and nothing that is found is
kept.
"""

from copy import copy
from functools import lru_cache, wraps

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, QuerySet, Value

from core.querysets import active_language

MOST = 500  # queries that a process keeps; those not asked for the longest go first


class Given(Expression):
    """The place in a query of a value that is given when it is asked."""

    def __init__(self, name):
        super().__init__(output_field=Field())
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    """A queryset whose SQL is written, and of which it is known how columns are read."""

    def __init__(self, queryset):
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, self.params = named(*self.compiler.as_sql())
        except EmptyResultSet:  # as of none()
            self.sql, self.params = "", {}
            return
        # What the compiler would look up for each column, each time it is asked.
        columns = [column for column, *_names in self.compiler.select]
        for name in ("get_converters", "has_composite_fields"):
            known = getattr(self.compiler, name)(columns)
            setattr(self.compiler, name, lambda columns, known=known: known)

    def filled(self, given: dict, connection) -> dict:
        """The values within the SQL, those that are given among them."""
        return {
            name: for_database(given[param.name], connection)
            if isinstance(param, Given)
            else param
            for name, param in self.params.items()
        }

    def count(self, given: dict) -> int:
        """How many rows there are."""
        if not self.sql:
            return 0
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT COUNT(*) FROM ({self.sql}) AS found",
                self.filled(given, connection),
            )
            return cursor.fetchone()[0]

    def ask(self, given: dict) -> QuerySet:
        """The queryset with the values in their places, which has not asked yet."""
        connection = connections[DEFAULT_DB_ALIAS]
        params = self.filled(given, connection)
        # The queryset makes objects of rows as ever; but its query has a compiler that
        # knows the SQL. Copies, for other threads ask at the same time.
        compiler, query = copy(self.compiler), copy(self.queryset.query)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **options: (self.sql, params)
        query.get_compiler = lambda *args, **options: compiler
        asked = QuerySet(self.queryset.model, query, DEFAULT_DB_ALIAS)
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
            setattr(asked, name, getattr(self.queryset, name))
        return asked


def named(sql: str, params) -> tuple[str, dict]:
    """The SQL with a name for each of its values.

    For SQLite Django goes through the text for those without names each time it is asked.
    """
    names = [f"p{number}" for number in range(len(params))]
    places = tuple(f"%({name})s" for name in names)
    return sql.replace("%%", "%%%%") % places, dict(zip(names, params, strict=True))


def for_database(value, connection):
    """The value as the database's driver takes it."""
    if value is None or type(value) in (int, str):
        return value
    return Value(value).output_field.get_db_prep_value(value, connection)


def prepared(build):
    """Makes a function that returns a queryset into one that finds its rows, as a list.

    Positional arguments, and the reader's language, shape the query: each combination is
    written once. Keyword arguments are values: the function gets a ``Given`` for each, and
    can filter and annotate by them, but not look into them. Its ``count()`` takes the
    same, and says how many rows there are.
    """

    @lru_cache(maxsize=MOST)
    def write(language, shape, names):
        return Prepared(build(*shape, **{name: Given(name) for name in names}))

    @wraps(build)
    def find(*shape, **given):
        return list(write(active_language(), shape, tuple(given)).ask(given))

    def count(*shape, **given):
        return write(active_language(), shape, tuple(given)).count(given)

    find.count = count
    return find
