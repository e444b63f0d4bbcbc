"""Copying an event to a new date: next year's conference, the next block of a course."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.admin.widgets import AdminDateInput

from core.dates import last_day, months_before
from events.drafts import EventDateField, free_slug
from events.models import EventPage, EventPrecision, EventStatus

# What is told after an event, and not true of the next one.
PAST = {
    "participants": "",
    "paid_by": "",
    "outcome": "",
    "status": EventStatus.PROVISIONAL,
    "sequence": 0,
    "go_live_at": None,
    "expire_at": None,
}


def shifted_dates(row: models.Model, span: timedelta) -> dict[str, date]:
    """All dates that an editor gave to the row itself, moved by the same span."""
    fields = (field for field in row._meta.local_fields if field.editable)
    names = [field.name for field in fields if isinstance(field, models.DateField)]
    return {name: getattr(row, name) + span for name in names if getattr(row, name)}


def new_dates(event: EventPage, start: date) -> dict[str, date]:
    """The event's dates, moved along with its first day.

    What is only known to the month or the year lasts as many months as before.
    """
    if event.precision == EventPrecision.YEAR:
        start = start.replace(month=1, day=1)
    elif event.precision == EventPrecision.MONTH:
        start = start.replace(day=1)
    dates = shifted_dates(event, start - event.start_date)
    if event.end_date and event.precision in (
        EventPrecision.MONTH,
        EventPrecision.YEAR,
    ):
        old = event.start_date
        months = (old.year - start.year) * 12 + old.month - start.month
        end = months_before(event.end_date, months)
        dates["end_date"] = last_day(end, event.precision)
    return dates


def copy_to(event: EventPage, start: date, title: str, user, **fields) -> EventPage:
    """A draft of the event at another date, without what belongs to the past.

    Calendars see another event: it has a UID of its own. The dates of its parts move by
    the same number of days. Raises PermissionDenied if the user may not copy it.
    """
    dates = new_dates(event, start)
    span = dates["start_date"] - event.start_date

    def shift_part(old_page, new_page, relation, part):
        for name, day in shifted_dates(part, span).items():
            setattr(part, name, day)

    slug = free_slug(event.get_parent(), title, dates["start_date"])
    return event.copy(
        update_attrs={**PAST, **dates, **fields, "title": title, "slug": slug},
        copy_revisions=False,
        keep_live=False,
        process_child_object=shift_part,
        reset_translation_key=True,
        user=user,
    )


class CopyForm(forms.Form):
    """What is to be different in the copy."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    start_date = EventDateField(
        label=gettext_lazy("New first day"), widget=AdminDateInput
    )
    series_order = forms.IntegerField(
        label=gettext_lazy("Place in the series"),
        required=False,
        min_value=0,
        max_value=32767,
    )

    def __init__(self, *args, event: EventPage, **kwargs):
        super().__init__(*args, **kwargs)
        days = (event.last_date - event.start_date).days + 1
        days = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
        self.fields["start_date"].help_text = _(
            "The original: %(when)s (%(days)s). The copy lasts as long, and the dates of "
            "its parts move along."
        ) % {"when": event.when, "days": days}
        if not event.series_id:
            del self.fields["series_order"]


class CopyView(WagtailAdminTemplateMixin, FormView):
    """Asks for the new date, creates the draft, and opens it."""

    template_name = "wagtailadmin/generic/form.html"
    form_class = CopyForm
    page_title = gettext_lazy("Copy to a new date")
    header_icon = "copy"

    def dispatch(self, request, *args, **kwargs):
        self.event = get_object_or_404(EventPage, pk=kwargs["pk"])
        if not self.event.permissions_for_user(request.user).can_copy_to(
            self.event.get_parent()
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.event.get_admin_display_title()

    def get_breadcrumbs_items(self):
        return [
            *get_breadcrumbs_items_for_page(self.event, self.request.user),
            {"url": "", "label": self.page_title},
        ]

    def get_initial(self):
        order = self.event.series_order
        return {
            "title": self.event.title,
            "series_order": None if order is None else order + 1,
        }

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"event": self.event}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "action_url": self.request.path,
            "media": context["form"].media,
            "submit_button_label": _("Create the draft"),
            "submit_button_active_label": _("Creating …"),
        }

    def form_valid(self, form):
        fields = form.cleaned_data
        draft = copy_to(
            self.event,
            fields.pop("start_date"),
            fields.pop("title"),
            self.request.user,
            **fields,
        )
        messages.success(
            self.request,
            _("“%(title)s” is copied to %(when)s, as a draft.")
            % {"title": draft.title, "when": draft.when},
        )
        return redirect(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
