"""One cache for the pages of anonymous readers, emptied by any change of content.

It is Django's own cache middleware under a generation that each change renews, so that
no list is kept of which addresses show what. ``wagtail-cache`` was weighed too: it
purges by address or all at once, does not see what commands of other processes publish,
and keeps a copy for each wording of ``Accept-Encoding``.
"""

import time
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.middleware.cache import CacheMiddleware
from django.utils.cache import get_conditional_response
from wagtail.signals import page_published, page_unpublished, post_page_move

from core.middleware import accepted_encoding, saves_data

ALIAS = "pages"
GENERATION = "generation"
# Rows that no page shows: who signs in, or what is written down, changes no page.
UNSEEN = {
    "account",
    "auth",
    "contenttypes",
    "mfa",
    "migrations",
    "sessions",
    "wagtailadmin",
}


def generation() -> str:
    """What the keys of all cached pages begin with, until content changes.

    It ends with the second, since 1970, in which it was begun.
    """
    cache = caches[ALIAS]
    found = cache.get(GENERATION)
    if found is None:
        found = renew()
    return found


def renew() -> str:
    """Begin a generation: no page that is cached now is shown any more."""
    begun = f"{uuid4().hex}-{time.time():.0f}"
    caches[ALIAS].set(GENERATION, begun, timeout=None)
    return begun


def renew_after_commit(sender=None, **kwargs):
    """Begin a generation once the change can be read, for any change that may show.

    One does for all changes of a transaction: to publish a page saves some ten rows.
    """
    if sender is not None and sender._meta.app_label in UNSEEN:
        return
    waiting = transaction.get_connection().run_on_commit
    if not any(function is renew for _savepoints, function, *_rest in waiting):
        transaction.on_commit(renew)


def follow_changes():
    """Watch all that is saved, deleted, tagged, published and moved."""
    signals = [post_save, post_delete, m2m_changed]
    signals += [page_published, page_unpublished, post_page_move]
    for signal in signals:
        signal.connect(renew_after_commit, dispatch_uid="page-cache")


def is_for_everybody(request) -> bool:
    """Whether the answer may come from the cache: nobody is signed in, no part is asked."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not {"Authorization", "Range"} & set(request.headers)
        and not request.path.startswith("/admin/")
    )


def page_cache(get_response):
    """Answer from the cache where that may be, and keep what is public.

    The answer is kept compressed. Headers that it varies on are put into one form first,
    for the cache keeps a copy for each wording; and whether a reader has the page
    already is asked of the whole answer, so that no 304 is kept in its place.
    """

    def answer(request):
        if not settings.PAGE_CACHE_SECONDS or not is_for_everybody(request):
            return get_response(request)
        request.META["HTTP_ACCEPT_ENCODING"] = accepted_encoding(request)
        request.META["HTTP_SAVE_DATA"] = "on" if saves_data(request) else ""
        known = request.META.pop("HTTP_IF_NONE_MATCH", None)
        middleware = CacheMiddleware(
            get_response,
            page_timeout=settings.PAGE_CACHE_SECONDS,
            cache_alias=ALIAS,
            key_prefix=generation(),
        )
        response = middleware(request)
        del response["Expires"]  # Cache-Control says it, in a page's first 14,600 bytes
        if known and response.has_header("ETag"):
            request.META["HTTP_IF_NONE_MATCH"] = known
            return get_conditional_response(
                request, response["ETag"], response=response
            )
        return response

    return answer
