"""How many requests were answered, how, and how fast, for Prometheus.

One histogram for all processes of a server. ``django-prometheus`` was weighed: it counts
by view, model and cache what nobody here looks at, each a series of its own.
"""

import os
import time
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare

PATH = "/metrics"


def exposition(request):
    """What all processes have counted; 403 without the token, as a bearer (RFC 6750)."""
    given = request.headers.get("authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=403)
    prometheus = import_module("prometheus_client")
    registry = prometheus.CollectorRegistry()
    import_module("prometheus_client.multiprocess").MultiProcessCollector(registry)
    response = HttpResponse(
        prometheus.generate_latest(registry),
        content_type=prometheus.CONTENT_TYPE_LATEST,
    )
    add_never_cache_headers(response)
    return response


def metrics(get_response):
    """Counts each request by the class of its status, and tells Prometheus.

    The library looks where its processes meet when it is imported; so that is here, and
    only where METRICS_TOKEN is set.
    """
    if not settings.METRICS_TOKEN:
        raise MiddlewareNotUsed
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = settings.METRICS_FOLDER
    Path(settings.METRICS_FOLDER).mkdir(parents=True, exist_ok=True)
    seconds = import_module("prometheus_client").Histogram(
        "http_request_seconds",
        "Time that the site took for a request, in seconds",
        ["status"],
        registry=None,  # what is counted is read from the files of all processes
        buckets=(0.005, 0.02, 0.1, 0.5, 1, 2, 5),
    )

    def answer(request):
        if request.path == PATH:
            return exposition(request)
        begun = time.perf_counter()
        response = get_response(request)
        status = f"{response.status_code // 100}xx"
        seconds.labels(status).observe(time.perf_counter() - begun)
        return response

    return answer
