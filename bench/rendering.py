"""What it takes to answer with each kind of page, in this process."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory, override_settings

WARM_UP = 3  # requests until templates are compiled and Wagtail knows the site


@dataclass(frozen=True)
class Row:
    """What one kind of page takes; times are in milliseconds."""

    kind: str
    status: int
    queries: int
    length: int  # bytes of the body as it is sent
    wall: float  # the median time on the clock


def get(handler: WSGIHandler, environ: dict) -> tuple[int, int]:
    """The status and length of the handler's answer, read and closed as a server does."""
    sent = []
    body = handler(environ.copy(), lambda status, headers: sent.append(status))
    try:
        length = sum(map(len, body))
    finally:
        body.close()
    return int(sent[0][:3]), length


def count_queries(handler: WSGIHandler, environ: dict) -> int:
    """How many queries the answer takes."""
    asked = []

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        get(handler, environ)
    return len(asked)


def render_times(
    paths: Mapping[str, str],
    rounds: int = 30,
    encoding: str = "",
    is_cached: bool = False,
) -> Iterator[Row]:
    """A row for each kind of page: its path is asked for so many times.

    ``encoding`` is what the reader's ``Accept-Encoding`` says; compression takes time.
    The page cache is passed by, unless ``is_cached``.
    """
    handler = WSGIHandler()
    headers = {"accept-encoding": encoding, "host": "localhost"}
    with override_settings(PAGE_CACHE_SECONDS=600 if is_cached else 0):
        for kind, path in paths.items():
            environ = RequestFactory(headers=headers).get(path).environ
            for _request in range(WARM_UP):
                status, length = get(handler, environ)
            queries = count_queries(handler, environ)
            wall = []
            for _request in range(rounds):
                begun = time.perf_counter()
                get(handler, environ)
                wall.append((time.perf_counter() - begun) * 1000)
            yield Row(
                kind=kind,
                status=status,
                queries=queries,
                length=length,
                wall=median(wall),
            )
