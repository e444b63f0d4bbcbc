"""Search over everything public, and the pages for errors."""

import errno
import sys

import django_filters
from django.core.paginator import Paginator
from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core.facets import terms_in_use, years_in_use
from core.listings import FilteredPaginator, ListingFilterSet
from core.querysets import BasePageQuerySet
from core.text import fold
from events.models import EventPage
from events.spam import is_from_elsewhere
from members.models import MemberPage
from news.models import CommuniquePage, NewsPage
from pages.models import StandardPage
from pages.searching import find, shown
from priorities.models import PriorityPage
from resources.models import ResourcePage

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
LONGEST_QUERY = 200
PER_PAGE = 15

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
    first, *others = (queryset.order_by().values("pk") for queryset in querysets)
    return Q(pk__in=first.union(*others, all=True))


class SearchFilterSet(ListingFilterSet):
    """Filters across the page types, of which they leave the numbers."""

    shaping = ("kind", "year")

    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        empty_label=_("Everything"),
        choices=[(name, label) for name, (label, _model, _field) in KINDS.items()],
    )
    priority = django_filters.ChoiceFilter(
        label=_("Priority"), empty_label=_("All priorities")
    )
    member = django_filters.ChoiceFilter(
        label=_("Member"), empty_label=_("All members")
    )
    year = django_filters.ChoiceFilter(label=_("Year"), empty_label=_("All years"))

    @classmethod
    def get_items(cls):
        pages = BasePageQuerySet(Page).published().in_active_language()
        newest_first = pages.order_by("-first_published_at", "pk")
        return newest_first.values_list("pk", flat=True)

    @classmethod
    def facets(cls):
        items = [(model.objects.published(), field) for model, field in DATED]
        tagged = [pages for pages, _field in items]
        return [
            *(years_in_use(pages, field) for pages, field in items),
            terms_in_use("priority", *tagged),
            terms_in_use("member", *tagged),
        ]

    def narrow(self, items, wanted, now):
        """All filters at once, in each type's own tables, where few pages are left."""
        kind = KINDS.get(wanted.pop("kind", None))
        if kind and not wanted:
            return items.type(kind[1])
        if not wanted:
            return items
        found = []
        for _label, model, date_field in [kind] if kind else KINDS.values():
            if date_field:
                terms = {
                    "priority": "priorities",
                    "member": "members",
                    "year": f"{date_field}__year",
                }
                tags = {terms[name]: value for name, value in wanted.items()}
                found.append(model.objects.filter(**tags))
        return items.filter(any_of(found)) if found else items.none()


@require_safe
def search(request):
    """Find pages by words, HS codes and names, filtered by kind, tags and year."""
    query = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST_QUERY]
    filterset = SearchFilterSet(request.GET, request=request)
    words = fold(query)
    if words:
        hits = find(filterset, words)
        paginator = Paginator(hits.numbers, PER_PAGE)
        paginator.is_cut = hits.is_cut
    elif filterset.active:
        paginator = FilteredPaginator(filterset, PER_PAGE)
    else:
        paginator = Paginator([], PER_PAGE)
    results = paginator.get_page(request.GET.get("page"))
    results.object_list = shown(results.object_list)
    return render(
        request,
        "pages/search.html",
        {"query": query, "filterset": filterset, "items": results},
    )


def not_found(request, exception=None):
    """Say that there is no such page, and offer ways on."""
    return render(request, "404.html", status=404)


def is_out_of_service(error) -> bool:
    """Whether it is the database or the disk that failed, and not the site's own code."""
    is_full = isinstance(error, OSError) and error.errno in FULL
    return is_full or isinstance(error, (OperationalError, InterfaceError))


def server_error(request):
    """Say that the fault is ours, by a page that needs nothing of what may have failed.

    Where the database or the disk failed, 503 (RFC 9110, 15.6.4), and whoever has sent a
    form may send it again from there: a page that no cache keeps is empty on going back.
    Django's own view gives its template no request to note on which style it holds.
    """
    if not is_out_of_service(sys.exc_info()[1]):
        page = get_template("500.html").render({"request": request})
        return HttpResponseServerError(page)
    form = []
    if request.method == "POST" and not is_from_elsewhere(request):
        lists = request.POST.lists()
        form = [
            (name, value)
            for name, values in lists
            for value in values
            if "password" not in name
        ]
    page = get_template("503.html").render({"request": request, "form": form})
    response = HttpResponse(page, status=503, headers={"Retry-After": "60"})
    add_never_cache_headers(response)
    return response
