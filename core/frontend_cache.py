"""Empties the cache of a CDN after changes, by Wagtail's backends for that.

All of it, as ``core.page_cache`` does: a page stands in lists, menus and feeds of others,
of which Wagtail's app, which purges the address of what was published, does not know.
"""

import logging
import socket
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from wagtail.contrib.frontend_cache.backends.cloudflare import CloudflareBackend
from wagtail.contrib.frontend_cache.utils import get_backends

from core.middleware import STALE
from core.page_cache import ALIAS, generation

logger = logging.getLogger(__name__)

BACKENDS = "wagtail.contrib.frontend_cache.backends"
PATIENCE = 10  # seconds that a cache may take to answer
PURGED_AT = "frontend-cache-purged-at"


class WholeZone(CloudflareBackend):
    """Cloudflare, which takes no ``*`` in the addresses that Wagtail's backend sends."""

    def purge(self, url):
        answer = requests.post(
            self.cloudflare_purge_endpoint_url,
            json={"purge_everything": True},
            headers={"Authorization": f"Bearer {self.cloudflare_token}"},
            timeout=PATIENCE,
        )
        answer.raise_for_status()


def backend_of(address: str) -> dict:
    """Wagtail's setting of a backend, for an address of the environment.

    Raises ImproperlyConfigured where its scheme is not known.
    """
    found = urlsplit(address)
    if found.scheme in ("http", "https"):
        return {"BACKEND": f"{BACKENDS}.HTTPBackend", "LOCATION": address}
    if found.scheme == "cloudflare":
        return {
            "BACKEND": f"{__name__}.WholeZone",
            "BEARER_TOKEN": found.username,
            "ZONEID": found.hostname,
        }
    if found.scheme == "cloudfront":
        return {
            "BACKEND": f"{BACKENDS}.CloudfrontBackend",
            "DISTRIBUTION_ID": found.netloc,
        }
    raise ImproperlyConfigured(
        f"FRONTEND_CACHE_URL begins with {found.scheme}: it has to be http, https, "
        "cloudflare or cloudfront."
    )


@contextmanager
def impatient():
    """Nothing waits longer for a connection: Wagtail's backends would, for ever."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def purge() -> bool:
    """Empty the cache, and say whether it was asked; what fails is logged."""
    try:
        backends = get_backends({"default": backend_of(settings.FRONTEND_CACHE_URL)})
        with impatient():
            backends["default"].purge(f"{settings.SITE_URL}/*")
    except Exception as error:
        logger.error("The CDN's cache could not be emptied: %s", error)
        return False
    return True


def purge_after_changes() -> bool:
    """Empty the cache if content has changed since; say whether that was asked for.

    However many changes there were, that is one call, and one more once nginx has nothing
    left from before the change, which the CDN may have fetched again.
    """
    changed_at = float(generation().rpartition("-")[2])
    settled_at = changed_at + (1 + STALE) * settings.SHARED_CACHE_SECONDS
    cache = caches[ALIAS]
    begun = time.time()
    if cache.get(PURGED_AT, 0) > settled_at + 1:  # generations count whole seconds
        return False
    if not purge():
        return False
    cache.set(PURGED_AT, begun, timeout=None)
    return True
