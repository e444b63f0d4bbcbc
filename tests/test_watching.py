"""What the site tells those who run it: its log, its errors, its metrics."""

import gzip
import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from uuid import UUID

import brotli
import pytest
from django.http import HttpResponse
from django.test import Client

from core.logs import request_id, with_request_id
from tests.audit.site import ROOT

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
ID = "0123456789abcdef0123456789abcdef"
# A site whose database is out of reach is asked for a page.
FAILS = f"""
import django
django.setup()
from django.test import Client
from django.test.utils import override_settings
client = Client(raise_request_exception=False)
with override_settings(ALLOWED_HOSTS=["testserver"]):
    client.get(
        "/search/?q=secret",
        HTTP_X_REQUEST_ID="{ID}",
        HTTP_COOKIE="sessionid=secret",
        REMOTE_ADDR="203.0.113.9",
    )
"""


def fail(**environment):
    """What such a site writes into its log."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "oco_site.settings",
        "DATABASE_URL": "sqlite:////nowhere/db.sqlite3",
        "PAGE_CACHE_SECONDS": "0",
        "DEBUG": "off",
        **environment,
    }
    return subprocess.run(
        [sys.executable, "-c", FAILS],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stderr


# The log


@pytest.fixture(scope="module")
def lines():
    return [json.loads(line) for line in fail(LOG_FORMAT="json").splitlines()]


def test_each_line_of_the_log_is_json(lines):
    assert {"time", "level", "name", "message", "request_id"} <= set(lines[-1])


def test_an_error_is_one_line_with_its_traceback(lines):
    (error,) = [line for line in lines if line["level"] == "ERROR"]
    assert error["message"] == "Service Unavailable: /search/"
    assert "OperationalError" in error["exc_info"]


def test_a_line_names_the_request_that_nginx_named(lines):
    assert {line["request_id"] for line in lines} == {ID}


@pytest.mark.parametrize("given", ["", "short", 'a"quote and more', "x" * 65])
def test_an_id_that_is_none_is_not_believed(rf, given):
    with_request_id(HttpResponse)(rf.get("/", HTTP_X_REQUEST_ID=given))
    assert UUID(request_id.get()) != given


def test_no_page_gets_heavier_by_its_id(client):
    assert not client.get("/health/live").has_header("X-Request-ID")


# Errors


@pytest.fixture(scope="module")
def reported():
    """What reaches a server that speaks Sentry's protocol."""
    bodies = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            unpack = UNPACK[self.headers.get("Content-Encoding")]
            bodies.append(unpack(body).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            """What is asked is not worth a line."""

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        fail(SENTRY_DSN=f"http://key@127.0.0.1:{server.server_port}/1")
        server.shutdown()
    return "\n".join(bodies)


def test_an_error_is_reported_with_its_place_and_its_request(reported):
    assert "OperationalError" in reported
    assert "/search/" in reported
    assert ID in reported


@pytest.mark.parametrize("private", ["secret", "203.0.113.9", "sessionid"])
def test_nothing_about_people_is_reported(reported, private):
    assert reported
    assert private not in reported


# Metrics


@pytest.fixture(scope="module")
def metrics_folder(tmp_path_factory):
    return str(tmp_path_factory.mktemp("metrics"))


@pytest.fixture
def counting(settings, metrics_folder):
    """A client of a site that counts."""
    settings.METRICS_FOLDER = metrics_folder
    settings.METRICS_TOKEN = "a long token"
    return Client(headers={"Authorization": "Bearer a long token"})


def test_requests_are_counted_by_status_with_their_time(counting):
    counting.get("/robots.txt")
    text = counting.get("/metrics").text
    assert 'http_request_seconds_count{status="2xx"} 1.0' in text
    assert 'http_request_seconds_bucket{le="5.0",status="2xx"} 1.0' in text


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", "a long token"])
def test_who_has_not_the_token_gets_no_metrics(counting, given):
    response = counting.get("/metrics", headers={"Authorization": given})
    assert (response.status_code, response.content) == (403, b"")


def test_no_cache_keeps_the_metrics(counting):
    assert "no-store" in counting.get("/metrics")["Cache-Control"]


@pytest.mark.django_db
def test_a_site_without_a_token_has_no_metrics(client):
    assert client.get("/metrics").status_code in (301, 404)
