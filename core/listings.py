"""Index pages: lists that filter and paginate."""

import django_filters
from django.apps import apps
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.models import BasePage
from core.querysets import active_language
from core.text import fold


def facet(rows, name, value, label=None, order=None):
    """Rows of (filter name, value, label, order), ready to be joined with others."""
    text = CharField()
    return rows.order_by().values_list(
        Value(name, text),
        Cast(value, text),
        Cast(label or value, text),
        Cast(order or value, text),
    )


def years_in_use(items, date_field):
    """The years in which the items are dated."""
    dated = items.exclude(**{date_field: None})
    return facet(dated, "year", ExtractYear(date_field)).distinct()


def kinds_in_use(items):
    """The kinds the items are of, as stored; the filter set knows their names."""
    return facet(items, "kind", F("kind")).distinct()


def terms_in_use(items, name):
    """The priorities or members that at least one of the items is tagged with."""
    field, label = {
        "priority": ("priorities", "priorities.PriorityPage"),
        "member": ("members", "members.MemberPage"),
    }[name]
    tagged = items.order_by().filter(**{field: OuterRef("pk")})
    return term_facet(apps.get_model(label), name, tagged)


def hosts_in_use(items):
    """The members that host at least one of the items."""
    hosted = items.order_by().filter(host=OuterRef("pk"))
    return term_facet(apps.get_model("members.MemberPage"), "member", hosted)


def term_facet(terms, name, uses):
    """The published terms of which there are uses, named in the reader's language."""
    translated = Page.objects.live().filter(
        translation_key=OuterRef("translation_key"),
        locale__language_code=active_language(),
    )
    originals = terms.objects.published().filter(
        Exists(uses), locale__language_code=settings.LANGUAGE_CODE
    )
    title = Coalesce(Subquery(translated.values("title")[:1]), F("title"))
    order = F("path") if name == "priority" else title
    return facet(originals, name, F("slug"), title, order)


class ListingFilterSet(django_filters.FilterSet):
    """Filters whose choices are the values in use, found in one query for all of them.

    A subclass writes ``facets()``, and names its fields. Values that are no choice are
    passed over, so that an old or mistyped address still shows the list.
    """

    def __init__(self, data=None, queryset=None, *, request=None, prefix=None):
        super().__init__(data, queryset, request=request, prefix=prefix)
        first, *others = self.facets()
        found = {
            name: []
            for name, declared in self.filters.items()
            if "choices" not in declared.extra
        }
        for name, value, label, order in first.union(*others):
            found[name].append((order, value, label))
        for name, rows in found.items():
            labels = getattr(self, f"{name}_labels", {})
            choices = [
                (value, str(labels.get(value, label)))
                for _order, value, label in sorted(rows, key=lambda row: fold(row[0]))
            ]
            if name == "year":
                choices.reverse()
            self.filters[name].extra["choices"] = choices

    def facets(self):
        """A list of ``facet()`` rows, one for each filter."""
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
        label=_("Priority"),
        empty_label=_("All priorities"),
        field_name="priorities__slug",
    )
    member = django_filters.ChoiceFilter(
        label=_("Member"), empty_label=_("All members"), field_name="members__slug"
    )

    def facets(self):
        return [
            years_in_use(self.queryset, self.date_field),
            kinds_in_use(self.queryset),
            terms_in_use(self.queryset, "priority"),
            terms_in_use(self.queryset, "member"),
        ]

    def in_year(self, items, name, value):
        return items.filter(**{f"{self.date_field}__year": value})


class HostedFilterSet(CrossLinkFilterSet):
    """The same for pages that have a host: a member's are also those it hosts."""

    member = django_filters.ChoiceFilter(
        label=_("Member"), empty_label=_("All members"), method="with_member"
    )

    def facets(self):
        return [*super().facets(), hosts_in_use(self.queryset)]

    def with_member(self, items, name, value):
        tags = items.model.members.through.objects.filter(memberpage__slug=value)
        tagged = Q(pk__in=tags.values(items.model._meta.model_name))
        return items.filter(tagged | Q(host__slug=value))


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
        paginator = Paginator(filterset.qs, self.per_page)
        return super().get_context(request, *args, **kwargs) | {
            "filterset": filterset,
            "items": paginator.get_page(request.GET.get("page")),
        }
