"""Components: macros of Jinja2 that pages are made of."""

import pytest
from django.conf import settings
from django.template import Context, Template, engines
from django.utils import translation

from core.components import component
from tests.factories import StandardPageFactory

FILES = sorted((settings.BASE_DIR / "templates" / "components").glob("*.html"))


@pytest.mark.parametrize("name", [file.stem for file in FILES])
def test_a_file_holds_one_macro_which_has_its_name(name):
    macros = engines["jinja2"].env.get_template(f"{name}.html").module
    assert [macro for macro in dir(macros) if macro[0] != "_"] == [name]


def test_what_a_component_does_not_name_is_an_error():
    with pytest.raises(TypeError, match="colour"):
        component("options", choices=[], chosen=None, colour="blue")


def test_what_is_given_is_escaped():
    options = component("options", choices=[("a", "<b> & c")], chosen=None)
    assert options.strip() == '<option value="a">&lt;b&gt; &amp; c</option>'


def test_a_page_shows_it_as_html():
    page = Template('{% component "options" choices=choices chosen="a" %}')
    shown = page.render(Context({"choices": [("a", "A")]}))
    assert shown.strip() == '<option value="a" selected>A</option>'


def test_its_words_are_in_the_language_of_the_reader():
    with translation.override("fr"):
        assert "Près de moi" in component("map_tools")


def test_the_lead_links_its_e_mail_address(db):
    summary = "Write to <desk>: media@oco.example. By post too."
    page = StandardPageFactory(summary=summary)
    assert (
        "&lt;desk&gt;: "
        '<a href="mailto:media@oco.example">media@oco.example</a>. By post too.'
    ) in component("page_head", page=page)
