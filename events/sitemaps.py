"""The addresses of events that are no pages, for search engines."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef
from django.urls import reverse

from events.models import EventPage, EventSeries


class SeriesSitemap(Sitemap):
    """The series that have published events, in each language."""

    i18n = alternates = True

    def items(self):
        published = EventPage.objects.published().filter(series=OuterRef("pk"))
        return EventSeries.objects.filter(Exists(published)).order_by("slug")

    def location(self, series):
        return reverse("series", args=[series.slug])

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc
