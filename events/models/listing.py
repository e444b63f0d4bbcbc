"""The events index: what is coming, what is to be confirmed, and past years."""

import django_filters
from django.db.models import F, OuterRef, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import in_words
from core.facets import Facet, Stepped
from core.listings import HostedFilterSet, ListingPage
from core.querysets import active_language, is_any
from events.models.choices import EventFormat, EventKind
from events.models.event import EventPage
from events.models.series import EventSeries


class EventFilterSet(HostedFilterSet):
    """Coming events, or those of a year; by kind, series, format, priority, member."""

    kind_labels = dict(EventKind.choices)
    format_labels = dict(EventFormat.choices)

    year = django_filters.ChoiceFilter(
        label=_("Year"), empty_label=_("Coming events"), method="in_year"
    )
    series = django_filters.ChoiceFilter(label=_("Series"), empty_label=_("All series"))
    format = django_filters.ChoiceFilter(
        label=_("Format"), empty_label=_("All formats")
    )

    @classmethod
    def get_items(cls):
        return EventPage.objects.published().in_active_language().for_lists()

    @classmethod
    def facets(cls):
        items = cls.get_items()
        name = F("name")
        if active_language() == "fr":
            name = Coalesce(NullIf(F("name_fr"), Value("")), name)
        series = EventSeries.objects.filter(is_any(items.filter(series=OuterRef("pk"))))
        return [
            *super().facets(),
            Facet(series, "series", F("slug"), name),
            Stepped(items.exclude(format=""), "format", "format"),
        ]

    def set_choices(self, in_use):
        super().set_choices(in_use)
        self.filters["year"].extra["choices"].insert(0, ("all", str(_("All years"))))

    def in_year(self, events, name, value):
        return events if value == "all" else super().in_year(events, name, value)

    def narrow(self, events, wanted, now):
        """What the filters leave; without a year, that which is not over yet."""
        events = super().narrow(events, wanted, now)
        year = wanted.get("year")
        if year == "all":
            return events.newest_first()
        return events.soonest_first() if year else self.without_year(events, now)

    def without_year(self, events, now):
        return events.over_after(now)


class EventIndexPage(ListingPage):
    """What is coming by month, what is to be confirmed, and past years."""

    filterset_class = EventFilterSet
    per_page = 60
    max_count_per_parent = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["events.EventPage"]

    class Meta:
        verbose_name = _("events index")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        running, months, undated = [], {}, []
        for event in context["items"]:
            if event.is_undated:
                undated.append(event)
            elif not context["filterset"].active.get("year") and event.has_begun(now):
                running.append(event)
            else:
                months.setdefault(event.start_date.replace(day=1), []).append(event)
        in_a_year = context["filterset"].active.get("year", "").isdigit()
        return context | {
            "running": running,
            "months": [(in_words(m, "month"), events) for m, events in months.items()],
            "first_month": next(iter(months), None) if in_a_year else None,
            "undated": undated,
        }
