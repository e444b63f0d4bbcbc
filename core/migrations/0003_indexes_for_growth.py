"""Indexes of Wagtail's tables, so that a hundred thousand pages cost what a hundred do."""

from django.db import migrations

INDEXES = {
    # The sections of the site, which every page's menu asks for.
    "core_page_depth": "wagtailcore_page (depth)",
}
ON_POSTGRESQL = {
    # Search over all that a page says; modelsearch's own table has it, Wagtail's has not.
    "core_search_texts": "wagtailsearch_indexentry USING gin ((title || body))",
    # The pages that were indexed just now.
    "core_search_title_norm": "wagtailsearch_indexentry (title_norm)",
}


def indexes(schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    return INDEXES | (ON_POSTGRESQL if is_postgresql else {})


def create(apps, schema_editor):
    for name, columns in indexes(schema_editor).items():
        schema_editor.execute(f"CREATE INDEX {name} ON {columns}")


def drop(apps, schema_editor):
    for name in indexes(schema_editor):
        schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_files_settings_partners"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunPython(create, drop)]
