"""Index pages: lists that filter and paginate."""

import django_filters
from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import facets
from core.models import BasePage
from core.text import fold

MOST_PAGES = 50  # of a list; counting more would read all that there is


class BoundedPaginator(Paginator):
    """Pages of a list that may be long: its first fifty, and whether there is more.

    What stands on none of them is found by the filters.
    """

    @cached_property
    def _found(self) -> int:
        """How many there are, or one more than are shown."""
        return self.object_list.order_by()[: self.most + 1].count()

    @property
    def most(self) -> int:
        return self.per_page * MOST_PAGES

    @property
    def count(self) -> int:
        """How many are shown on all pages."""
        return min(self._found, self.most)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return self._found > self.most


class ListingFilterSet(django_filters.FilterSet):
    """Filters whose choices are the values in use, found in one query for all of them.

    A subclass writes ``facets()``, and names its fields. Values that are no choice are
    passed over, so that an old or mistyped address still shows the list.
    """

    def __init__(self, data=None, queryset=None, *, request=None, prefix=None):
        super().__init__(data, queryset, request=request, prefix=prefix)
        offered = {
            name: {}
            for name, declared in self.filters.items()
            if "choices" not in declared.extra
        }
        self.terms = {}
        for found in sorted(
            facets.find(self.facets()), key=lambda found: fold(found.order)
        ):
            value, label = found.value, found.label
            if found.filter == "year":
                value = label = value[:4]
            label = getattr(self, f"{found.filter}_labels", {}).get(value, label)
            offered[found.filter][value] = str(label)
            self.terms[found.filter, value] = found.term
        for name, labels in offered.items():
            choices = list(labels.items())
            if name == "year":
                choices.reverse()
            self.filters[name].extra["choices"] = choices

    def facets(self):
        """A list of the values in use, for each filter without choices of its own."""
        raise NotImplementedError

    @property
    def chosen(self) -> dict[str, str]:
        """The value of each filter in use, by its name."""
        self.form.is_valid()  # cleans
        cleaned = getattr(self.form, "cleaned_data", {})
        return {name: value for name, value in cleaned.items() if value}

    @property
    def active(self) -> dict[str, str]:
        """The label of each filter in use, by its name."""
        return {
            name: dict(self.filters[name].extra["choices"])[value]
            for name, value in self.chosen.items()
        }


class CrossLinkFilterSet(ListingFilterSet):
    """Filters by year, kind, priority and member, all of which combine."""

    date_field = "date"

    year = django_filters.ChoiceFilter(
        label=_("Year"), empty_label=_("All years"), method="in_year"
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), empty_label=_("All kinds"))
    priority = django_filters.ChoiceFilter(
        label=_("Priority"), empty_label=_("All priorities"), method="with_priority"
    )
    member = django_filters.ChoiceFilter(
        label=_("Member"), empty_label=_("All members"), method="with_member"
    )

    def facets(self):
        return [
            facets.years_in_use(self.queryset, self.date_field),
            facets.kinds_in_use(self.queryset),
            facets.terms_in_use(self.queryset, "priority"),
            facets.terms_in_use(self.queryset, "member"),
        ]

    def in_year(self, items, name, value):
        return items.filter(**{f"{self.date_field}__year": value})

    # By the term's number: of how many posts each has, PostgreSQL keeps count.
    def with_priority(self, items, name, value):
        return items.filter(priorities=self.terms[name, value])

    def with_member(self, items, name, value):
        return items.filter(members=self.terms[name, value])


class HostedFilterSet(CrossLinkFilterSet):
    """The same for pages that have a host: a member's are also those it hosts."""

    def facets(self):
        return [*super().facets(), facets.hosts_in_use(self.queryset)]

    def with_member(self, items, name, value):
        member = self.terms[name, value]
        tags = items.model.members.through.objects.filter(memberpage=member)
        tagged = Q(pk__in=tags.values(items.model._meta.model_name))
        return items.filter(tagged | Q(host=member))


class ListingPage(BasePage):
    """An index page, which writes ``get_items()`` and names its filter set."""

    filterset_class = CrossLinkFilterSet
    per_page = 20

    class Meta:
        abstract = True

    def get_items(self):
        """The published pages that this index lists, in their order."""
        raise NotImplementedError

    def get_context(self, request, *args, **kwargs):
        filterset = self.filterset_class(request.GET, self.get_items(), request=request)
        paginator = BoundedPaginator(filterset.qs, self.per_page)
        return super().get_context(request, *args, **kwargs) | {
            "filterset": filterset,
            "items": paginator.get_page(request.GET.get("page")),
        }
