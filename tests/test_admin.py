"""What the Secretariat's editors do, with the rights that their group has."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html

from core.models import CustomDocument, CustomImage, Partner, SiteSettings
from news.models import NewsPage
from tests.answers import soup, words
from tests.factories import (
    CustomDocumentFactory,
    CustomImageFactory,
    EventSeriesFactory,
    NewsPageFactory,
    PartnerFactory,
)
from tests.forms import FORM_DATA, PUBLISH

pytestmark = pytest.mark.django_db

VIEWS = [
    "wagtailadmin_home",
    "wagtailadmin_explore_root",
    "wagtailadmin_pages:search",
    "wagtailimages:index",
    "wagtailimages:add",
    "wagtailimages:add_multiple",
    "wagtaildocs:index",
    "wagtaildocs:add",
    "wagtaildocs:add_multiple",
    "wagtailredirects:index",
    "wagtailredirects:add",
    "wagtailsnippets:index",
    "wagtailsnippets_core_partner:list",
    "wagtailsnippets_core_partner:add",
    "wagtailsnippets_events_eventseries:list",
    "wagtailsnippets_events_eventseries:add",
    "wagtailadmin_account",
    "wagtailadmin_reports:aging_pages",
]
NOT_THEIRS = [
    "wagtailusers_users:index",
    "wagtailusers_groups:index",
    "wagtailsites:index",
]


@pytest.fixture
def settings_form(editor_client):
    """The address of the settings' form, and what it sends as it stands."""
    address = reverse("wagtailsettings:edit", args=["core", "sitesettings"])
    answer = editor_client.get(address, follow=True)
    form = soup(answer).select_one("main form:has([name=phone])")
    return answer.request["PATH_INFO"], querydict_from_html(str(form)).dict()


@pytest.mark.parametrize("name", VIEWS)
def test_an_editor_opens_it(editor_client, name):
    assert editor_client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", NOT_THEIRS)
def test_an_editor_is_kept_out_of_it(editor_client, name):
    assert editor_client.get(reverse(name)).status_code in (302, 403)


@pytest.mark.parametrize("slug", ["news", "events", "members", "communiques"])
def test_an_editor_opens_every_section(editor_client, sections, slug):
    address = reverse("wagtailadmin_explore", args=[sections[slug].pk])
    assert editor_client.get(address).status_code == 200


def test_a_stranger_is_asked_to_sign_in(client, db):
    answer = client.get(reverse("wagtailadmin_home"))
    assert answer.url.startswith(reverse("account_login"))


@pytest.fixture
def add_news(sections):
    return reverse(
        "wagtailadmin_pages:add", args=["news", "newspage", sections["news"].pk]
    )


def test_an_editor_publishes_a_post(editor_client, client, add_news):
    editor_client.post(add_news, FORM_DATA["NewsPage"]() | PUBLISH)
    assert client.get("/news/a-slug/").status_code == 200


def test_an_editor_keeps_a_post_as_a_draft(editor_client, client, add_news):
    editor_client.post(add_news, FORM_DATA["NewsPage"]())
    assert client.get("/news/a-slug/").status_code == 404


def test_an_editor_tags_a_post(editor_client, add_news, leadership, trade, fiji):
    tags = {"priorities": [leadership.pk, trade.pk], "members": [fiji.pk]}
    editor_client.post(add_news, FORM_DATA["NewsPage"]() | tags | PUBLISH)
    post = NewsPage.objects.get(slug="a-slug")
    assert set(post.priorities.all()) | set(post.members.all()) == {
        leadership,
        trade,
        fiji,
    }


def test_a_tagged_post_is_listed_on_the_tags_page(editor_client, add_news, fiji):
    tags = {"members": [fiji.pk]}
    editor_client.post(add_news, FORM_DATA["NewsPage"]() | tags | PUBLISH)
    assert "A title" in words(editor_client.get(fiji.url))


def test_tags_are_boxes_to_tick(editor_client, add_news, leadership, fiji):
    boxes = soup(editor_client.get(add_news)).select('input[type="checkbox"]')
    ticked = {(box["name"], box["value"]) for box in boxes if box.get("value")}
    assert {("priorities", str(leadership.pk)), ("members", str(fiji.pk))} <= ticked


def test_tags_are_shown_in_previews(editor_client, fiji):
    post = NewsPageFactory()
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[post.pk])
    editor_client.post(address, FORM_DATA["NewsPage"]() | {"members": [fiji.pk]})
    assert "Fiji" in words(editor_client.get(address))


def test_an_editor_takes_a_post_down(editor_client, client):
    post = NewsPageFactory()
    editor_client.post(reverse("wagtailadmin_pages:unpublish", args=[post.pk]))
    assert client.get(post.url).status_code == 404


def test_an_editor_makes_a_translation(editor_client, sections):
    post = NewsPageFactory()
    address = reverse("simple_translation:submit_page_translation", args=[post.pk])
    french = sections["news"].get_translations().first().locale
    editor_client.post(address, {"locales": [french.pk]})
    assert post.get_translations().filter(locale=french).exists()


def test_an_editor_adds_a_picture(editor_client):
    image = CustomImageFactory()
    upload = image.file.open()
    data = {"title": "Uploaded", "description": "Officers", "file": upload}
    editor_client.post(reverse("wagtailimages:add"), data)
    assert CustomImage.objects.filter(title="Uploaded").exists()


def test_an_editor_adds_a_document(editor_client):
    upload = CustomDocumentFactory().file.open()
    data = {"title": "Uploaded", "file": upload, "language": "en"}
    editor_client.post(reverse("wagtaildocs:add"), data)
    assert CustomDocument.objects.filter(title="Uploaded").exists()


@pytest.mark.parametrize("name", ["page.html", "page.svg", "run.exe", "x.js"])
def test_a_document_that_a_browser_would_run_is_refused(editor_client, name):
    upload = CustomDocumentFactory(file__filename=name).file.open()
    data = {"title": "Uploaded", "file": upload}
    editor_client.post(reverse("wagtaildocs:add"), data)
    assert not CustomDocument.objects.filter(title="Uploaded").exists()


def test_an_editor_adds_a_partner(editor_client):
    data = {"code": "WCO", "name": "World Customs Organization", "url": ""}
    editor_client.post(reverse("wagtailsnippets_core_partner:add"), data)
    assert Partner.objects.filter(code="WCO").exists()


@pytest.mark.parametrize(
    ("view", "make"),
    [
        ("wagtailsnippets_core_partner:edit", PartnerFactory),
        ("wagtailsnippets_events_eventseries:edit", EventSeriesFactory),
        ("wagtailimages:edit", CustomImageFactory),
        ("wagtaildocs:edit", CustomDocumentFactory),
    ],
)
def test_an_editor_opens_what_there_is(editor_client, view, make):
    assert editor_client.get(reverse(view, args=[make().pk])).status_code == 200


def test_an_editor_adds_a_redirect(editor_client, client, sections):
    data = {"old_path": "/old-site/", "is_permanent": "on", "site": ""}
    data |= {"redirect_page": sections["news"].pk}
    editor_client.post(reverse("wagtailredirects:add"), data)
    answer = client.get("/old-site/")
    assert (answer.status_code, answer.url) == (301, "/news/")


# The settings


def test_an_editor_changes_the_contacts(editor_client, settings_form):
    address, data = settings_form
    editor_client.post(address, {**data, "phone": "+679 331 0000"})
    assert SiteSettings.load().phone == "+679 331 0000"


def test_a_notice_needs_an_end(editor_client, settings_form):
    address, data = settings_form
    editor_client.post(address, {**data, "notice_en": "Cyclone."})
    assert SiteSettings.load().notice_en == ""


def notice(**fields):
    fields = {"notice_en": "Closed.", "notice_fr": "Fermé."} | fields
    SiteSettings.objects.update_or_create(pk=SiteSettings.load().pk, defaults=fields)


def hours(number):
    return timezone.now() + timedelta(hours=number)


@pytest.mark.parametrize(
    ("path", "text"), [("/", "Closed."), ("/fr/", "Fermé."), ("/none/", "Closed.")]
)
def test_a_notice_stands_over_every_page(client, path, text):
    notice(notice_until=hours(1))
    assert soup(client.get(path)).select_one(".notice").get_text(strip=True) == text


@pytest.mark.parametrize(
    ("starts", "ends"), [(hours(-2), hours(-1)), (hours(1), hours(2))]
)
def test_a_notice_is_shown_in_its_time_only(client, starts, ends):
    notice(notice_from=starts, notice_until=ends)
    assert not soup(client.get("/")).select(".notice")


def test_a_notice_that_is_not_translated_is_shown_in_english(client):
    notice(notice_fr="", notice_until=hours(1))
    assert "Closed." in soup(client.get("/fr/")).select_one(".notice").get_text()


def test_a_preview_of_a_page_that_is_not_saved_yet_is_shown(editor_client, sections):
    args = ["news", "newspage", sections["news"].pk]
    address = reverse("wagtailadmin_pages:preview_on_add", args=args)
    editor_client.post(address, FORM_DATA["NewsPage"]())
    assert "A title" in soup(editor_client.get(address)).h1.string


def test_an_editor_pins_pages_to_the_home_page(editor_client, client, home):
    post = NewsPageFactory(title="Most important")
    pins = nested_form_data(
        {
            "pins": {
                "TOTAL_FORMS": "1",
                "INITIAL_FORMS": "0",
                "MIN_NUM_FORMS": "0",
                "MAX_NUM_FORMS": "3",
                "0": {"page": str(post.pk), "id": "", "ORDER": "1", "DELETE": ""},
            }
        }
    )
    address = reverse("wagtailadmin_pages:edit", args=[home.pk])
    data = FORM_DATA["HomePage"]() | {"slug": "home"} | pins | PUBLISH
    editor_client.post(address, data)
    pinned = soup(client.get("/")).select('[aria-labelledby="pinned"] h3')
    assert [heading.string for heading in pinned] == ["Most important"]


@pytest.mark.parametrize("path", ["images", "documents", "pages/search"])
@pytest.mark.parametrize(
    "words",
    ['"', 'a"b', "word " * 2_000, '"a" ' * 400],
    ids=["mark", "in", "many", "all"],
)
def test_no_words_are_too_much_for_a_search(editor_client, path, words):
    answer = editor_client.get(f"/admin/{path}/results/", {"q": words})
    assert answer.status_code == 200
