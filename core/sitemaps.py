"""The sitemap, with each page's other language (sitemaps.org, hreflang in sitemaps)."""

from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import Max
from wagtail.models import Page

from core.navigation import absolute, own_address, page_language
from core.querysets import published_pages


class Sheets:
    """The published pages by their numbers, as many numbers to a sheet.

    What a paginator would do, which counts all pages, and passes over all those before.
    """

    size = 5_000

    @property
    def num_pages(self) -> int:
        newest = Page.objects.aggregate(number=Max("pk"))["number"] or 0
        return newest // self.size + 1

    def pages(self, number):
        """Those of a sheet. Raises EmptyPage or PageNotAnInteger, if there is none."""
        try:
            sheet = int(number)
        except ValueError:
            raise PageNotAnInteger from None
        if not 1 <= sheet <= self.num_pages:
            raise EmptyPage
        numbers = range(self.size * (sheet - 1), self.size * sheet)
        return published_pages().filter(
            depth__gt=1, pk__gte=numbers.start, pk__lt=numbers.stop
        )


class PageSitemap(Sitemap):
    """All published pages, in three queries for each sheet of addresses."""

    paginator = Sheets()

    def get_urls(self, page=1, site=None, protocol=None):
        sheet = rows(self.paginator.pages(page).order_by("pk"))
        versions = {}
        keys = {p.translation_key for p in sheet}
        for version in rows(published_pages().filter(translation_key__in=keys)):
            address = {
                "location": absolute(own_address(version)),
                "lang_code": page_language(version),
            }
            versions.setdefault(version.translation_key, []).append(address)
        return [self.get_url(p, versions[p.translation_key]) for p in sheet]

    def get_url(self, page, versions):
        """One address as the sitemap's template has it."""
        return {
            "location": absolute(own_address(page)),
            "lastmod": page.last_published_at,
            "alternates": versions if len(versions) > 1 else [],
        }


def rows(pages):
    """What is said of the pages, for to make five thousand pages takes longer."""
    shown = ["url_path", "translation_key", "last_published_at"]
    return list(pages.values_list(*shown, named=True))
