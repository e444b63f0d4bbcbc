"""Phrases in another language than their page's, marked by editors."""

import json

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.test.utils.form_data import rich_text, streamfield

from core.blocks import TEXT_FEATURES
from core.languages import PHRASE_LANGUAGES
from core.light_text import rich_text as light
from news.models import NewsPage
from tests.answers import soup
from tests.factories import NewsPageFactory, story
from tests.forms import PUBLISH, form_data

GREETING = 'They said <span lang="sm">talofa lava</span> to all.'


def phrases(client, page):
    """The marked phrases of a page's body, by their languages."""
    body = soup(client.get(page.url)).select_one(".story")
    return {span["lang"]: span.text for span in body.select("span[lang]")}


@pytest.mark.parametrize("code", PHRASE_LANGUAGES)
def test_each_language_comes_through_the_editor(code):
    converter = ContentstateConverter(TEXT_FEATURES)
    html = f'<p data-block-key="a">So <span lang="{code}">it <b>is</b></span> said.</p>'
    state = converter.from_database_format(html)
    [marked] = [
        style
        for style in json.loads(state)["blocks"][0]["inlineStyleRanges"]
        if style["style"].startswith("LANG_")
    ]
    assert (marked["offset"], marked["length"]) == (3, 5)
    assert f'lang="{code}"' in converter.to_database_format(state)


def test_a_language_that_is_not_offered_is_not_kept():
    converter = ContentstateConverter(TEXT_FEATURES)
    state = converter.from_database_format('<p>A <span lang="xx">word</span></p>')
    assert "xx" not in converter.to_database_format(state)


def test_a_marked_phrase_is_told_to_readers(client, db):
    page = NewsPageFactory(body=story(GREETING))
    assert phrases(client, page) == {"sm": "talofa lava"}


def test_what_an_editor_marks_is_published(editor_client, client, sections):
    url = f"/admin/pages/add/news/newspage/{sections['news'].pk}/"
    body = streamfield(
        [("text", rich_text(f"<p>{GREETING}</p>", features=TEXT_FEATURES))]
    )
    fields = {"date": "2024-07-30", "date_precision": "day", "kind": "news"}
    editor_client.post(url, form_data(body=body, **fields) | PUBLISH)
    assert phrases(client, NewsPage.objects.get()) == {"sm": "talofa lava"}


def test_the_buttons_are_named_after_the_languages(editor_client, sections):
    page = NewsPageFactory()
    form = editor_client.get(f"/admin/pages/{page.pk}/edit/").text
    assert all(name in form for name in ("Samoan", "Tok Pisin", "Bislama"))


def test_light_text_marks_phrases_too():
    marked = light("Its name is [Autoridade Aduaneira]{pt}, [see](/members/).")
    assert '<span lang="pt">Autoridade Aduaneira</span>' in marked
    assert '<a href="/members/">see</a>' in marked


def test_light_text_keeps_spaces_that_forbid_a_break():
    assert light("sur le\nthème «\u00a0Douane\u00a0»") == (
        "<p>sur le thème «\u00a0Douane\u00a0»</p>"
    )
