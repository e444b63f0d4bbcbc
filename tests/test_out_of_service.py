"""Where the database or the disk fails, that is said, and nothing typed is lost."""

import resource
from contextlib import contextmanager

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.urls import reverse

from core.models import CustomImage
from tests.answers import soup
from tests.factories import EventPageFactory, NewsPageFactory
from tests.forms import FORM_DATA, PUBLISH
from tests.test_uploads import photo

pytestmark = pytest.mark.django_db

TYPED = 'Five "members" met.\n<b>Losalini</b>'


@pytest.fixture
def client(client):
    """As a browser has it: a fault is an answer."""
    client.raise_request_exception = False
    return client


@contextmanager
def database_away():
    def refuse(execute, *args):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        yield


@contextmanager
def disk_full():
    """No file may grow beyond some bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def form(response):
    """What the page would send again."""
    fields = soup(response).select("form input")
    return {field["name"]: field["value"] for field in fields}


@pytest.mark.parametrize("path", ["/", "/fr/", "/news/", "/admin/"])
def test_a_database_that_is_away_is_a_503(client, editor, path):
    client.force_login(editor)
    with database_away():
        response = client.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "database does not answer" in response.text
    assert "no-store" in response["Cache-Control"]


def test_what_an_editor_typed_can_be_sent_again(editor_client, client):
    page = NewsPageFactory()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = {**FORM_DATA["NewsPage"](), "summary": TYPED, **PUBLISH}
    with database_away():
        response = client.post(address, data)
    assert response.status_code == 503
    again = form(response)
    assert again["summary"].splitlines() == TYPED.splitlines()
    client.post(address, again)
    page.refresh_from_db()
    assert page.summary.splitlines() == TYPED.splitlines()


def test_who_registers_can_send_the_form_again(client):
    event = EventPageFactory(takes_registrations=True, organiser_email="a@oco.example")
    address = f"{event.url}register/"
    with database_away():
        response = client.post(address, {"name": "Losalini"})
    assert form(response) == {"name": "Losalini"}


def test_what_another_site_sent_is_not_sent_again(client):
    headers = {"Sec-Fetch-Site": "cross-site"}
    with database_away():
        response = client.post("/events/x/register/", {"name": "x"}, headers=headers)
    assert (response.status_code, form(response)) == (503, {})


def test_no_password_is_written_into_a_page(client):
    with database_away():
        response = client.post(
            reverse("account_login"), {"login": "editor", "password": "secret"}
        )
    assert response.status_code == 503
    assert "secret" not in response.text


def test_another_fault_is_none_of_the_database(client, monkeypatch):
    monkeypatch.setattr("pages.views.fold", None)
    assert client.get("/search/?q=x").status_code == 500


def test_an_upload_that_finds_the_disk_full_is_said_so(client, admin):
    client.force_login(admin)
    file = ContentFile(photo("png", location=None) + bytes(2_000), "suva.png")
    with disk_full():
        response = client.post(
            reverse("wagtailimages:add"), {"title": "Suva", "file": file}
        )
    assert response.status_code == 503
    assert not CustomImage.objects.exists()


def test_no_half_of_a_file_is_left(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    with pytest.raises(OSError, match="too large"), disk_full():
        default_storage.save("documents/x.pdf", ContentFile(bytes(5_000)))
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_a_whole_file_is_readable_for_nginx(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    name = default_storage.save("documents/x.pdf", ContentFile(b"whole"))
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o644
    assert [path.name for path in tmp_path.rglob("*.pdf")] == ["x.pdf"]


def test_a_name_that_is_taken_is_not_written_over(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    names = {
        default_storage.save("x.pdf", ContentFile(text)) for text in (b"one", b"two")
    }
    assert {default_storage.open(name).read() for name in names} == {b"one", b"two"}
