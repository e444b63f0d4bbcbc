"""Parts of a page that are drawn from the members."""

from django import template

from members.chart import chart
from members.drawing import drawn_pins

register = template.Library()


@register.inclusion_tag("components/members_chart.html")
def members_chart(members):
    """The members as lights on the ocean, and the line between two dates."""
    return chart(members)


@register.inclusion_tag("components/members_map.html")
def members_map(members):
    """The map of the members, drawn on the server, and the list beside it."""
    return {"pins": drawn_pins(members)}
