"""Whatever anybody asks of any public address is answered, and never by a fault.

The addresses are those of the URL configuration; Hypothesis draws what is asked of them.
The test client raises what a view raises, so that a fault cannot pass as an answer.
"""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from events.spam import new_stamp
from tests import factories, hostile
from tests.test_every_page_type import FACTORIES
from tests.test_registration import ENTRY

pytestmark = pytest.mark.django_db

MARKUP = re.compile("html|xml")
ADDRESSES = hostile.public_addresses()


def examples(number, start):
    """So many requests, the same ones at each run."""
    quiet = settings(
        max_examples=number,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    return lambda test: seed(start)(quiet(test))


@pytest.fixture
def cached(settings, tmp_path):
    """Pages are cached, as on a site."""
    settings.PAGE_CACHE_SECONDS = 60
    settings.CACHES = settings.CACHES | {
        "pages": settings.CACHES["pages"] | {"LOCATION": str(tmp_path / "pages")}
    }


@pytest.fixture
def event():
    return factories.EventPageFactory(
        slug="open-event", takes_registrations=True, organiser_email="desk@oco.example"
    )


@pytest.fixture
def pages(event):
    """A page of each kind, and an event with a form."""
    return [*(make() for make in FACTORIES.values()), event]


@pytest.fixture
def known(cached, pages, event, fiji):
    """What there is, by the name under which an address asks for it."""
    private = factories.StandardPageFactory()
    restriction = PageViewRestriction.objects.create(
        page=private, restriction_type="login"
    )
    document = factories.CustomDocumentFactory()
    series = factories.EventSeriesFactory()
    factories.EventPageFactory(series=series)
    rendition = factories.CustomImageFactory().get_rendition("width-40")
    return {
        "_0": [private.url.removeprefix("/"), document.pk],
        "_1": [document.filename],
        "document_id": [document.pk],
        "document_filename": [document.filename],
        "first": ["2024-07", event.start_date.strftime("%Y-%m")],
        "iso_code": [fiji.iso_code],
        "page_id": [private.pk],
        "page_view_restriction_id": [restriction.pk],
        "path": [rendition.file.name, document.file.name],
        "section": ["pages", "series"],
        "slug": [*(page.slug for page in pages), series.slug],
    }


def check(client, method, path, query="", headers=None, **body):
    """The answer is no fault, has no markup of who asks, and sends nobody elsewhere.

    Whatever the request changed is taken back.
    """
    with transaction.atomic():
        environ = hostile.environ(path, query, headers or {})
        answer = client.generic(method, "/", **body, **environ)
        said = answer.getvalue()
        transaction.set_rollback(True)
    assert 200 <= answer.status_code < 500
    assert b"Traceback (most recent" not in said
    if MARKUP.search(answer.get("Content-Type", "")):
        assert hostile.MARK.encode() not in said
        assert b"60481729" not in said  # 7777 times 7777
    assert "X-Injected" not in answer.headers
    assert urlsplit(answer.get("Location", "")).netloc in ("", "testserver")


def test_no_address_is_a_fault(client, known, pages):
    addresses = [
        *ADDRESSES,
        *(page.url.removeprefix("/") for page in pages if page.url),
    ]
    methods = st.sampled_from(["GET", "GET", "GET", "HEAD", "OPTIONS", "PUT"])
    for number, address in enumerate(addresses):

        @examples(4, number)
        @given(
            methods, hostile.path(address, known), hostile.query(), hostile.headers()
        )
        def ask(method, path, query, headers):
            check(client, method, path, query, headers)

        ask()


def test_nothing_posted_is_a_fault(client, known):
    for number, address in enumerate(ADDRESSES):

        @examples(2, number)
        @given(hostile.path(address, known), hostile.content(), hostile.headers())
        def post(path, content, headers):
            check(client, "POST", path, "", headers, **content)

        post()


@pytest.mark.parametrize("name", [*ENTRY, "stamp", "homepage"])
def test_no_registration_is_a_fault(client, event, name):
    stamp = new_stamp(str(event.translation_key), timedelta(minutes=1))
    fields = {**ENTRY, "stamp": stamp}

    @examples(12, 1)
    @given(hostile.value(), hostile.headers())
    def register(value, headers):
        typed = {key: hostile.encoded(text) for key, text in fields.items()}
        typed[name] = value
        body = "&".join("=".join(pair) for pair in typed.items())
        content = {"data": body, "content_type": hostile.TYPES[0]}
        check(client, "POST", f"{event.url}register/", "", headers, **content)

    register()


@pytest.mark.parametrize(
    "address", ["fr/%(_0)s", "search/", "events/%(slug)s/register/"]
)
def test_every_address_is_among_them(address):
    assert address in ADDRESSES


# Faults that were found


@pytest.mark.parametrize("path", ["/", "/admin/", "/admin/login/"])
def test_a_session_that_cannot_be_ours_is_passed_over(client, path):
    """PostgreSQL takes no NUL, which a quoted cookie may hold (RFC 2109)."""
    cookie = 'sessionid="\\000aaaaaaaaaa"'
    check(client, "GET", path, headers={"Cookie": cookie})
