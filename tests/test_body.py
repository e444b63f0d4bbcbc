"""The blocks of a body, as editors fill them and readers see them."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.test.utils.form_data import streamfield

from core.blocks import StoryBlock
from tests.answers import soup
from tests.factories import (
    CustomDocumentFactory,
    CustomImageFactory,
    NewsPageFactory,
    StandardPageFactory,
    story,
    translate,
)
from tests.forms import PUBLISH, form_data

pytestmark = pytest.mark.django_db

VIDEO = "https://www.youtube.com/watch?v=oceania"


def shown(client, *body):
    """The body of a page that is made of these blocks."""
    page = StandardPageFactory(body=list(body))
    return soup(client.get(page.url)).select_one(".story")


@pytest.fixture
def video(db):
    """A video that the site knows already, so that nothing is fetched for it."""
    return Embed.objects.create(
        url=VIDEO,
        hash=get_embed_hash(VIDEO),
        type="video",
        html='<iframe src="https://www.youtube.com/embed/oceania"></iframe>',
    )


def test_a_heading_can_be_linked_to(client):
    heading = shown(client, ("heading", "What was agreed")).h2
    assert heading["id"].startswith("what-was-agreed-")


def test_two_headings_of_the_same_words_have_ids_of_their_own(client):
    body = shown(client, ("heading", "Day One"), ("heading", "Day One"))
    ids = [heading["id"] for heading in body.select("h2")]
    assert len(set(ids)) == 2


def test_a_quote_names_its_speaker(client):
    quote = shown(client, ("quote", {"text": "Go further.", "speaker": "The Chair"}))
    assert quote.blockquote.footer.string == "The Chair"


def test_a_picture_needs_a_description_or_is_decoration(editor_client):
    page = NewsPageFactory()
    image = CustomImageFactory()
    value = {"image": {"image": image.pk, "decorative": "", "alt_text": ""}}
    data = form_data(body=streamfield([("image", {**value, "caption": ""})]))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    fields = {"date": "2024-07-30", "date_precision": "day", "kind": "news"}
    answer = editor_client.post(address, data | fields | PUBLISH)
    assert "body" in answer.context["form"].errors


def test_a_file_is_shown_with_its_type_size_and_language(client):
    document = CustomDocumentFactory(title="Annual report", language="fr")
    document.file_size = 123_456
    document.save()
    file = shown(client, ("file", {"document": document, "label": ""})).select_one(
        ".file"
    )
    text = " ".join(file.get_text(" ").split()).replace("\xa0", " ")
    assert text == "Annual report PDF, 120.6 KB, French"


def test_a_file_that_is_gone_leaves_a_page(client):
    document = CustomDocumentFactory()
    page = StandardPageFactory(body=[("file", {"document": document, "label": ""})])
    document.delete()
    assert client.get(page.url).status_code == 200


def test_a_video_is_a_link_until_it_is_asked_for(client, video):
    body = shown(client, ("embed", {"embed": VIDEO, "title": "A film"}))
    assert (body.a["href"], body.a.string) == (VIDEO, "A film")


def test_a_video_is_not_loaded_by_itself(client, video):
    assert not shown(client, ("embed", {"embed": VIDEO, "title": "A film"})).iframe


def test_the_link_of_a_video_holds_what_to_load(client, video):
    link = shown(client, ("embed", {"embed": VIDEO, "title": "A film"})).p
    assert link["data-embed"] == "https://www.youtube.com/embed/oceania"


def test_a_call_to_action_leads_to_its_page(client):
    target = StandardPageFactory()
    value = {"text": "Come", "button": "Register", "page": target, "url": ""}
    link = shown(client, ("call_to_action", value)).select_one("a.button")
    assert (link["href"], link.string) == (target.url, "Register")


def test_a_call_to_action_leads_to_another_site(client):
    value = {"text": "Come", "button": "Register", "url": "https://example.org/"}
    link = shown(client, ("call_to_action", value)).select_one("a.button")
    assert link["href"] == "https://example.org/"


def test_a_link_in_the_text_leads_to_its_page(client):
    target = StandardPageFactory()
    text = f'<p><a linktype="page" id="{target.pk}">there</a></p>'
    assert shown(client, ("text", text)).a["href"] == target.url


@pytest.mark.parametrize(
    "html", ["<script>x()</script>", '<img src=x onerror="x()">', "<iframe></iframe>"]
)
def test_no_script_is_saved_in_a_text(editor_client, html):
    page = StandardPageFactory()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    from_elsewhere = form_data(
        body=streamfield([("quote", {"text": html, "speaker": ""})])
    )
    editor_client.post(address, from_elsewhere | PUBLISH)
    story_shown = soup(editor_client.get(page.url.replace(page.slug, "a-slug")))
    assert not story_shown.select(".story script, .story img, .story iframe")


@pytest.mark.parametrize("name", StoryBlock().child_blocks)
def test_every_block_tells_editors_what_it_is_for(name):
    block = StoryBlock().child_blocks[name]
    assert block.meta.icon and block.meta.label and block.meta.description


def test_the_body_of_a_page_without_translation_is_marked_as_english(client):
    page = StandardPageFactory(body=story("English words."))
    body = soup(client.get(f"/fr{page.url}")).select_one(".story")
    assert body["lang"] == "en"


def test_the_body_of_a_translation_is_not_marked(client):
    french = translate(StandardPageFactory())
    assert not soup(client.get(french.url)).select_one(".story").get("lang")


@pytest.mark.parametrize(
    ("prefix", "size"), [("", "PDF, 1.5\xa0KB"), ("/fr", "PDF, 1,5\xa0Kio")]
)
def test_a_document_linked_in_a_text_shows_its_type_and_size(client, prefix, size):
    document = CustomDocumentFactory(file=ContentFile(b"x" * 1536, "tariff.pdf"))
    link = f'<p><a linktype="document" id="{document.pk}">the tariff</a></p>'
    page = StandardPageFactory(body=[("text", link)])
    [link] = soup(client.get(f"{prefix}{page.url}")).select(".story a")
    assert (link["href"], link["data-file"]) == (document.url, size)


def test_a_link_to_a_document_that_is_gone_is_left_as_words(client):
    body = shown(client, ("text", '<a linktype="document" id="99999">the tariff</a>'))
    assert body.get_text(strip=True) == "the tariff"
