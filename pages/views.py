"""Search over everything public, and the pages for errors."""

import django_filters
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core.listings import ListingFilterSet, terms_in_use, years_in_use
from core.querysets import BasePageQuerySet
from core.text import fold
from events.models import EventPage
from members.models import MemberPage
from news.models import CommuniquePage, NewsPage
from pages.models import StandardPage
from priorities.models import PriorityPage
from resources.models import ResourcePage

LONGEST_QUERY = 200

# What readers may choose between, and the field that dates each.
KINDS = {
    "news": (_("News"), NewsPage, "date"),
    "communiques": (_("Communiqués"), CommuniquePage, "start_date"),
    "events": (_("Events"), EventPage, "start_date"),
    "resources": (_("Resources"), ResourcePage, "published_on"),
    "members": (_("Members"), MemberPage, None),
    "priorities": (_("Priorities"), PriorityPage, None),
    "pages": (_("Other pages"), StandardPage, None),
}
DATED = [(model, field) for _label, model, field in KINDS.values() if field]


def any_of(querysets):
    """Pages whose number is in one of the querysets."""
    condition = Q()
    for queryset in querysets:
        condition |= Q(pk__in=queryset.order_by().values("pk"))
    return condition


class SearchFilterSet(ListingFilterSet):
    """Filters across the page types."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        empty_label=_("Everything"),
        method="of_kind",
        choices=[(name, label) for name, (label, _model, _field) in KINDS.items()],
    )
    priority = django_filters.ChoiceFilter(
        label=_("Priority"), empty_label=_("All priorities"), method="with_tag"
    )
    member = django_filters.ChoiceFilter(
        label=_("Member"), empty_label=_("All members"), method="with_tag"
    )
    year = django_filters.ChoiceFilter(
        label=_("Year"), empty_label=_("All years"), method="in_year"
    )

    def facets(self):
        rows = [
            years_in_use(model.objects.published(), field) for model, field in DATED
        ]
        for model, _field in DATED:
            rows += [
                terms_in_use(model.objects.published(), "priority"),
                terms_in_use(model.objects.published(), "member"),
            ]
        return rows

    def of_kind(self, pages, name, value):
        return pages.filter(any_of([KINDS[value][1].objects.all()]))

    def with_tag(self, pages, name, value):
        field = {"priority": "priorities__slug", "member": "members__slug"}[name]
        return pages.filter(
            any_of(model.objects.filter(**{field: value}) for model, _field in DATED)
        )

    def in_year(self, pages, name, value):
        return pages.filter(
            any_of(
                model.objects.filter(**{f"{field}__year": value})
                for model, field in DATED
            )
        )


@require_safe
def search(request):
    """Find pages by words, HS codes and names, filtered by kind, tags and year."""
    query = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST_QUERY]
    pages = BasePageQuerySet(Page).published().in_active_language()
    filterset = SearchFilterSet(request.GET, pages, request=request)
    found = filterset.qs
    words = fold(query)
    if words:
        # The search backends cannot read our conditions, but take them as numbers.
        found = Page.objects.filter(pk__in=found.order_by().values("pk"))
        found = found.search(words, operator="and")
    elif filterset.active:
        found = found.order_by("-first_published_at", "pk")
    else:
        found = found.none()
    paginator = Paginator(found, 15)
    results = paginator.get_page(request.GET.get("page"))
    results.object_list = [page.specific for page in results.object_list]
    return render(
        request,
        "pages/search.html",
        {"query": query, "filterset": filterset, "items": results},
    )


def not_found(request, exception=None):
    """Say that there is no such page, and offer ways on."""
    return render(request, "404.html", status=404)
