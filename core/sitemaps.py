"""The sitemap, with each page's other language (sitemaps.org, hreflang in sitemaps)."""

from django.contrib.sitemaps import Sitemap

from core.navigation import absolute, page_language
from core.querysets import published_pages


class PageSitemap(Sitemap):
    """All published pages, in two queries for each sheet of addresses."""

    limit = 5_000

    def items(self):
        return published_pages().filter(depth__gt=1).order_by("path")

    def get_urls(self, page=1, site=None, protocol=None):
        sheet = list(self.paginator.page(page).object_list)
        versions = {}
        keys = {p.translation_key for p in sheet}
        for version in published_pages().filter(translation_key__in=keys):
            versions.setdefault(version.translation_key, []).append(version)
        return [self.get_url(p, versions[p.translation_key]) for p in sheet]

    def get_url(self, page, versions):
        """One address as Django's sitemap template wants it."""
        return {
            "item": page,
            "location": absolute(page.url),
            "lastmod": page.last_published_at,
            "changefreq": None,
            "priority": "",
            "alternates": [
                {"location": absolute(v.url), "lang_code": page_language(v)}
                for v in versions
            ]
            if len(versions) > 1
            else [],
        }
