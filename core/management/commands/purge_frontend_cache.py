"""Empty the cache of a CDN in front of the site, if content has changed."""

from django.conf import settings
from django.core.management.base import BaseCommand

from core.frontend_cache import purge_after_changes


class Command(BaseCommand):
    """``manage.py purge_frontend_cache``"""

    help = (
        "Empty the cache that FRONTEND_CACHE_URL names, if content has changed since it "
        "was emptied last. Without FRONTEND_CACHE_URL there is nothing to do."
    )

    def handle(self, *args, **options):
        if settings.FRONTEND_CACHE_URL and purge_after_changes():
            self.stdout.write("The cache of the CDN was emptied.")
