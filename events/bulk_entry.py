"""Many events at once: lines that are pasted, looked over, and made into drafts."""

import logging
from dataclasses import asdict
from datetime import UTC, datetime, time

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from core.cross_links import originals
from core.dates import last_day
from core.text import for_xml
from events.drafts import FIRST_YEAR, LAST_YEAR, EventDateField, free_slug
from events.event_lines import (
    BETWEEN_NAMES,
    FOUND,
    Names,
    Occurrence,
    possible_duplicates,
    read_lines,
)
from events.models import (
    EventFormat,
    EventIndexPage,
    EventKind,
    EventPage,
    EventPrecision,
    EventSeries,
    EventStatus,
)

MOST_LINES = 500
NOT_KNOWN = ("", "—")
# What a row tells of an event, besides its series and its members.
TOLD = [
    "title",
    "precision",
    "start_date",
    "end_date",
    "status",
    "kind",
    "format",
    "place",
]

DAY_INPUT = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

logger = logging.getLogger(__name__)


class Terms:
    """The members and the series that lines may name, asked for once."""

    def __init__(self):
        member_model = EventPage._meta.get_field("members").related_model
        members = member_model.objects.filter(**originals())
        self.members = {member.pk: member for member in members}
        self.series = {series.pk: series for series in EventSeries.objects.all()}
        self.member_names = Names(
            [
                *((member.title, member.pk) for member in members),
                *(
                    (name, member.pk)
                    for member in members
                    for name in (
                        member.official_name,
                        member.iso_code,
                        *member.also_known_as.split(","),
                    )
                ),
            ]
        )
        self.series_names = Names((s.name, s.pk) for s in self.series.values())


class LinesForm(forms.Form):
    """The lines as they are pasted, and the year of those that give none."""

    text = forms.CharField(
        label=gettext_lazy("Events, one on each line"),
        help_text=gettext_lazy(
            "The date first, then the title. For example: 25 – 26 Jul Executive "
            "Leadership Retreat; 01 Jul – 12 Aug CERT IV electives; TBC GESI Action "
            "Plan. Nothing is created before you have seen how the lines are read."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=gettext_lazy("Of the lines that give none."),
    )

    def __init__(self, data=None, **kwargs):
        if data is not None:
            # Pasting may bring characters that nobody sees, and no form takes.
            data = data.copy()
            data["text"] = for_xml(data.get("text", ""))
        super().__init__(data, **kwargs)

    def clean_text(self):
        text = self.cleaned_data["text"]
        count = sum(1 for line in text.splitlines() if line.strip())
        if count > MOST_LINES:
            raise ValidationError(
                _("These are %(count)d lines; up to %(most)d can be read at once.")
                % {"count": count, "most": MOST_LINES}
            )
        return text


class EventRowForm(forms.Form):
    """One line as it was understood, for an editor to correct."""

    include = forms.BooleanField(label=gettext_lazy("Create"), required=False)
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    source = forms.CharField(widget=forms.HiddenInput, required=False)
    # The duplicates that the editor has been shown.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    members = forms.CharField(label=gettext_lazy("Members"), required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    precision = forms.ChoiceField(
        label=gettext_lazy("Precision"),
        choices=[
            choice
            for choice in EventPrecision.choices
            if choice[0] != EventPrecision.TIME
        ],
    )
    start_date = EventDateField(label=gettext_lazy("First day"), widget=DAY_INPUT)
    end_date = EventDateField(
        label=gettext_lazy("Last day"), widget=DAY_INPUT, required=False
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"), choices=EventStatus.choices
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[NOT_KNOWN, *EventKind.choices],
        required=False,
    )
    series = forms.TypedChoiceField(
        label=gettext_lazy("Series"), coerce=int, empty_value=None, required=False
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[NOT_KNOWN, *EventFormat.choices],
        required=False,
    )

    use_required_attribute = False

    def __init__(self, *args, terms, **kwargs):
        super().__init__(*args, **kwargs)
        self.terms = terms
        self.fields["series"].choices = [
            NOT_KNOWN,
            *((pk, series.name) for pk, series in terms.series.items()),
        ]
        self.line_errors, self.line_warnings = [], []
        self.duplicates, self.repeated = [], []

    def full_clean(self):
        """What is not to be created need not be right."""
        super().full_clean()
        if self.is_bound and not self.is_included:
            self._errors.clear()

    @property
    def is_included(self) -> bool:
        """Whether the row is ticked."""
        return bool(self["include"].value())

    def clean_members(self):
        """The members that the text names, by any of their names."""
        names = self.terms.member_names
        keys, rest = names.find(self.cleaned_data["members"], in_capitals=False)
        parts = BETWEEN_NAMES.split(rest.replace(FOUND, ","))
        unknown = [part.strip() for part in parts if part.strip()]
        if unknown:
            raise ValidationError(
                [_("No member is called “%(name)s”.") % {"name": n} for n in unknown]
            )
        return [self.terms.members[key] for key in keys]

    def clean(self):
        data = super().clean()
        start, end = data.get("start_date"), data.get("end_date")
        precision = data.get("precision")
        if start and end and end < start:
            self.add_error("end_date", _("The last day is before the first day."))
            return data
        if start and precision == EventPrecision.YEAR:
            data |= {"start_date": start.replace(month=1, day=1), "end_date": None}
        elif start and precision == EventPrecision.MONTH:
            end = end and last_day(end, precision)
            data |= {"start_date": start.replace(day=1), "end_date": end}
        return data

    @property
    def occurrence(self) -> Occurrence | None:
        """What the event is compared by; None while that is not known."""
        values = self.cleaned_data if self.is_valid() else self.initial
        if not (values.get("title") and values.get("start_date")):
            return None
        names = ("title", "precision", "start_date", "end_date")
        return Occurrence(self.prefix, *(values.get(name) for name in names))

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields below the line; the box to tick stands beside it."""
        return [field for field in self.visible_fields() if field.name != "include"]

    @property
    def duplicate_keys(self) -> str:
        """The duplicates, as the form keeps them."""
        return ",".join(str(event.key) for event in self.duplicates)

    @property
    def has_new_duplicates(self) -> bool:
        """Whether there are some that the editor has not been shown yet."""
        seen = (self["seen"].value() or "").split(",")
        return any(str(event.key) not in seen for event in self.duplicates)


EventRowFormSet = forms.formset_factory(
    EventRowForm, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES
)


def events_index() -> EventIndexPage | None:
    """The list of events that drafts are added to: the one in the default language."""
    return EventIndexPage.objects.filter(**originals()).first()


def may_add_many(user, index: EventIndexPage) -> bool:
    """Whether somebody may add events to the index."""
    return index.permissions_for_user(user).can_add_subpage()


def compare(rows: list[EventRowForm], index: EventIndexPage) -> None:
    """Set the rows' possible duplicates: events that exist, and other rows."""
    by_prefix = {row.prefix: row for row in rows}
    found = [row.occurrence for row in rows if row.occurrence]
    if not found:
        return
    stored = EventPage.objects.child_of(index).filter(
        start_date__lte=max(event.last for event in found),
        over_at__gt=datetime.combine(min(e.first for e in found), time(), UTC),
    )
    known = stored.values_list("pk", "title", "precision", "start_date", "end_date")
    duplicates = possible_duplicates(found, [Occurrence(*row) for row in known])
    repeated = possible_duplicates(found, found)
    for prefix, events in duplicates.items():
        by_prefix[prefix].duplicates = events
        by_prefix[prefix].repeated = [by_prefix[e.key] for e in repeated[prefix]]


def create_draft(row: dict, index: EventIndexPage, user) -> EventPage:
    """A draft of an event, from the cleaned data of a row.

    What the row does not tell, such as the summary, is left for the editor to write.
    """
    event = EventPage(
        slug=free_slug(index, row["title"], row["start_date"]),
        series_id=row["series"],
        owner=user,
        live=False,
        has_unpublished_changes=True,
        **{name: row[name] for name in TOLD},
    )
    event.members = row["members"]
    index.add_child(instance=event)
    event.save_revision(user=user, clean=False)
    return event


class BulkEntryView(WagtailAdminTemplateMixin, View):
    """Reads the lines, shows what was understood, and creates drafts when told to."""

    template_name = "events/bulk_entry.html"
    page_title = gettext_lazy("Add many events")
    header_icon = "calendar-alt"

    def dispatch(self, request, *args, **kwargs):
        self.index = events_index()
        if self.index is None:
            raise Http404
        if not may_add_many(request.user, self.index):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            *get_breadcrumbs_items_for_page(self.index, self.request.user),
            {"url": "", "label": self.page_title},
        ]

    def get(self, request):
        return self.show(LinesForm(initial={"year": timezone.localdate().year}))

    def post(self, request):
        if "read" in request.POST:
            return self.read(LinesForm(request.POST))
        # A copy, in which it is noted what duplicates the editor is shown now.
        data = request.POST.copy()
        formset = EventRowFormSet(data, form_kwargs={"terms": Terms()})
        rows = formset.forms
        compare(rows, self.index)
        drafts = self.create(rows) if "create" in data else {}
        remaining = [row for row in rows if row.prefix not in drafts]
        for row in remaining:
            data[row.add_prefix("seen")] = row.duplicate_keys
        sources = [row["source"].value() or "" for row in remaining]
        lines = {"text": "\n".join(sources), "year": data.get("year", "")}
        return self.show(
            LinesForm(initial=lines),
            formset=formset,
            rows=remaining,
            drafts=list(drafts.values()),
        )

    def read(self, lines_form: LinesForm):
        """Show each line with what was understood of it."""
        if not lines_form.is_valid():
            return self.show(lines_form)
        terms, year = Terms(), lines_form.cleaned_data["year"]
        lines = read_lines(
            lines_form.cleaned_data["text"],
            year,
            terms.member_names,
            terms.series_names,
        )
        initial = [{**asdict(line), "include": True} for line in lines]
        for values in initial:
            members = (terms.members[key].title for key in values["members"])
            values["members"] = ", ".join(members)
        formset = EventRowFormSet(initial=initial, form_kwargs={"terms": terms})
        rows = formset.forms
        compare(rows, self.index)
        for row, line in zip(rows, lines, strict=True):
            row.line_errors, row.line_warnings = line.errors, line.warnings
            row.initial["seen"] = row.duplicate_keys
            # What is there already is created again only if the editor says so.
            row.initial["include"] = not row.duplicates
        is_over = year and year < timezone.localdate().year
        year_is_over = is_over and any(line.takes_year for line in lines)
        return self.show(
            lines_form,
            formset=formset,
            rows=rows,
            faults=sum(bool(line.errors) for line in lines),
            year_that_is_over=year if year_is_over else None,
        )

    def create(self, rows: list[EventRowForm]) -> dict[str, EventPage]:
        """Drafts of the rows that are ticked and right, by the rows' prefixes.

        A row that fails takes none of the others with it. One whose duplicates the
        editor has not seen yet waits until they are: nor does sending a form twice
        create the drafts twice.
        """
        drafts, ticked = {}, [row for row in rows if row.is_included]
        with transaction.atomic():
            for row in ticked:
                if not row.is_valid() or row.has_new_duplicates:
                    continue
                try:
                    with transaction.atomic():
                        self.index.refresh_from_db()
                        drafts[row.prefix] = create_draft(
                            row.cleaned_data, self.index, self.request.user
                        )
                except (DatabaseError, ValidationError) as error:
                    logger.warning("A draft of an event was not created: %s", error)
                    row.add_error(None, _("This draft could not be created."))
        if drafts:
            text = ngettext(
                "%(count)d draft was created.",
                "%(count)d drafts were created.",
                len(drafts),
            )
            messages.success(self.request, text % {"count": len(drafts)})
        if waiting := len(ticked) - len(drafts):
            text = ngettext(
                "%(count)d line was not created: look at what is said beside it.",
                "%(count)d lines were not created: look at what is said beside them.",
                waiting,
            )
            messages.warning(self.request, text % {"count": waiting})
        elif not ticked:
            messages.warning(self.request, _("No line is ticked."))
        return drafts

    def show(self, lines_form: LinesForm, **context):
        context |= {"lines_form": lines_form, "index": self.index}
        return self.render_to_response(self.get_context_data(**context))
