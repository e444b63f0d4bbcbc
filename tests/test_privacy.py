"""Readers are not followed, and what is private stays private."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from core.models import CustomImage, CustomRendition
from tests.answers import soup
from tests.factories import (
    CommuniquePageFactory,
    CustomDocumentFactory,
    CustomImageFactory,
    EventPageFactory,
    MemberPageFactory,
    NewsPageFactory,
    PriorityPageFactory,
    ResourcePageFactory,
    StandardPageFactory,
    story,
)

pytestmark = pytest.mark.django_db

MAKERS = [
    CommuniquePageFactory,
    EventPageFactory,
    MemberPageFactory,
    NewsPageFactory,
    PriorityPageFactory,
    ResourcePageFactory,
    StandardPageFactory,
]
PLACES = [
    "/",
    "/fr/",
    "/news/",
    "/news/?year=2024",
    "/communiques/",
    "/events/",
    "/events/calendar/",
    "/events/calendar.ics",
    "/events/subscribing/",
    "/events/open-event/register/",
    "/events/open-event/register/thanks/",
    "/members/",
    "/members/contacts/",
    "/offline/",
    "/offline/essentials.json",
    "/service-worker.js",
    "/priorities/",
    "/resources/",
    "/search/",
    "/search/?q=x",
    "/news/feed/",
    "/sitemap.xml",
    "/robots.txt",
    "/site.webmanifest",
    "/no-such-page/",
]
EMBED = '<iframe src="https://www.youtube.com/embed/x"></iframe>'

each_place = pytest.mark.parametrize("path", PLACES)
each_kind = pytest.mark.parametrize(
    "make", MAKERS, ids=lambda m: m._meta.model.__name__
)


def asked_of_others(response):
    """Addresses of other sites that a browser would ask by itself."""
    page = soup(response)
    named = [
        *(element["src"] for element in page.select("[src]")),
        *(element["srcset"] for element in page.select("[srcset]")),
        *(element["poster"] for element in page.select("[poster]")),
        *(link["href"] for link in page.select("link[href]") if fetched(link)),
        *(element["data"] for element in page.select("object[data]")),
    ]
    own = (settings.SITE_URL, "/", "data:")
    return [address for address in named if "//" in address.replace(own[0], "")]


def fetched(link):
    return not {"canonical", "alternate", "next", "prev"} & set(link["rel"])


@pytest.fixture(autouse=True)
def open_event():
    """An event whose form is open."""
    EventPageFactory(
        slug="open-event", takes_registrations=True, organiser_email="desk@oco.example"
    )


# Cookies


@each_place
def test_no_place_sets_a_cookie(client, path):
    assert not client.get(path).cookies


@each_kind
def test_no_page_sets_a_cookie(client, make):
    assert not client.get(make().url).cookies


@each_place
def test_no_answer_depends_on_a_cookie(client, path):
    assert "cookie" not in client.get(path).get("Vary", "").lower()


def test_no_reading_makes_a_session(client):
    for path in PLACES:
        client.get(path)
    assert not Session.objects.exists()


# Other sites


@each_place
def test_no_place_asks_another_site(client, path):
    assert asked_of_others(client.get(path)) == []


@each_kind
def test_no_page_asks_another_site(client, make):
    assert asked_of_others(client.get(make(image=CustomImageFactory()).url)) == []


def test_the_styles_ask_no_other_site(client):
    style = soup(client.get("/")).style.string
    assert "//" not in style.replace("http://www.w3.org/2000/svg", "")


# Files


def test_the_sizes_of_a_picture_are_public(client):
    post = NewsPageFactory(image=CustomImageFactory())
    source = soup(client.get(post.url)).select_one(".lead-image img")["src"]
    assert client.get(source).status_code == 200


def test_the_address_of_a_size_cannot_be_guessed(client):
    image = CustomImageFactory(file__filename="outside.png")
    made = [image.get_rendition("width-300|format-jpeg").url]
    CustomRendition.objects.all().delete()
    image = CustomImage.objects.get()
    made.append(image.get_rendition("width-300|format-jpeg").url)
    assert len(set(made)) == 2
    guess = "/media/images/outside.width-300.format-jpeg.jpg"
    assert client.get(guess).status_code == 404


def test_the_original_of_a_picture_is_not_public(client):
    image = CustomImageFactory()
    assert client.get(image.file.url).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/media/images/",
        "/media/images",
        "/media/images/../original_images/image.png",
        "/media/images/%2e%2e/original_images/image.png",
        "/media/images/..%2foriginal_images%2fimage.png",
        "/media/images//etc/passwd",
        "/media/images/../../.env",
        "/media/images/%2e%2e/%2e%2e/.env",
        "/media/images/\\..\\..\\.env",
        "/media/images/x%00.png",
        "/media/images/" + "x" * 300 + ".png",
        "/media/../.env",
        "/static/../.env",
        "/.env",
        "/db.sqlite3",
    ],
)
def test_no_address_leads_out_of_the_pictures(client, path):
    CustomImageFactory(file__filename="image.png")
    assert client.get(path).status_code == 404


def test_a_document_is_public(client):
    assert client.get(CustomDocumentFactory().url).status_code == 200


def test_a_document_is_not_served_past_its_view(client):
    assert client.get(CustomDocumentFactory().file.url).status_code == 404


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_a_restricted_document_is_not_public(client, kind):
    collection = Collection.get_first_root_node().add_child(name="Members only")
    document = CustomDocumentFactory(collection=collection)
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=kind
    )
    answer = client.get(document.url)
    assert b"%PDF" not in answer.getvalue()


def test_a_document_in_a_restricted_collection_is_not_kept_by_caches(client, admin):
    collection = Collection.get_first_root_node().add_child(name="Members only")
    document = CustomDocumentFactory(collection=collection)
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="login"
    )
    client.force_login(admin)
    assert "no-store" in client.get(document.url).get("Cache-Control", "")


# Pages


@each_kind
def test_a_draft_is_not_public(client, make):
    assert client.get(make(live=False).url).status_code == 404


@each_kind
def test_a_draft_is_not_public_in_french(client, make):
    assert client.get(f"/fr{make(live=False).url}").status_code == 404


@each_kind
def test_a_restricted_page_asks_who_reads_it(client, make):
    page = make()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(page.url).url.startswith("/account/sign-in/")


def test_who_signs_in_is_shown_the_page(client, editor):
    editor.set_password("kava")
    editor.save()
    page = StandardPageFactory(body=story("For members."))
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    form = client.get(page.url).url
    answer = client.post(
        form, {"login": "editor", "password": "kava", "next": page.url}, follow=True
    )
    assert "For members." in answer.text


def test_a_page_below_a_restricted_one_asks_too(client):
    parent = StandardPageFactory()
    child = StandardPageFactory(parent=parent)
    PageViewRestriction.objects.create(page=parent, restriction_type="login")
    assert client.get(child.url).status_code == 302


def test_a_password_opens_a_page(client):
    page = StandardPageFactory(body=story("For members."))
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="kava"
    )
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        {"password": "kava", "return_url": page.url},
    )
    assert "For members." in client.get(page.url).text


def test_a_restricted_page_is_not_kept_by_caches(client, admin):
    page = StandardPageFactory()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    client.force_login(admin)
    assert "no-store" in client.get(page.url).get("Cache-Control", "")


def test_a_section_that_is_restricted_is_not_in_the_menu(client, sections):
    PageViewRestriction.objects.create(
        page=sections["resources"], restriction_type="login"
    )
    menu = soup(client.get("/")).select("header a, footer a")
    assert "/resources/" not in [link["href"] for link in menu]


# Old addresses


@pytest.fixture
def moved():
    """A post that is found at an old address too."""
    post = NewsPageFactory(slug="new-name")
    Redirect.objects.create(old_path="/old-name", redirect_page=post)
    return post


def test_an_old_address_leads_to_the_page(client, moved):
    for path in ("/old-name/", "/old-name/?from=a-list"):
        assert client.get(path).url.endswith(moved.url)


def test_an_old_address_does_not_tell_the_name_of_a_draft(client, moved):
    moved.unpublish()
    assert client.get("/old-name/").status_code == 404


def test_an_old_address_of_a_restricted_page_is_for_who_has_signed_in(
    client, moved, editor
):
    PageViewRestriction.objects.create(page=moved, restriction_type="login")
    assert client.get("/old-name/").status_code == 404
    client.force_login(editor)
    assert client.get("/old-name/").url.endswith(moved.url)


def test_an_old_address_may_lead_elsewhere(client):
    Redirect.objects.create(old_path="/old-name", redirect_link="/news/")
    assert client.get("/old-name/").url == "/news/"
