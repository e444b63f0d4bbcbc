"""Many events at once: lines that are pasted, looked over, and made into drafts."""

import logging
from dataclasses import asdict
from datetime import UTC, datetime, time

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
from events.bulk_entry_forms import EventRowForm, EventRowFormSet, LinesForm, Terms
from events.drafts import free_slug
from events.event_lines import Occurrence, possible_duplicates, read_lines
from events.models import EventIndexPage, EventPage

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

logger = logging.getLogger(__name__)


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
                    row.add_error(
                        None,
                        _(
                            "This draft could not be created. Send the form again; if it "
                            "fails twice, tell whoever maintains the site."
                        ),
                    )
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
