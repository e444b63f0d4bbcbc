"""Fill a database of its own with far more content than the site has."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from wagtail.models import Page

from pages.growth.filling import Growth, count_rows

REFUSAL = (
    "There are pages in %(NAME)s already. Name a database of its own in DATABASE_URL, "
    "or say --on-top if these pages are none that matter."
)


def has_content() -> bool:
    """Whether there are pages besides the home pages that ``migrate`` makes."""
    if Page._meta.db_table not in connection.introspection.table_names():
        return False
    return Page.objects.filter(depth__gt=2).exists()


class Command(BaseCommand):
    """``manage.py grow``"""

    help = (
        "Fill a database with made-up pages, to measure how the site grows: news posts, "
        "events, and resources with a document each, tagged, indexed, one in ten in "
        "French too, spread over twenty years. They stand on top of the demonstration "
        "content, which is loaded first. The database is that of DATABASE_URL, and is "
        "refused where it has pages already: it should be one of its own, as `make "
        "growth` sees to. 100,000 posts take about five minutes."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--posts", type=int, default=100_000, help="news posts (default: 100,000)"
        )
        parser.add_argument(
            "--events", type=int, default=3_000, help="events (default: 3,000)"
        )
        parser.add_argument(
            "--resources",
            type=int,
            default=10_000,
            help="resources, each with a document (default: 10,000)",
        )
        parser.add_argument(
            "--on-top",
            action="store_true",
            help="fill a database that has pages already; they stay as they are",
        )

    def handle(self, *args, posts, events, resources, on_top, **options):
        if not on_top and has_content():
            raise CommandError(REFUSAL % connection.settings_dict)
        call_command("load_demo", migrate=True, stdout=self.stdout)
        growth = Growth(self.report)
        growth.resources(resources)
        growth.events(events)
        growth.news(posts)
        self.stdout.write("counting the rows …")
        count_rows()
        self.stdout.write(f"{Page.objects.count():,} pages.")

    def report(self, what, made, count):
        self.stdout.write(f"  {what}: {made:,} of {count:,}")
