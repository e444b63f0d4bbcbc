"""One cache for the pages of anonymous readers, emptied by any change of content.

What is kept belongs to a generation, which each change renews, so that no list is kept
of which addresses show what. ``wagtail-cache`` was weighed: it purges by address or all
at once, does not see what commands of other processes publish, and keeps a copy for each
wording of ``Accept-Encoding``. So does Django's own middleware, which looks up first what
an address varies on: half of the time that it takes to answer from the cache. Here that
is known, and what varies on anything else is not kept.
"""

import time
from hashlib import sha256
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
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


def key_of(request) -> str:
    """What an answer is kept under: its generation, its address, what it may vary on."""
    encoding, little = accepted_encoding(request), saves_data(request)
    key = f"{generation()} {encoding} {little} {request.build_absolute_uri()}"
    return sha256(key.encode()).hexdigest()


def may_be_kept(response) -> bool:
    """Whether the answer is the same for everybody whose request has the same key."""
    vary = response.get("Vary", "").lower()
    varies_on = {name.strip() for name in vary.split(",") if vary}
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "public" in response.get("Cache-Control", "")
        and varies_on <= {"accept-encoding", "save-data"}  # which are in the key
    )


def page_cache(get_response):
    """Answer from the cache where that may be, and keep what is public.

    The answer is kept compressed and whole: whether a reader has it already is asked of
    what is kept, so that no 304 takes its place.
    """

    def answer(request):
        if not settings.PAGE_CACHE_SECONDS or not is_for_everybody(request):
            return get_response(request)
        known = request.META.pop("HTTP_IF_NONE_MATCH", None)
        key = key_of(request)
        response = caches[ALIAS].get(key)
        if response is None:
            response = get_response(request)
            if request.method == "GET" and may_be_kept(response):
                caches[ALIAS].set(key, response, settings.PAGE_CACHE_SECONDS)
        if known and response.has_header("ETag"):
            request.META["HTTP_IF_NONE_MATCH"] = known
            return get_conditional_response(
                request, response["ETag"], response=response
            )
        return response

    return answer
