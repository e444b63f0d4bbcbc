"""The forms in which lines that name events are pasted, and looked over."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.cross_links import originals
from core.dates import last_day
from core.text import for_xml
from events.drafts import FIRST_YEAR, LAST_YEAR, EventDateField
from events.event_lines import BETWEEN_NAMES, FOUND, Names, Occurrence
from events.models import (
    EventFormat,
    EventKind,
    EventPage,
    EventPrecision,
    EventSeries,
    EventStatus,
)

MOST_LINES = 500
NOT_KNOWN = ("", "—")
DAY_INPUT = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


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
