"""Parts of a page that are drawn from the members."""

from django import template

from members.chart import chart

register = template.Library()


@register.inclusion_tag("components/members_chart.html")
def members_chart(members):
    """The members as lights on the ocean, and the line between two dates."""
    return chart(members)
