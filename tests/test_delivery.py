"""How answers are sent: compressed, in parts, and with what caches may keep."""

import gzip

import brotli
import pytest
from django.core.files.base import ContentFile
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from core.middleware import find_range
from core.templatetags.core_tags import read_css
from tests.answers import soup
from tests.factories import CustomDocumentFactory, CustomImageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db

BYTES = bytes(range(256)) * 20
SIZE = len(BYTES)


@pytest.fixture
def post():
    return NewsPageFactory(title="Fifteen members met")


@pytest.fixture
def document():
    return CustomDocumentFactory(file=ContentFile(BYTES, "tariff.pdf"))


@pytest.fixture
def picture():
    return CustomImageFactory().get_rendition("width-300|format-jpeg").url


def part_of(response):
    return b"".join(response.streaming_content)


# Bytes


@pytest.mark.parametrize("kind", ["home", "map", "month", "form"])
def test_the_styles_of_no_page_are_larger_than_6_kb(kind):
    styles = read_css("main.css") + read_css(f"{kind}.css")
    assert len(gzip.compress(styles.encode())) < 6_000


# Compression


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5", "br"),
        ("gzip, br;q=0", "gzip"),
        ("gzip", "gzip"),
        ("deflate", None),
        ("", None),
    ],
)
def test_a_page_is_compressed_as_the_browser_can_read_it(client, post, accepted, sent):
    response = client.get(post.url, HTTP_ACCEPT_ENCODING=accepted)
    assert response.get("Content-Encoding") == sent
    decompress = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[sent]
    assert post.title in decompress(response.content).decode()


@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
def test_caches_keep_the_compressions_apart(client, post, accepted):
    response = client.get(post.url, HTTP_ACCEPT_ENCODING=accepted)
    assert "Accept-Encoding" in response["Vary"]


def test_pictures_are_not_compressed_again(client, picture):
    response = client.get(picture, HTTP_ACCEPT_ENCODING="gzip, br")
    assert not response.has_header("Content-Encoding")


def test_the_length_is_that_of_the_compressed_page(client, post):
    response = client.get(post.url, HTTP_ACCEPT_ENCODING="br")
    assert int(response["Content-Length"]) == len(response.content)


# Parts of files


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=5000-", 5000, SIZE - 1),
        ("bytes=-20", SIZE - 20, SIZE - 1),
        ("bytes=0-999999", 0, SIZE - 1),
        ("bytes=-999999", 0, SIZE - 1),
    ],
)
def test_a_part_of_a_document_is_sent(client, document, header, first, last):
    response = client.get(document.url, HTTP_RANGE=header)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert int(response["Content-Length"]) == last - first + 1
    assert part_of(response) == BYTES[first : last + 1]


def test_a_part_of_a_picture_is_sent(client, picture):
    whole = part_of(client.get(picture))
    response = client.get(picture, HTTP_RANGE="bytes=100-")
    assert (response.status_code, part_of(response)) == (206, whole[100:])


@pytest.mark.parametrize(
    "header",
    ["bytes=9-3", "bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes", "0-5"],
)
def test_a_range_that_is_none_gets_the_whole_file(client, document, header):
    response = client.get(document.url, HTTP_RANGE=header)
    assert (response.status_code, part_of(response)) == (200, BYTES)


@pytest.mark.parametrize("header", [f"bytes={SIZE}-", "bytes=-0", f"bytes={10**17}-"])
def test_a_part_that_the_file_has_not_is_refused(client, document, header):
    response = client.get(document.url, HTTP_RANGE=header)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"


def test_whole_files_say_that_parts_can_be_had(client, document, picture):
    for path in (document.url, picture):
        assert client.get(path)["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("validator", ["ETag", "Last-Modified"])
def test_a_download_resumes_if_the_file_is_the_same(client, document, validator):
    begun = client.get(document.url)[validator]
    response = client.get(document.url, HTTP_RANGE="bytes=9-", HTTP_IF_RANGE=begun)
    assert response.status_code == 206


def test_a_download_begins_anew_if_the_file_has_changed(client, document):
    response = client.get(document.url, HTTP_RANGE="bytes=9-", HTTP_IF_RANGE='"old"')
    assert (response.status_code, part_of(response)) == (200, BYTES)


def test_a_restricted_document_shows_no_part_either(client, document):
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type="login"
    )
    assert client.get(document.url, HTTP_RANGE="bytes=0-9").status_code == 302


def test_a_part_of_a_restricted_document_is_kept_by_no_cache(editor_client, document):
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type="login"
    )
    response = editor_client.get(document.url, HTTP_RANGE="bytes=0-9")
    assert (response.status_code, part_of(response)) == (206, BYTES[:10])
    assert "no-store" in response["Cache-Control"]


def test_a_document_claims_no_encoding(client, document):
    assert not client.get(document.url).has_header("Content-Encoding")


def test_a_range_at_the_last_byte():
    assert find_range("bytes=9-9", 10) == range(9, 10)


# Caches


def test_any_cache_may_keep_a_page_and_show_it_for_a_day_in_place_of_errors(
    client, post
):
    control = client.get(post.url)["Cache-Control"]
    assert control == "public, max-age=0, stale-if-error=86400"


def test_nginx_in_front_may_keep_a_page_for_as_long_as_it_is_told(
    client, post, settings
):
    settings.SHARED_CACHE_SECONDS = 10
    control = client.get(post.url)["Cache-Control"]
    shared = "s-maxage=10, stale-while-revalidate=20, stale-if-error=86400"
    assert control == f"public, max-age=0, {shared}"


def test_nginx_is_not_told_to_keep_files(client, document, settings):
    settings.SHARED_CACHE_SECONDS = 10
    assert client.get(document.url)["Cache-Control"] == "public, max-age=0"


def test_who_has_a_page_already_gets_no_body(client, post):
    etag = client.get(post.url, HTTP_ACCEPT_ENCODING="br")["ETag"]
    response = client.get(post.url, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=etag)
    assert (response.status_code, response.content) == (304, b"")


def test_a_page_that_changed_is_sent_again(client, post):
    etag = client.get(post.url)["ETag"]
    post.summary = "Sixteen members met."
    post.save()
    assert client.get(post.url, HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_no_cache_may_keep_a_restricted_page(editor_client, post):
    PageViewRestriction.objects.create(page=post, restriction_type="login")
    response = editor_client.get(post.url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/pages/"])
def test_no_cache_may_keep_the_admin(client, editor_client, path):
    assert "public" not in editor_client.get(path).get("Cache-Control", "")


def test_an_error_is_not_said_to_be_public(client):
    assert not client.get("/no-such-page/").has_header("Cache-Control")


# Pictures where data is saved


@pytest.fixture
def illustrated():
    return NewsPageFactory(image=CustomImageFactory())


def test_pictures_are_held_back_where_data_is_saved(client, illustrated):
    main = soup(client.get(illustrated.url, HTTP_SAVE_DATA="on")).main
    assert not [
        image for image in main.select("img") if not image.find_parent("template")
    ]
    assert main.select_one("[data-on-tap] a")["href"].endswith(".jpg")


def test_pictures_are_there_otherwise(client, illustrated):
    assert soup(client.get(illustrated.url)).main.select("img")


def test_caches_keep_pages_with_and_without_pictures_apart(client, illustrated):
    for headers in ({}, {"HTTP_SAVE_DATA": "on"}):
        assert "Save-Data" in client.get(illustrated.url, **headers)["Vary"]
