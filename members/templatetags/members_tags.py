"""Parts of a page that are drawn from the members."""

from django import template

from core.components import component
from members.chart import chart
from members.drawing import drawn_pins

register = template.Library()


@register.simple_tag
def members_chart(members):
    """The members as lights on the ocean, and the line between two dates."""
    return component("members_chart", **chart(members))


@register.simple_tag
def members_map(members):
    """The map of the members, drawn on the server, and the list beside it."""
    return component("members_map", pins=drawn_pins(members))
