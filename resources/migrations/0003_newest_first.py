"""An index in the order in which resources are listed."""

from django.db import migrations


def create(apps, schema_editor):
    """On PostgreSQL; SQLite takes undated ones last by the field's own index."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX resources_by_date "
            "ON resources_resourcepage (published_on DESC NULLS LAST)"
        )


def drop(apps, schema_editor):
    schema_editor.execute("DROP INDEX IF EXISTS resources_by_date")


class Migration(migrations.Migration):
    dependencies = [("resources", "0002_indexes_for_filters")]

    operations = [migrations.RunPython(create, drop)]
