"""What components need from Python; see ``core/components.py``."""

from functools import partial
from urllib.parse import quote

from django.conf import settings
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


def works_offline() -> bool:
    """Whether pages are saved on readers' devices."""
    return settings.OFFLINE


def share_links(title: str, url: str) -> list[tuple[str, str]]:
    """Name and address of plain links that share a page; no script of others."""
    t, u = quote(title), quote(url, safe="")
    return [
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={u}"),
        ("X", f"https://x.com/intent/post?text={t}&url={u}"),
        ("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?url={u}"),
        ("WhatsApp", f"https://wa.me/?text={t}%20{u}"),
    ]


def file_type(document) -> str:
    """The type of a document as people name it: "PDF"."""
    return document.file_extension.upper()


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
        "share_links": share_links,
        "static": staticfiles_storage.url,
        "url": reverse,
        "works_offline": works_offline,
    }
    environment.filters |= core_tags.register.filters | {
        "capfirst": defaultfilters.capfirst,
        "file_type": file_type,
        "filesizeformat": defaultfilters.filesizeformat,
        "language_name": language_name,
        "linebreaks": defaultfilters.linebreaks,
        "linebreaksbr": defaultfilters.linebreaksbr,
        "quote": partial(quote, safe=""),
    }
    return environment
