"""What templates need of calendars: the addresses to subscribe and to add."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from core.navigation import absolute
from events import calendars

register = template.Library()

register.filter("add_links", calendars.add_links)


@register.simple_tag
def with_filters(name, filterset):
    """The address of a view, with the filters that are in use on this page."""
    cleaned = getattr(filterset.form, "cleaned_data", {})
    query = urlencode({key: cleaned[key] for key in filterset.active})
    return f"{reverse(name)}?{query}" if query else reverse(name)


@register.filter
def webcal(path):
    """The full address of a calendar, in the form that opens the calendar program."""
    return f"webcal://{absolute(path).partition('://')[2]}"
