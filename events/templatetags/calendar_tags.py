"""What templates need of calendars: the addresses to subscribe and to add."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from events import calendars

register = template.Library()

register.filter("add_links", calendars.add_links)


@register.simple_tag
def with_filters(to, filterset, *args, **changes):
    """The address of a view or a path, with the filters that are in use on this page.

    ``changes`` are put in their place; an empty one takes a filter away.
    """
    values = filterset.chosen | changes
    query = urlencode({key: value for key, value in values.items() if value})
    path = to if to.startswith("/") else reverse(to, args=args)
    return f"{path}?{query}" if query else path
