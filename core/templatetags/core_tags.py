"""What templates need from Python: addresses, navigation, inlined CSS, JSON-LD."""

import json
import re
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup
from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import escape
from django.utils.safestring import mark_safe

from core import dates, navigation
from core.components import component
from core.models import SiteSettings
from core.prepared import prepared
from core.querysets import active_language
from core.security import allow, hash_source

register = template.Library()

register.filter("address", navigation.address)
register.filter("own_address", navigation.own_address)
register.filter("absolute", navigation.absolute)
register.filter("webcal", navigation.webcal)
register.simple_tag(navigation.lang_of)
register.simple_tag(component)
register.filter("in_words", dates.in_words)
register.filter("weekday_in_words", dates.weekday_in_words)

# Characters that would end the script element early or break old parsers; as in
# django.utils.html.json_script.
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}

MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

# Where another site's player is framed from: nothing that would end a policy's source.
FRAMED = re.compile(r"(https?:)?//(?P<host>[\w.-]+(:\d+)?)(?P<path>[/?]\S*)?", re.ASCII)


@register.simple_tag(takes_context=True)
def site_navigation(context):
    """Menu, breadcrumbs and languages of the page in the context."""
    return navigation.Navigation(context["request"], context.get("page"))


@register.simple_tag
def section_url(slug):
    """The address of a section of the site, such as "news", for the reader's language."""
    return navigation.in_language(f"/{slug}/", active_language())


@register.simple_tag(takes_context=True)
def site_settings(context):
    """The footer's contacts and the notice."""
    return next(iter(saved_settings()), None) or SiteSettings.load(context["request"])


@prepared
def saved_settings():
    """The one row of settings, or none before it is first needed."""
    return SiteSettings.base_queryset().order_by("pk")[:1]


@cache
def read_css(name: str) -> str:
    """The built style sheet as text; read once in a process."""
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(f"{name} is not built yet: run `make build`.")
    return Path(path).read_text(encoding="utf-8")


@register.simple_tag
def inline_css(name):
    """The style sheet as text: the first answer holds all that is painted."""
    if settings.DEBUG:
        read_css.cache_clear()
    return mark_safe(read_css(name))


@register.tag
def style(parser, token):
    """A style element of what is within, which the page's security policy allows.

    ``{% style %}{% inline_css "main.css" %}{% endstyle %}``
    """
    nodelist = parser.parse(["endstyle"])
    parser.delete_first_token()
    return StyleNode(nodelist)


class StyleNode(template.Node):
    """See ``style``. One element for all sheets: each hash takes 54 bytes."""

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        css = self.nodelist.render(context)
        if "request" in context:
            allow(context["request"], "style-src", hash_source(css))
        return f"<style>{css}</style>"


@register.simple_tag(takes_context=True)
def embedded_address(context, html):
    """The address that another site's player is framed from, which the page then may.

    Empty where the site's embed (oEmbed 1.0) is something else than a frame of https.
    """
    frame = BeautifulSoup(html, "html.parser").iframe
    found = FRAMED.fullmatch(frame.get("src", "")) if frame else None
    if not found:
        return ""
    if "request" in context:
        allow(context["request"], "frame-src", f"https://{found['host']}")
    return f"https://{found['host']}{found['path'] or ''}"


@cache
def read_svg(name: str) -> str:
    """A drawing of ours as text; read once in a process."""
    return Path(finders.find(name)).read_text(encoding="utf-8").strip()


@register.simple_tag
def inline_svg(name, css_class):
    """A drawing of ours inside the page, in the colour of the text around it."""
    svg = read_svg(f"img/{name}.svg")
    start = f'<svg class="{escape(css_class)}" aria-hidden="true"'
    return mark_safe(svg.replace("<svg", start, 1))


@register.filter
def with_mail_links(text):
    """Plain text as HTML whose e-mail addresses are links."""
    link = r'<a href="mailto:\g<0>">\g<0></a>'
    return mark_safe(MAIL_ADDRESS.sub(link, escape(text)))


@register.filter
def json_ld(data):
    """Structured data as a script element (JSON-LD 1.1, schema.org)."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    return mark_safe(
        f'<script type="application/ld+json">{text.translate(JSON_ESCAPES)}</script>'
    )
