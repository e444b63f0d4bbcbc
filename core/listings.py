"""Index pages: lists that filter and paginate."""

from functools import cache, lru_cache
from itertools import zip_longest
from typing import NamedTuple

import django_filters
from django.core.paginator import Paginator
from django.forms import Select
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from core import facets
from core.facets import Found
from core.models import BasePage
from core.prepared import prepared
from core.querysets import active_language
from core.text import fold

MOST = 120  # entries of a list; to look further would read all that there is


class Numbers(NamedTuple):
    """The numbers of the pages that are found, in order, and whether there are more."""

    found: list[int]
    is_cut: bool


def first_of(found: list[int]) -> Numbers:
    """As many numbers as a list has."""
    return Numbers(found[:MOST], len(found) > MOST)


class NumberedPaginator(Paginator):
    """Pages of a list of which all numbers are known; what is on one is looked up.

    Of a long list these are not all; what stands on none of them is found by the filters.
    """

    def __init__(self, numbers: Numbers, per_page, look_up):
        super().__init__(numbers.found, per_page)
        self.is_cut = numbers.is_cut
        self.look_up = look_up

    def page(self, number):
        page = super().page(number)
        page.object_list = self.look_up(page.object_list, self.per_page)
        return page


class PlainSelect(Select):
    """A list to choose from, of dozens of options: Django renders each by a template."""

    @cached_property
    def options(self) -> list[tuple[str, str, str]]:
        """Each option's value, and its HTML before and after what says it is chosen."""
        return [
            (option, f'<option value="{escape(option)}"', f">{escape(label)}</option>")
            for option, label in self.choices
        ]

    def render(self, name, value, attrs=None, renderer=None):
        chosen = str(value or "")
        options = "".join(
            f"{start} selected{end}" if option == chosen else start + end
            for option, start, end in self.options
        )
        attributes = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html(
            '<select name="{}"{}>{}</select>', name, attributes, mark_safe(options)
        )


@cache
def all_items(filterset_class, language):
    """The items of a filter set in a language, to be filtered: made once in a process."""
    return filterset_class.get_items()


@cache
def offers(filterset_class, language):
    """The query of the values that the filters of a set offer, which is written once."""
    return facets.written(filterset_class.facets())


def narrowed(filterset_class, shape, now, values):
    """The queryset of what some values leave, of which those not in the shape are given."""
    filterset = filterset_class()
    return filterset.narrow(filterset.queryset, dict(shape) | values, now)


@prepared
def numbers_matching(filterset_class, shape, now, **values):
    """The first numbers of what the filters leave, in its order, and one more."""
    found = narrowed(filterset_class, shape, now, values)
    return found.values_list("pk", flat=True)[: MOST + 1]


def in_order(find, numbers: list[int], most: int, *shape) -> list:
    """What a prepared function finds of the numbers, in their order.

    It is given ``most`` numbers however many there are, so that its query is written once.
    """
    if not numbers:
        return []
    filled = zip_longest(range(most), numbers, fillvalue=0)
    rows = find(*shape, **{f"number{place}": number for place, number in filled})
    found = {row.pk: row for row in rows}
    return [found[number] for number in numbers if number in found]


@prepared
def items_of(filterset_class, **numbers):
    """The items of a filter set that have the numbers, in no order."""
    items = all_items(filterset_class, active_language())
    return items.filter(id__in=numbers.values()).order_by()


class SharedFields(dict):
    """The fields of a form's class, which forms share; Django would copy all choices."""

    def __deepcopy__(self, memo):
        return self


@lru_cache(maxsize=100)
def form_for(filterset_class, language, in_use):
    """The class of the form that offers some values, the filters, and the terms.

    Most requests offer the same values.
    """
    filterset = filterset_class()
    filterset.set_choices(in_use)
    form_class = django_filters.FilterSet.get_form_class(filterset)
    form_class.base_fields = SharedFields(form_class.base_fields)
    return form_class, filterset.filters, filterset.terms


class ListingFilterSet(django_filters.FilterSet):
    """Filters whose choices are the values in use, found in one query for all of them.

    A subclass writes ``get_items()`` and ``facets()``, and names its fields. Values that
    are no choice are passed over, so that an old or mistyped address still shows the
    list.
    """

    # Filters that look into their values, for which a query of its own is written.
    shaping = ("year",)

    def __init__(self, data=None, *, request=None):
        super().__init__(
            data, all_items(type(self), active_language()), request=request
        )

    @classmethod
    def get_items(cls):
        """The published pages that are filtered, in their order."""
        raise NotImplementedError

    @classmethod
    def facets(cls):
        """A list of the values in use, for each filter without choices of its own."""
        raise NotImplementedError

    def get_form_class(self):
        kind = (type(self), active_language(), self.in_use)
        form_class, self.filters, self.terms = form_for(*kind)
        return form_class

    @cached_property
    def in_use(self) -> tuple[Found, ...]:
        """The values that the filters offer."""
        return facets.find(*offers(type(self), active_language()))

    def set_choices(self, in_use):
        """Let each filter offer the values in use, and note the terms they stand for."""
        offered = {
            name: {}
            for name, declared in self.filters.items()
            if "choices" not in declared.extra
        }
        for declared in self.filters.values():
            declared.extra["widget"] = PlainSelect
        self.terms = {}
        for found in sorted(in_use, key=lambda found: fold(found.order)):
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

    def filter_queryset(self, queryset):
        return self.narrow(queryset, self.wanted, timezone.now())

    def narrow(self, items, wanted: dict, now):
        """Those of the items that the values leave; of terms it takes the numbers."""
        for name, value in wanted.items():
            items = self.filters[name].filter(items, value)
        return items

    @property
    def asked(self) -> tuple[tuple, dict]:
        """What shapes the queries of prepared functions, and the values for them."""
        wanted = self.wanted
        shape = tuple(item for item in wanted.items() if item[0] in self.shaping)
        given = {name: wanted[name] for name in wanted if name not in self.shaping}
        return (type(self), shape), given | {"now": timezone.now()}

    @property
    def numbers(self) -> Numbers:
        """The numbers of the items that the filters leave."""
        shape, given = self.asked
        return first_of(numbers_matching(*shape, **given))

    def items(self, numbers: list[int], most: int) -> list:
        """The items that have the numbers, of which there are so many at most."""
        return in_order(items_of, numbers, most, type(self))

    @property
    def wanted(self) -> dict:
        """What each filter in use looks for: the number of a term, or else the value."""
        return {
            name: self.terms.get((name, value)) or value
            for name, value in self.chosen.items()
        }

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The value of each filter in use, by its name."""
        self.form.is_valid()  # cleans
        cleaned = getattr(self.form, "cleaned_data", {})
        return {name: value for name, value in cleaned.items() if value}

    @cached_property
    def active(self) -> dict[str, str]:
        """The label of each filter in use, by its name."""
        return {
            name: dict(self.filters[name].extra["choices"])[value]
            for name, value in self.chosen.items()
        }


class CrossLinkFilterSet(ListingFilterSet):
    """Filters by year, kind, priority and member, all of which combine."""

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

    @classmethod
    def facets(cls):
        items = cls.get_items()
        return [
            facets.years_in_use(items),
            facets.kinds_in_use(items),
            facets.terms_in_use("priority", items),
            facets.terms_in_use("member", items),
        ]

    def in_year(self, items, name, value):
        return items.filter(**{f"{items.model.dated_by}__year": value})

    def with_priority(self, items, name, value):
        return items.tagged("priorities", value)

    def with_member(self, items, name, value):
        return items.tagged("members", value)


class HostedFilterSet(CrossLinkFilterSet):
    """The same for pages that have a host: a member's are also those it hosts."""

    @classmethod
    def facets(cls):
        return [*super().facets(), facets.hosts_in_use(cls.get_items())]


class ListingPage(BasePage):
    """An index page, which names the filter set of what it lists."""

    filterset_class = CrossLinkFilterSet
    per_page = 20

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        filterset = self.filterset_class(request.GET, request=request)
        paginator = NumberedPaginator(filterset.numbers, self.per_page, filterset.items)
        return super().get_context(request, *args, **kwargs) | {
            "filterset": filterset,
            "items": paginator.get_page(request.GET.get("page")),
        }
