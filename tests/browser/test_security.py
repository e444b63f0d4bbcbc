"""No page of the site or the admin does what its own security policy forbids."""

from contextlib import contextmanager

import pytest
from PIL import Image
from playwright.sync_api import expect
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.models import Page

from core.models import CustomImage
from news.models import NewsPage
from tests.browser.places import ENGLISH
from tests.browser.steps import sign_in
from tests.factories import StandardPageFactory

VIDEO = "https://www.youtube.com/watch?v=oceania"
PLAYER = "https://www.youtube.com/embed/oceania"
ADMIN_PLACES = [
    "/admin/",
    "/admin/images/multiple/add/",
    "/admin/documents/multiple/add/",
    "/admin/settings/core/sitesettings/",
    "/admin/events/add-many/",
]


@pytest.fixture(scope="module")
def film(in_database):
    """The address of a page with a film of another site."""

    def make():
        embed = {"url": VIDEO, "html": f'<iframe src="{PLAYER}"></iframe>'}
        Embed.objects.create(hash=get_embed_hash(VIDEO), type="video", **embed)
        body = [("embed", {"embed": VIDEO, "title": "A film"})]
        return StandardPageFactory(slug="film", body=body)

    page = in_database(make)
    yield "/film/"
    in_database(page.delete)


@contextmanager
def watched(visit):
    """A page, and what its console told of policies."""
    told = []
    with visit("about:blank") as page:
        page.on("console", lambda line: told.append(line.text))
        yield page, told
    assert [line for line in told if "Content Security Policy" in line] == []


@pytest.fixture
def reader(visit):
    with watched(visit) as (page, _told):
        yield page


@pytest.fixture
def editor(visit):
    """Somebody of the Secretariat who has signed in."""
    with watched(visit) as (page, _told):
        page.goto("/admin/login/")
        sign_in(page)
        page.wait_for_url("/admin/")
        yield page


def test_a_film_is_framed_on_a_click(reader, film):
    reader.route(PLAYER, lambda route: route.fulfill(body="Now playing"))
    reader.goto(film)
    reader.get_by_role("link", name="A film").click()
    player = reader.frame_locator("iframe[title='A film']")
    expect(player.locator("body")).to_have_text("Now playing")


def test_the_other_site_learns_from_where_it_is_asked_but_not_the_page(
    reader, film, site
):
    reader.route(PLAYER, lambda route: route.fulfill(body="Now playing"))
    reader.goto(film)
    with reader.expect_request(PLAYER) as asked:
        reader.get_by_role("link", name="A film").click()
    assert asked.value.header_value("referer") == f"{site}/"


@pytest.mark.parametrize(
    "attempt",
    [
        "const s = document.createElement('script'); s.textContent = 'x'; document.body.append(s)",
        "document.body.insertAdjacentHTML('beforeend', '<style>p{color:red}</style>')",
        "document.body.insertAdjacentHTML('beforeend', '<img src=https://x.example/>')",
        "document.body.insertAdjacentHTML('beforeend', '<iframe src=/></iframe>')",
        "fetch('https://x.example/').catch(() => {})",
    ],
)
def test_what_is_put_into_a_page_does_nothing(visit, attempt):
    with visit(ENGLISH["about"]) as page:
        refused = page.evaluate(
            f"""() => new Promise((resolve) => {{
                document.addEventListener("securitypolicyviolation", () => resolve(true));
                {attempt};
                setTimeout(() => resolve(false), 5000);
            }})"""
        )
        assert refused


@pytest.mark.parametrize("place", ADMIN_PLACES)
def test_the_admin_keeps_to_its_policy(editor, place):
    assert editor.goto(place, wait_until="networkidle").ok


@pytest.mark.parametrize(
    "path",
    [
        "/home/about/",
        "/home/members/fiji/",
        "/home/events/2024-26th-annual-conference/",
    ],
)
def test_an_editor_works_on_a_page_and_sees_its_preview(editor, in_database, path):
    pk = in_database(lambda: Page.objects.get(url_path=path).pk)
    editor.goto(f"/admin/pages/{pk}/edit/", wait_until="networkidle")
    editor.get_by_role("button", name="Toggle preview").click()
    preview = editor.frame_locator("[data-w-preview-target=iframe]").last
    body = preview.locator("body:has(.site-header)")
    expect(body).to_have_css("margin", "0px")


def test_an_editor_uploads_a_picture_and_sets_its_middle(editor, in_database, tmp_path):
    Image.new("RGB", (300, 200)).save(tmp_path / "a.png")
    editor.goto("/admin/images/multiple/add/")
    editor.locator("input[type=file]").set_input_files(tmp_path / "a.png")
    editor.get_by_role("button", name="Update").wait_for()
    pk = in_database(lambda: CustomImage.objects.latest("pk").pk)
    editor.goto(f"/admin/images/{pk}/", wait_until="networkidle")
    editor.locator(".jcrop-holder").wait_for()


def test_an_editor_chooses_another_picture(editor, in_database):
    posts = NewsPage.objects.exclude(image=None)
    pk = in_database(lambda: posts.newest_first()[0].pk)
    editor.goto(f"/admin/pages/{pk}/edit/", wait_until="networkidle")
    chooser = editor.locator("#id_image-chooser")
    chooser.get_by_role("button", name="Actions").click()
    editor.locator("[data-chooser-action-choose]:visible").first.click()
    editor.get_by_role("dialog").locator("img").first.wait_for()
