"""A CDN's cache is emptied after changes, all of it, and seldom."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from core import frontend_cache
from core.page_cache import renew
from tests.factories import NewsPageFactory

pytestmark = pytest.mark.django_db


class Cache(HTTPServer):
    """Takes PURGE, and notes what was asked of it."""

    def __init__(self, status=200):
        super().__init__(("127.0.0.1", 0), Purged)
        self.status = status
        self.asked = []


class Purged(BaseHTTPRequestHandler):
    def do_PURGE(self):
        self.server.asked.append((self.path, self.headers["Host"]))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args):
        """Nothing, in the output of the tests."""


@pytest.fixture
def cdn(settings, tmp_path):
    """A cache in front, of a site that nothing has changed on."""
    folder = {"LOCATION": str(tmp_path / "pages")}
    settings.CACHES = settings.CACHES | {"pages": settings.CACHES["pages"] | folder}
    settings.SITE_URL = "https://www.oco.example"
    with Cache() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.FRONTEND_CACHE_URL = f"http://127.0.0.1:{server.server_port}"
        yield server
        server.shutdown()


@pytest.fixture
def clock(monkeypatch):
    """Moves the time of the site on, by so many seconds."""
    now = frontend_cache.time.time()
    passed = [0]
    monkeypatch.setattr("time.time", lambda: now + passed[0])

    def move(seconds):
        passed[0] += seconds

    return move


def turn(times=1):
    for _time in range(times):
        call_command("purge_frontend_cache", verbosity=0)


def test_a_change_empties_all_of_the_host(cdn):
    renew()
    turn()
    assert cdn.asked == [("/*", "www.oco.example")]


def test_a_burst_of_changes_is_one_call(cdn, clock, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for _number in range(3):
            NewsPageFactory().save_revision().publish()
    clock(5)
    turn(3)
    assert len(cdn.asked) == 1


def test_without_a_change_nothing_is_asked(cdn, clock):
    renew()
    clock(60)
    turn()
    clock(60)
    turn()
    assert len(cdn.asked) == 1


def test_each_change_is_followed(cdn, clock):
    for _number in range(2):
        renew()
        clock(60)
        turn()
    assert len(cdn.asked) == 2


def test_it_is_emptied_once_more_when_nginx_has_no_old_page(cdn, clock, settings):
    settings.SHARED_CACHE_SECONDS = 10
    renew()
    clock(20)
    turn()
    clock(20)
    turn(2)
    assert len(cdn.asked) == 2


def test_a_cache_that_refuses_is_logged_and_no_more(cdn, caplog):
    cdn.status = 403
    renew()
    turn()
    assert "403" in caplog.text


def test_a_cache_that_is_away_is_logged_and_no_more(cdn, settings, caplog):
    settings.FRONTEND_CACHE_URL = "http://127.0.0.1:9"
    renew()
    turn()
    assert "purge" in caplog.text


def test_without_a_cdn_nothing_is_asked(cdn, settings):
    settings.FRONTEND_CACHE_URL = ""
    renew()
    turn()
    assert cdn.asked == []


@pytest.mark.parametrize(
    ("address", "backend"),
    [
        ("https://varnish:6081", "HTTPBackend"),
        ("cloudflare://token@zone", "WholeZone"),
        ("cloudfront://E1ABC", "CloudfrontBackend"),
    ],
)
def test_each_kind_of_cdn_has_its_backend(address, backend):
    assert frontend_cache.backend_of(address)["BACKEND"].endswith(backend)


def test_a_name_keeps_its_capitals():
    named = frontend_cache.backend_of("cloudfront://E1ABC")
    assert named["DISTRIBUTION_ID"] == "E1ABC"


def test_another_scheme_is_refused():
    with pytest.raises(ImproperlyConfigured):
        frontend_cache.backend_of("ftp://cache")


def test_pages_tell_the_cdn_for_how_long_it_may_keep_them(client, settings):
    settings.FRONTEND_CACHE_URL = "http://varnish"
    control = client.get("/")["CDN-Cache-Control"]
    assert control == "max-age=3600, stale-if-error=86400"


def test_what_is_private_tells_it_nothing(client, settings, admin):
    settings.FRONTEND_CACHE_URL = "http://varnish"
    client.force_login(admin)
    assert "CDN-Cache-Control" not in client.get("/admin/").headers


def test_pages_tell_nothing_where_there_is_no_cdn(client):
    assert "CDN-Cache-Control" not in client.get("/").headers
