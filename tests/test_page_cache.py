"""Pages come from one cache, until anything changes that they may show."""

from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from core.models import SiteSettings
from core.page_cache import generation, page_cache, renew
from tests.factories import (
    CustomDocumentFactory,
    CustomImageFactory,
    EventSeriesFactory,
    MemberPageFactory,
    NewsPageFactory,
    PartnerFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cache_folder(settings, tmp_path):
    """Pages are cached, in a folder of the test's own."""
    folder = tmp_path / "pages"
    settings.PAGE_CACHE_SECONDS = 60
    settings.CACHES = settings.CACHES | {
        "pages": settings.CACHES["pages"] | {"LOCATION": str(folder)}
    }
    return folder


@pytest.fixture
def post():
    return NewsPageFactory(title="Fifteen members met")


@pytest.fixture
def asks(client):
    """How many queries an answer takes."""

    def count(path, **headers):
        with CaptureQueriesContext(connection) as captured:
            client.get(path, **headers)
        return len(captured)

    return count


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """A block that is committed as a whole, and so is what was made before."""

    @contextmanager
    def commit():
        connection.run_on_commit.clear()
        with django_capture_on_commit_callbacks(execute=True) as ran:
            yield ran

    return commit


# Hits


@pytest.mark.parametrize(
    "path", ["/", "/fr/", "/news/", "/news/?kind=news", "/search/"]
)
def test_a_page_is_made_once(asks, path):
    assert asks(path) > 0
    assert asks(path) == 0


def test_a_page_from_the_cache_is_the_same(client, post):
    first, second = client.get(post.url), client.get(post.url)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]


def test_head_is_answered_too(client, post):
    client.get(post.url)
    assert client.head(post.url).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_ACCEPT_ENCODING": "br"}, {"HTTP_SAVE_DATA": "on"}],
)
def test_what_answers_vary_on_is_kept_apart(asks, post, headers):
    asks(post.url)
    assert asks(post.url, **headers) > 0
    assert asks(post.url, **headers) == 0


def test_wordings_of_one_header_share_a_copy(asks, post):
    asks(post.url, HTTP_ACCEPT_ENCODING="gzip, deflate, br")
    assert asks(post.url, HTTP_ACCEPT_ENCODING="br, gzip, zstd") == 0


def test_languages_of_browsers_share_a_copy(asks, post):
    asks(post.url, HTTP_ACCEPT_LANGUAGE="en-FJ")
    assert asks(post.url, HTTP_ACCEPT_LANGUAGE="fr") == 0


def test_filters_are_kept_apart(client, post):
    NewsPageFactory(title="A notice", kind="notice")
    client.get("/news/")
    assert "A notice" not in client.get("/news/?kind=news").text


def test_who_has_a_page_already_is_told_so_from_the_cache(client, asks, post):
    etag = client.get(post.url)["ETag"]
    assert client.get(post.url, HTTP_IF_NONE_MATCH=etag).status_code == 304
    assert asks(post.url, HTTP_IF_NONE_MATCH=etag) == 0


def test_a_304_takes_no_pages_place(client, post):
    etag = client.get(post.url)["ETag"]
    renew()
    assert client.get(post.url, HTTP_IF_NONE_MATCH=etag).status_code == 304
    assert client.get(post.url).status_code == 200


# Changes


def publish(page):
    page.title = "Changed"
    page.save_revision().publish()


def schedule(page):
    page.title = "Changed"
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    call_command("publish_scheduled")


CHANGES = {
    "publish": publish,
    "unpublish": lambda page: page.unpublish(),
    "delete": lambda page: page.delete(),
    "move": lambda page: page.move(StandardPageFactory(), pos="last-child"),
    "schedule": schedule,
    "restrict": lambda page: PageViewRestriction.objects.create(
        page=page, restriction_type="login"
    ),
    "tag": lambda page: page.members.through.objects.create(
        newspage=page, memberpage=MemberPageFactory()
    ),
    "setting": lambda page: SiteSettings.objects.create(email="info@oco.example"),
    "snippet": lambda page: PartnerFactory(),
    "series": lambda page: EventSeriesFactory(),
    "image": lambda page: CustomImageFactory(),
    "document": lambda page: CustomDocumentFactory(),
    "redirect": lambda page: Redirect.objects.create(
        old_path="/old", redirect_link="/news/"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_empties_the_cache(asks, committed, post, change):
    asks("/")
    with committed():
        CHANGES[change](post)
    assert asks("/") > 0


def test_a_published_change_shows_at_once(client, committed, post):
    client.get(post.url)
    with committed():
        publish(post)
    assert "Changed" in client.get(post.url).text


def test_a_page_made_private_is_gone_at_once(client, committed, post):
    client.get(post.url)
    with committed():
        CHANGES["restrict"](post)
    assert client.get(post.url).status_code == 302


def test_one_generation_does_for_all_changes_of_a_transaction(committed, post):
    with committed() as ran:
        publish(post)
        publish(post)
    assert ran.count(renew) == 1


def test_what_is_changed_after_others_were_taken_back_empties_the_cache(
    client, committed, post
):
    client.get(post.url)
    with committed():
        with suppress(IntegrityError), transaction.atomic():
            PartnerFactory()
            raise IntegrityError
        publish(post)
    assert "Changed" in client.get(post.url).text


def test_an_editor_at_work_does_not_empty_the_cache(editor_client, committed):
    before = generation()
    with committed():
        editor_client.get("/admin/")
        editor_client.get("/admin/pages/")
    assert generation() == before


# What never enters


def test_who_has_signed_in_gets_nothing_from_the_cache(client, asks, post, editor):
    asks(post.url)
    client.force_login(editor)
    assert asks(post.url) > 0


def test_what_those_see_who_have_signed_in_is_not_kept(client, asks, post, editor):
    client.force_login(editor)
    asks(post.url)
    client.logout()
    assert asks(post.url) > 0


def test_a_restricted_page_is_not_kept(client, editor, post):
    PageViewRestriction.objects.create(page=post, restriction_type="login")
    client.force_login(editor)
    assert client.get(post.url).status_code == 200
    client.logout()
    assert client.get(post.url).status_code == 302


def test_an_error_is_not_kept(client, committed):
    assert client.get("/news/coming/").status_code == 404
    NewsPageFactory(slug="coming")
    assert client.get("/news/coming/").status_code == 200


NOT_KEPT = {
    "private": {"Cache-Control": "private"},
    "says nothing of caches": {},
    "varies": {"Cache-Control": "public", "Vary": "Save-Data, Cookie"},
    "varies on all": {"Cache-Control": "public", "Vary": "*"},
}


@pytest.fixture
def is_kept(rf):
    """Whether the second answer to a request is the first, from the cache."""

    def ask_twice(answer) -> bool:
        answers = []

        def view(request):
            answers.append(answer())
            return answers[-1]

        for _time in range(2):
            page_cache(view)(rf.get("/"))
        return len(answers) == 1

    return ask_twice


def test_what_is_public_is_kept(is_kept):
    headers = {"Cache-Control": "public", "Vary": "Accept-Encoding, Save-Data"}
    assert is_kept(lambda: HttpResponse("A page", headers=headers))


@pytest.mark.parametrize("headers", NOT_KEPT.values(), ids=NOT_KEPT)
def test_what_may_be_another_for_another_reader_is_not_kept(is_kept, headers):
    assert not is_kept(lambda: HttpResponse("A page", headers=headers))


def test_what_sets_a_cookie_is_not_kept(is_kept):
    def answer():
        response = HttpResponse("A page", headers={"Cache-Control": "public"})
        response.set_cookie("a", "1")
        return response

    assert not is_kept(answer)


def test_a_file_that_is_sent_part_by_part_is_not_kept(is_kept):
    headers = {"Cache-Control": "public"}
    assert not is_kept(lambda: StreamingHttpResponse(["A file"], headers=headers))


def test_hosts_are_kept_apart(asks, settings):
    settings.ALLOWED_HOSTS = ["oco.example", "www.oco.example"]
    asks("/search/", HTTP_HOST="oco.example")
    assert asks("/search/", HTTP_HOST="www.oco.example") > 0


def test_the_form_to_register_is_not_kept(asks):
    assert asks("/events/none/register/") > 0
    assert asks("/events/none/register/") > 0


# Faults


@pytest.mark.parametrize("hindrance", ["a file in its place", "no file"])
def test_a_folder_that_cannot_be_used_costs_no_page(
    client, post, cache_folder, hindrance
):
    if hindrance == "no file":
        cache_folder.symlink_to(cache_folder.parent / "gone" / "nowhere")
    else:
        cache_folder.write_text("in the way")
    assert client.get(post.url).status_code == 200


def test_a_broken_file_costs_no_page(client, post, cache_folder):
    client.get(post.url)
    for file in cache_folder.iterdir():
        file.write_bytes(b"")
    assert client.get(post.url).status_code == 200
