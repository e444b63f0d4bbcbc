"""The newest entries of a type of pages in the index of search, for its filter by kind."""

from django.db import migrations


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX core_search_type "
            "ON wagtailsearch_indexentry (content_type_id, id)"
        )


def drop(apps, schema_editor):
    schema_editor.execute("DROP INDEX IF EXISTS core_search_type")


class Migration(migrations.Migration):
    dependencies = [("core", "0003_indexes_for_growth")]

    operations = [migrations.RunPython(create, drop)]
