"""Which request a line of the log, or an error that is reported, belongs to."""

import logging
import re
from contextvars import ContextVar
from uuid import uuid4

from pythonjsonlogger.core import RESERVED_ATTRS

# As nginx makes it, or another proxy; what else stands there is not written into a log.
GIVEN = re.compile(r"[\w-]{8,64}", re.ASCII)

request_id = ContextVar("request_id", default="")


def with_request_id(get_response):
    """Keeps the id that nginx gave the request (X-Request-ID), or makes one.

    It stays until the thread's next request, for Django logs an answer once it has left
    all middleware.
    """

    def answer(request):
        given = request.headers.get("x-request-id", "")
        request_id.set(given if GIVEN.fullmatch(given) else uuid4().hex)
        return get_response(request)

    return answer


class AddRequestId(logging.Filter):
    """Gives each record the id of the request that it was written for, or none."""

    def filter(self, record):
        record.request_id = request_id.get()
        return True


def logging_to_console(level: str, form: str) -> dict:
    """Django's ``LOGGING``: records from a level on, as "text" or as "json" lines."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": AddRequestId}},
        "formatters": {
            "text": {"format": "%(message)s"},
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
                "datefmt": "%Y-%m-%dT%H:%M:%S%z",
                "rename_fields": {"asctime": "time", "levelname": "level"},
                "reserved_attrs": [*RESERVED_ATTRS, "request"],
            },
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "level": level,  # Django's own loggers have levels of their own
                "filters": ["request_id"],
                "formatter": form,
            }
        },
        "root": {"handlers": ["console"], "level": level},
        # WeasyPrint warns of every style that is for screens only.
        "loggers": {"weasyprint": {"level": "ERROR"}, "fontTools": {"level": "ERROR"}},
    }
