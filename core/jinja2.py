"""What components need from Python; see ``core/components.py``."""

from functools import partial
from urllib.parse import quote

from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import defaultfilters
from django.template.defaulttags import querystring
from django.urls import reverse
from django.utils.translation import get_language_info, gettext
from jinja2 import Environment
from markupsafe import Markup

from core.components import component
from core.middleware import saves_data
from core.navigation import lang_of
from core.templatetags import core_tags


def translated(words: str) -> Markup:
    """The words in the reader's language; not escaped, as by Django's ``translate``."""
    return Markup(gettext(words))


def changed_query(request, **changes) -> str:
    """The query of this page with other values, of which None takes one away."""
    return querystring(None, request.GET, **changes)


def language_name(code: str) -> str:
    """A language's name in that language: "français"."""
    return get_language_info(code)["name_local"]


def environment(**options) -> Environment:
    """Jinja2's environment for components, as the settings name it."""
    environment = Environment(
        **options,
        extensions=["wagtail.images.jinja2tags.images"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "_": translated,
        "changed_query": changed_query,
        "component": component,
        "inline_svg": core_tags.inline_svg,
        "lang_of": lang_of,
        "saves_data": saves_data,
        "section_url": core_tags.section_url,
        "share_links": core_tags.share_links,
        "static": staticfiles_storage.url,
        "url": reverse,
        "works_offline": core_tags.works_offline,
    }
    environment.filters |= core_tags.register.filters | {
        "capfirst": defaultfilters.capfirst,
        "filesizeformat": defaultfilters.filesizeformat,
        "language_name": language_name,
        "linebreaks": defaultfilters.linebreaks,
        "linebreaksbr": defaultfilters.linebreaksbr,
        "quote": partial(quote, safe=""),
    }
    return environment
