"""What probes are told of the site's health."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from core import health

CHECKS = ["database", "migrations", "page_cache", "attempts", "disk"]
LIVE, READY = "/health/live", "/health/ready"


@pytest.fixture(autouse=True)
def cache_folder(settings, tmp_path):
    """The page cache is in a folder of the test's own."""
    folder = tmp_path / "pages"
    settings.CACHES = settings.CACHES | {
        "pages": settings.CACHES["pages"] | {"LOCATION": str(folder)}
    }
    return folder


def failing(response):
    """The names of the checks that fail."""
    checks = response.json()["checks"]
    return {name for name, result in checks.items() if result != "ok"}


@pytest.mark.django_db
def test_a_site_in_order_is_ready(client):
    response = client.get(READY)
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": dict.fromkeys(CHECKS, "ok"),
    }


def test_a_process_that_answers_lives_whatever_the_database_does(client):
    """No mark: the database is out of reach in this test."""
    response = client.get(LIVE)
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_without_its_database_the_site_is_not_ready(client):
    """No mark: the database is out of reach in this test."""
    response = client.get(READY)
    assert response.status_code == 503
    assert failing(response) == {"database", "migrations"}


@pytest.mark.django_db
def test_with_a_migration_to_be_applied_the_site_is_not_ready(client):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    response = client.get(READY)
    assert (response.status_code, failing(response)) == (503, {"migrations"})


@pytest.mark.django_db
def test_with_a_page_cache_that_keeps_nothing_the_site_is_not_ready(
    client, cache_folder
):
    cache_folder.write_text("a file in the folder's place")
    response = client.get(READY)
    assert (response.status_code, failing(response)) == (503, {"page_cache"})


@pytest.mark.django_db
def test_where_attempts_to_sign_in_are_not_counted_the_site_is_not_ready(
    client, settings, tmp_path
):
    folder = tmp_path / "attempts"
    settings.CACHES = settings.CACHES | {
        "attempts": settings.CACHES["pages"] | {"LOCATION": str(folder)}
    }
    folder.write_text("a file in the folder's place")
    assert failing(client.get(READY)) == {"attempts"}


def test_probes_at_the_same_time_do_not_disturb_each_other(cache_folder):
    check = health.CHECKS["page_cache"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _probe: check(), range(200)))
    assert not list(cache_folder.iterdir())


@pytest.mark.django_db
def test_on_a_full_disk_the_site_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE", 2**63)
    response = client.get(READY)
    assert (response.status_code, failing(response)) == (503, {"disk"})


@pytest.mark.django_db
def test_a_media_folder_that_is_not_made_yet_is_no_fault(client, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "not" / "yet")
    assert not default_storage.exists("images")
    assert client.get(READY).status_code == 200


def test_why_a_check_fails_is_for_the_log_alone(client, caplog):
    response = client.get(READY)
    assert "Database access" not in response.text
    assert "Database access" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("path", [LIVE, READY])
def test_no_cache_keeps_what_probes_are_told(client, path):
    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [LIVE, READY])
def test_a_probe_speaks_plain_http_to_an_address(client, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["ocosec.org"]
    assert client.get(path, HTTP_HOST="10.1.2.3:8000").status_code == 200


@pytest.mark.django_db
def test_other_addresses_below_are_pages_like_any(client):
    assert client.get("/health/").status_code == 404
