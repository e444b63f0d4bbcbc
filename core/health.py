"""Whether this site lives, and whether it is ready to answer, for whoever watches it.

``django-health-check`` was weighed: it adds an app, and asks the host name and HTTPS of
probes that know neither.
"""

import logging
import shutil
from functools import partial
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.utils.cache import add_never_cache_headers

from core.page_cache import ALIAS

logger = logging.getLogger(__name__)

LEAST_FREE = 200 * 1024 * 1024  # bytes: some uploads, and what a database writes ahead


class NotReady(Exception):
    """What is wrong, in words for the log."""


def check_database():
    """The database answers a query. Raises what its driver does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_migrations():
    """All migrations of this release are applied. Raises NotReady."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise NotReady(f"{len(missing)} migrations are not applied, first {missing[0]}")


def check_cache(name):
    """What is put into the cache is found there again. Raises NotReady."""
    written = uuid4().hex
    key = f"health-{written}"  # a probe of its own: several ask at the same time
    caches[name].set(key, written, timeout=60)
    if caches[name].get(key) != written:
        raise NotReady(f"what is written into the cache “{name}” is not found there")
    caches[name].delete(key)


def check_disk():
    """There is room for uploads. Raises NotReady, and OSError."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():  # it is made with the first upload
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        raise NotReady(f"only {free} bytes are free at {folder}")


CHECKS = {
    "database": check_database,
    "migrations": check_migrations,
    "page_cache": partial(check_cache, ALIAS),
    "attempts": partial(check_cache, "attempts"),
    "disk": check_disk,
}


def passes(name: str) -> bool:
    """Whether the check passes; why it does not is for the log, not for strangers."""
    try:
        CHECKS[name]()
    except Exception as error:
        logger.error("Not ready: %s: %s", name, error)
        return False
    return True


def live():
    """This process answers: all that it takes not to be started anew."""
    return JsonResponse({"status": "ok"})


def ready():
    """All checks by name; 503 where one fails, so that nobody is sent here."""
    results = {name: passes(name) for name in CHECKS}
    is_ready = all(results.values())
    words = {True: "ok", False: "failed"}
    body = {
        "status": words[is_ready],
        "checks": {name: words[result] for name, result in results.items()},
    }
    return JsonResponse(body, status=200 if is_ready else 503)


ANSWERS = {"/health/live": live, "/health/ready": ready}


def health(get_response):
    """Answers probes before all else.

    A container's probe speaks plain HTTP to an address, and is not to be sent to HTTPS or
    refused for the host's name; and nothing that is wrong elsewhere is to look like death.
    """

    def answer(request):
        if request.path not in ANSWERS or request.method not in ("GET", "HEAD"):
            return get_response(request)
        response = ANSWERS[request.path]()
        add_never_cache_headers(response)
        return response

    return answer
