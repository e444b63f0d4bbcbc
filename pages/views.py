"""Search over everything public, and the pages for errors."""

import sys

import django_filters
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core.cross_links import CrossLinked, filter_word
from core.facets import hosts_in_use, terms_in_use, years_in_use
from core.listings import MOST, ListingFilterSet, NumberedPaginator, Numbers
from core.network import is_from_elsewhere
from core.querysets import HostedQuerySet, published_pages
from core.storage import FULL
from core.text import fold
from events.models import EventPage
from members.models import MemberPage
from news.models import CommuniquePage, NewsPage
from pages.models import StandardPage
from pages.searching import find, fragment_of, shown
from priorities.models import PriorityPage
from resources.models import ResourcePage

LONGEST_QUERY = 200
PER_PAGE = 15

# What readers may choose between.
KINDS = {
    "news": (_("News"), NewsPage),
    "communiques": (_("Communiqués"), CommuniquePage),
    "events": (_("Events"), EventPage),
    "resources": (_("Resources"), ResourcePage),
    "members": (_("Members"), MemberPage),
    "priorities": (_("Priorities"), PriorityPage),
    "pages": (_("Other pages"), StandardPage),
}
TAGGED = [model for _label, model in KINDS.values() if issubclass(model, CrossLinked)]


class SearchFilterSet(ListingFilterSet):
    """Filters across the page types, of which they leave the numbers."""

    shaping = ("kind", "year")

    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        empty_label=_("Everything"),
        choices=[(name, label) for name, (label, _model) in KINDS.items()],
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
        pages = published_pages().in_active_language()
        newest_first = pages.order_by("-first_published_at", "pk")
        return newest_first.values_list("pk", flat=True)

    @classmethod
    def facets(cls):
        tagged = [model.objects.published() for model in TAGGED]
        hosted = [pages for pages in tagged if isinstance(pages, HostedQuerySet)]
        return [
            *map(years_in_use, tagged),
            terms_in_use("priority", *tagged),
            terms_in_use("member", *tagged),
            *map(hosts_in_use, hosted),
        ]

    def narrow(self, items, wanted, now):
        """All filters at once, in each type's own tables: of each type its newest pages."""
        model = model_of(wanted.pop("kind", None))
        if not wanted:
            return items.type(model)
        found = [
            newest(tagged, wanted) for tagged in TAGGED if issubclass(tagged, model)
        ]
        if not found:
            return items.none()
        first, *others = found
        return items.filter(pk__in=first.union(*others, all=True))

    @property
    def words(self) -> dict[str, str]:
        """Those by which the index knows what the filters but the kind leave."""
        return {
            name: filter_word(name, value)
            for name, value in self.wanted.items()
            if name != "kind"
        }


def model_of(kind: str | None):
    """The type of the pages of a kind; without one, of all."""
    return KINDS[kind][1] if kind else Page


def newest(model, wanted):
    """The numbers of as many pages of a type as a list has, those with the latest dates."""
    pages = model.objects.published().in_active_language()
    if "year" in wanted:
        pages = pages.filter(**{f"{model.dated_by}__year": wanted["year"]})
    for name, field in (("priority", "priorities"), ("member", "members")):
        if name in wanted:
            pages = pages.tagged(field, wanted[name])
    # SQLite takes no limit in a union, but within what is looked for.
    numbers = pages.newest_first().values("pk")[: MOST + 1]
    return model.objects.filter(pk__in=numbers).order_by().values("pk")


@require_safe
def search(request):
    """Find pages by words, HS codes and names, filtered by kind, tags and year."""
    query = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST_QUERY]
    filterset = SearchFilterSet(request.GET, request=request)
    words = fold(query)
    if words:
        kind = filterset.chosen.get("kind")
        numbers = find(words, model_of(kind), filterset.words)
    elif filterset.active:
        numbers = filterset.numbers
    else:
        numbers = Numbers([], is_cut=False)
    paginator = NumberedPaginator(numbers, PER_PAGE, shown)
    results = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "pages/search.html",
        {
            "query": query,
            "fragment": fragment_of(query),
            "filterset": filterset,
            "items": results,
        },
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
