"""Give the site its two languages, a home page in each, and their one Site."""

import uuid

from django.db import migrations

TITLES = {
    "en": "Oceania Customs Organisation",
    "fr": "Organisation des douanes d’Océanie",
}
SLUGS = {"en": "home", "fr": "home-fr"}


def create_home_pages(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("pages", "HomePage")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")

    Page.objects.filter(depth=2).delete()  # Wagtail's welcome page
    content_type, _created = ContentType.objects.get_or_create(
        app_label="pages", model="homepage"
    )
    translation_key = uuid.uuid4()
    homes = {}
    for number, (language, title) in enumerate(TITLES.items(), start=1):
        locale, _created = Locale.objects.get_or_create(language_code=language)
        homes[language] = HomePage.objects.create(
            title=title,
            draft_title=title,
            slug=SLUGS[language],
            content_type=content_type,
            path=f"0001{number:04}",
            depth=2,
            numchild=0,
            url_path=f"/{SLUGS[language]}/",
            locale=locale,
            translation_key=translation_key,
        )
    Page.objects.filter(depth=1).update(numchild=len(homes))
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost", root_page_id=homes["en"].pk, is_default_site=True
    )


def remove_home_pages(apps, schema_editor):
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("pages", "HomePage").objects.all().delete()
    Page = apps.get_model("wagtailcore", "Page")
    Page.objects.filter(depth=2).delete()
    Page.objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
        ("wagtailcore", "0094_alter_page_locale"),
    ]
    operations = [migrations.RunPython(create_home_pages, remove_home_pages)]
