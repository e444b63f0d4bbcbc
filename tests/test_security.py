"""What browsers are told about each answer: what it may load, who may frame it."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed

from core.security import hash_source
from oco_site import urls
from tests.answers import soup
from tests.factories import (
    CustomDocumentFactory,
    CustomImageFactory,
    EventPageFactory,
    NewsPageFactory,
    StandardPageFactory,
)
from tests.forms import form_data

pytestmark = pytest.mark.django_db

VIDEO = "https://www.youtube.com/watch?v=oceania"
PLACES = [
    "/",
    "/fr/",
    "/news/",
    "/events/",
    "/events/calendar/",
    "/events/open-event/register/",
    "/members/",
    "/members/contacts/",
    "/search/?q=tariff",
    "/offline/",
    "/no-such-page/",
]
ADMIN_PLACES = ["/admin/", "/admin/login/", "/admin/images/", "/admin/no-such-page/"]


def fails(request):
    """A view that does not work."""
    return HttpResponse(1 / 0)


class UrlsWithFault:
    urlpatterns = [path("fails/", fails), *urls.urlpatterns]
    handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture(autouse=True)
def open_event():
    EventPageFactory(
        slug="open-event", takes_registrations=True, organiser_email="desk@oco.example"
    )


@pytest.fixture
def fault(settings):
    """The answer to a request that makes the server fail."""
    settings.ROOT_URLCONF = UrlsWithFault
    return Client(raise_request_exception=False).get("/fails/")


def policy(response):
    """The policy's sources by their directives."""
    parts = response["Content-Security-Policy"].split(";")
    return {name: sources for name, *sources in (part.split() for part in parts)}


def styles(response):
    return [element.string for element in soup(response).select("style")]


def with_video(html):
    """A page with a video, of which another site has told this HTML."""
    Embed.objects.update_or_create(
        hash=get_embed_hash(VIDEO),
        defaults={"url": VIDEO, "html": html, "type": "video"},
    )
    return StandardPageFactory(body=[("embed", {"embed": VIDEO, "title": "A film"})])


# Public pages


@pytest.mark.parametrize("place", PLACES)
def test_a_page_allows_nothing_that_it_does_not_name(client, place):
    assert policy(client.get(place))["default-src"] == ["'none'"]


@pytest.mark.parametrize("place", PLACES)
def test_a_page_allows_nothing_unsafe(client, place):
    assert "unsafe" not in client.get(place)["Content-Security-Policy"]


@pytest.mark.parametrize("place", PLACES)
def test_a_page_names_no_other_site(client, place):
    assert not re.search(r"[./*]\S", strip_hashes(client.get(place)))


def strip_hashes(response):
    return re.sub(r"'sha256-[^']+'", "", response["Content-Security-Policy"])


@pytest.mark.parametrize("place", PLACES)
def test_a_page_allows_the_styles_it_holds_and_no_other(client, place):
    response = client.get(place)
    allowed = [hash_source(text) for text in styles(response)]
    assert policy(response)["style-src"] == ["'self'", *allowed]
    assert len(allowed) == 1


@pytest.mark.parametrize("place", PLACES)
def test_a_page_has_no_script_in_it(client, place):
    scripts = soup(client.get(place)).select("script:not([src])")
    assert {script["type"] for script in scripts} <= {"application/ld+json"}


@pytest.mark.parametrize("place", PLACES)
def test_a_page_has_no_style_or_handler_on_an_element(client, place):
    names = {name for tag in soup(client.get(place)).find_all() for name in tag.attrs}
    assert not {name for name in names if name == "style" or name.startswith("on")}


@pytest.mark.parametrize("place", PLACES)
def test_no_site_frames_a_page(client, place):
    response = client.get(place)
    assert policy(response)["frame-ancestors"] == ["'none'"]
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("place", [*PLACES, *ADMIN_PLACES])
def test_every_page_is_sent_with_the_other_headers(editor_client, place):
    response = editor_client.get(place)
    assert "geolocation=(self)" in response["Permissions-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_fault_of_the_server_has_a_policy(fault):
    assert fault.status_code == 500
    assert policy(fault)["default-src"] == ["'none'"]


def test_the_page_for_a_fault_keeps_its_style(fault):
    assert policy(fault)["style-src"] == ["'self'", hash_source(*styles(fault))]


def test_a_cached_page_keeps_its_policy(client, settings):
    settings.PAGE_CACHE_SECONDS = 60
    first, second = (client.get("/")["Content-Security-Policy"] for _time in range(2))
    assert first == second
    assert "sha256" in second


def test_a_cached_page_says_once_how_long_it_lasts(client, settings):
    settings.PAGE_CACHE_SECONDS = 60
    assert not client.get("/").has_header("Expires")


def test_who_has_a_page_keeps_its_policy(client):
    etag = client.get("/")["ETag"]
    response = client.get("/", HTTP_IF_NONE_MATCH=etag)
    assert response.status_code == 304
    assert not response.has_header("Content-Security-Policy")


def test_developers_see_what_failed(settings):
    settings.DEBUG = True
    response = Client().get("/no/such/page.html")
    assert not response.has_header("Content-Security-Policy")


# Films of other sites


def test_a_page_with_a_film_may_frame_its_site(client):
    page = with_video('<iframe src="https://www.youtube.com/embed/x?a=1"></iframe>')
    assert policy(client.get(page.url))["frame-src"] == ["https://www.youtube.com"]


def test_another_page_may_frame_none(client):
    with_video('<iframe src="https://www.youtube.com/embed/x"></iframe>')
    assert "frame-src" not in policy(client.get("/"))


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<script src='https://x.example/a.js'></script>",
        "<iframe></iframe>",
        "<iframe src='/film'></iframe>",
        "<iframe src='javascript:x()'></iframe>",
        "<iframe src='data:text/html,x'></iframe>",
        "<iframe src='https://x.example;script-src *'></iframe>",
        "<iframe src='https://[x'></iframe>",
    ],
)
def test_what_is_no_frame_of_a_site_stays_a_link(client, html):
    response = client.get(with_video(html).url)
    assert soup(response).main.find("a", href=VIDEO).string == "A film"
    assert not soup(response).select("[data-embed]")
    assert "frame-src" not in policy(response)


def test_a_film_without_a_scheme_is_framed_over_tls(client):
    response = client.get(with_video('<iframe src="//player.example/1"></iframe>').url)
    assert soup(response).select("[data-embed='https://player.example/1']")


# The admin


@pytest.mark.parametrize("place", ADMIN_PLACES)
def test_the_admin_loads_from_this_site_alone(editor_client, place):
    allowed = policy(editor_client.get(place, follow=True))
    assert allowed["script-src"] == ["'self'", "'unsafe-inline'"]
    assert allowed["connect-src"] == ["'self'"]
    assert "unsafe-eval" not in str(allowed)


@pytest.mark.parametrize("place", ADMIN_PLACES)
def test_only_the_admin_frames_the_admin(editor_client, place):
    assert policy(editor_client.get(place))["frame-ancestors"] == ["'self'"]


def test_the_admin_asks_no_other_site_for_updates(client, admin):
    client.force_login(admin)
    assert "releases.wagtail" not in client.get("/admin/").text


def test_the_admin_frames_a_preview(editor_client):
    preview = f"/admin/pages/{NewsPageFactory().pk}/edit/preview/"
    editor_client.post(preview, form_data(date="2024-07-01", kind="news"))
    response = editor_client.get(preview)
    assert soup(response).select("header.site-header")
    assert policy(response)["frame-ancestors"] == ["'self'"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_a_preview_is_otherwise_as_strict_as_the_page(editor_client):
    page = NewsPageFactory()
    shown, drafted = (
        policy(editor_client.get(address)) | {"frame-ancestors": None}
        for address in (page.url, f"/admin/pages/{page.pk}/view_draft/")
    )
    assert shown == drafted


# Files


def test_a_document_may_load_nothing(client):
    response = client.get(CustomDocumentFactory().url)
    assert policy(response)["default-src"] == ["'none'"]


def test_a_picture_may_load_nothing(client):
    response = client.get(CustomImageFactory().get_rendition("width-300").url)
    assert policy(response)["default-src"] == ["'none'"]
