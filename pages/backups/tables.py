"""The rows of the database as lines of JSON, alike from SQLite and PostgreSQL.

Rows are read and written table by table through models that are made of the migrations,
not of the code. They know columns only: no parents, no signals, no dates that set
themselves. So a row comes back as it was, ids included (revisions hold ids of content
types), and an archive older than the code is loaded into the tables of its time, which
are then migrated.
"""

import json
from contextlib import contextmanager
from itertools import groupby, islice

from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from wagtail.fields import StreamField

from pages.backups import BackupError

BATCH = 500  # rows held in memory at a time

# Rows that are made anew, or that are of the moment: the search's and the references'
# index, resized pictures, who is signed in, who is editing, who may be a spammer.
LEFT_OUT = {
    "core.customrendition",
    "events.registrationattempt",
    "sessions.session",
    "wagtailadmin.editingsession",
    "wagtailcore.referenceindex",
    "wagtailimages.rendition",
    "wagtailsearch.indexentry",
    "wagtailsearch.sqliteftsindexentry",
}
# Tables in which ``migrate`` puts rows on its own.
MADE_BY_MIGRATE = {
    "auth.group",
    "auth.group_permissions",
    "auth.permission",
    "contenttypes.contenttype",
    "pages.homepage",
    "wagtailcore.collection",
    "wagtailcore.groupapprovaltask",
    "wagtailcore.groupapprovaltask_groups",
    "wagtailcore.groupcollectionpermission",
    "wagtailcore.grouppagepermission",
    "wagtailcore.locale",
    "wagtailcore.page",
    "wagtailcore.site",
    "wagtailcore.task",
    "wagtailcore.workflow",
    "wagtailcore.workflowpage",
    "wagtailcore.workflowtask",
}
DEEPEST_BY_MIGRATE = 2  # the home pages' depth in the tree
# SQLite empties this one by itself, by triggers.
FOLLOWS = "wagtailsearch.sqliteftsindexentry"


def page_count(counts: dict[str, int]) -> int:
    """How many pages these rows are; the root of their tree is none."""
    return counts["wagtailcore.page"] - 1


def newest_migrations() -> dict[str, str]:
    """The last migration of each app that the code knows."""
    return dict(MigrationLoader(None).graph.leaf_nodes())


def is_blank() -> bool:
    """Whether the database has no tables yet."""
    return not connection.introspection.table_names()


def applied_migrations() -> dict[str, str]:
    """The last migration of each app that is applied to the database."""
    loader = MigrationLoader(connection)
    nodes = loader.graph.node_map
    applied = loader.applied_migrations.keys() & nodes.keys()
    # What an applied migration of the same app builds on is not the last one.
    built_on = {
        parent.key
        for key in applied
        for parent in nodes[key].parents
        if parent.key[0] == key[0]
    }
    return dict(applied - built_on)


def unknown_migrations(migrations: dict[str, str]) -> list[str]:
    """Those that the code does not have: whoever has them is newer than the code."""
    known = MigrationLoader(None).graph.nodes
    return [".".join(each) for each in migrations.items() if each not in known]


def migrate_to(migrations: dict[str, str]):
    """Make the tables in a blank database as these migrations leave them."""
    MigrationExecutor(connection).migrate(list(migrations.items()))


def tables_at(migrations: dict[str, str]) -> dict[str, type[models.Model]]:
    """A plain model of each table in the database, by its label."""
    loader = MigrationLoader(connection)
    state = loader.project_state(list(migrations.items()))
    for key, model in list(state.models.items()):
        if model.options.get("proxy"):
            state.remove_model(*key)
            continue
        model.bases, model.managers = (models.Model,), []
        for name, field in model.fields.items():
            # Without its blocks a StreamField would drop what it holds.
            if isinstance(field, StreamField):
                model.fields[name] = models.JSONField(null=field.null)
    there = set(connection.introspection.table_names())
    tables = {}
    for model in state.apps.get_models(include_auto_created=True):
        if model._meta.db_table in there:
            for field in model._meta.concrete_fields:
                field.auto_now = field.auto_now_add = False
            tables[model._meta.label_lower] = model
    return tables


@contextmanager
def one_moment():
    """All that is read in here is as it was at one moment, while others may write."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        # The site's transactions take the lock for writing at once; this one never does.
        mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = mode
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def dump(tables, stream) -> dict[str, int]:
    """Write all rows as UTF-8 lines; returns how many there are of each table."""
    counts = {}
    for label in sorted(tables.keys() - LEFT_OUT):
        model = tables[label]
        names = [field.attname for field in model._meta.concrete_fields]
        rows = model.objects.order_by("pk").values(*names).iterator(BATCH)
        count = 0
        for count, row in enumerate(rows, start=1):  # noqa: B007 – counted on the way
            line = json.dumps(
                {"table": label, "row": row},
                default=str,  # dates to the microsecond, decimals to the last digit
                ensure_ascii=False,
                sort_keys=True,
            )
            stream.write(f"{line}\n".encode())
        counts[label] = count
    return counts


def what_people_made(tables) -> list[str]:
    """The names of tables that hold what ``migrate`` alone does not make."""
    by_people = tables.keys() - MADE_BY_MIGRATE - LEFT_OUT
    found = [label for label in by_people if tables[label].objects.exists()]
    pages = tables.get("wagtailcore.page")
    if pages and pages.objects.filter(depth__gt=DEEPEST_BY_MIGRATE).exists():
        found.append("wagtailcore.page")
    return sorted(found)


def empty(tables):
    """Delete all rows, those that ``migrate`` made as well."""
    names = [
        model._meta.db_table for label, model in tables.items() if label != FOLLOWS
    ]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), names))


def load(tables, lines, report):
    """Put the rows of a dump in place of all there are; all of them, or none.

    Both databases look at foreign keys when all is there, so the order does not matter.
    Raises BackupError where the database does not take a row.
    """
    label = ""
    try:
        with transaction.atomic():
            empty(tables)
            entries = map(json.loads, lines)
            for label, group in groupby(entries, key=lambda entry: entry["table"]):
                model = tables[label]
                fields = {f.attname: f for f in model._meta.concrete_fields}
                count = 0
                while batch := list(islice(group, BATCH)):
                    model.objects.bulk_create(
                        model(
                            **{
                                name: fields[name].to_python(value)
                                for name, value in entry["row"].items()
                            }
                        )
                        for entry in batch
                    )
                    count += len(batch)
                report(f"  {label}: {count}")
            with connection.cursor() as cursor:
                sql = connection.ops.sequence_reset_sql(no_style(), tables.values())
                for statement in sql:
                    cursor.execute(statement)
    except DatabaseError as error:
        raise BackupError(
            f"The database does not take the rows of {label}, and was left as it was: "
            f"{error}"
        ) from error
