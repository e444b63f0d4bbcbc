"""An event and its dates."""

from datetime import UTC, datetime, time, timedelta, timezone

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone as django_timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.search import index

from core.blocks import TEXT_FEATURES
from core.cross_links import CrossLinked, originals, tick_boxes
from core.dates import Span, date_span, iso, last_day, leaf, time_span
from core.fields import ChoiceField
from core.models import BasePage, WithBody
from core.navigation import absolute, own_address
from core.prepared import prepared
from core.timezones import TimeZoneField, zone_named
from events.clocks import clocks_at
from events.models.changes import Announced
from events.models.choices import EventFormat, EventKind, EventPrecision, EventStatus
from events.models.querysets import ENTRY_FIELDS, EventQuerySet
from events.models.registration import WithRegistration
from events.models.series import EventSeries

# The last place on Earth where a day ends, Howland Island; a whole-day event is over
# when its last day is over there.
LAST_TIME_ZONE = timezone(timedelta(hours=-12))
# Addresses below the events that are not those of an event.
TAKEN_SLUGS = ["calendar", "series", "subscribing"]


class EventPage(Announced, WithRegistration, CrossLinked, WithBody):
    """An event, whose date may be known to the minute or only to the year."""

    kind = ChoiceField(_("kind"), max_length=20, choices=EventKind.choices)
    precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=EventPrecision.choices,
        default=EventPrecision.DAY,
    )
    start_date = models.DateField(
        _("first day"),
        db_index=True,
        help_text=_(
            "Where only the month is known, its first day; where only the year is, its "
            "1 January."
        ),
    )
    end_date = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("Still part of the event. Empty if it is one day."),
    )
    start_time = models.TimeField(_("from"), null=True, blank=True)
    end_time = models.TimeField(_("to"), null=True, blank=True)
    time_zone = TimeZoneField(
        _("time zone"),
        blank=True,
        help_text=_("Of the place of the event, for example: Pacific/Rarotonga"),
    )
    over_at = models.DateTimeField(editable=False, db_index=True)
    status = ChoiceField(
        _("status"),
        max_length=12,
        choices=EventStatus.choices,
        default=EventStatus.CONFIRMED,
    )
    series = models.ForeignKey(
        EventSeries,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("series"),
    )
    series_order = models.PositiveSmallIntegerField(
        _("place in the series"), null=True, blank=True, help_text=_("For example: 2")
    )
    stream = models.CharField(
        _("stream"),
        max_length=80,
        blank=True,
        help_text=_("For example: Revenue, Enforcement"),
    )
    format = models.CharField(
        _("format"), max_length=10, choices=EventFormat.choices, blank=True
    )
    venue = models.CharField(
        _("venue"),
        max_length=120,
        blank=True,
        help_text=_("For example: National Auditorium"),
    )
    place = models.CharField(
        _("place"), max_length=120, blank=True, help_text=_("For example: Rarotonga")
    )
    host = models.ForeignKey(
        "members.MemberPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="hosted_events",
        limit_choices_to=originals,
        verbose_name=_("host"),
        help_text=_("The member where it takes place."),
    )
    organiser = models.CharField(_("organiser"), max_length=120, blank=True)
    is_internal = models.BooleanField(
        _("internal to the Secretariat"),
        default=False,
        help_text=_(
            "Shown on the site, and left out of calendars that people subscribe to."
        ),
    )
    partners = ParentalManyToManyField(
        "core.Partner", blank=True, related_name="events", verbose_name=_("partners")
    )
    participants = models.CharField(
        _("participants"),
        max_length=250,
        blank=True,
        help_text=_("Afterwards, for example: 25 officials from 13 countries"),
    )
    paid_by = models.CharField(
        _("paid by"),
        max_length=250,
        blank=True,
        help_text=_("For example: Australian Border Force"),
    )
    outcome = RichTextField(_("outcome"), blank=True, features=TEXT_FEATURES)

    objects = PageManager.from_queryset(EventQuerySet)()
    shown_with = ["series", "host"]
    own_lists = ["partners", "segments", "documents"]
    listed_with = ENTRY_FIELDS
    other_terms = ["host"]
    dated_by = "start_date"

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel(["precision", "status"]),
                FieldRowPanel(["start_date", "end_date"]),
                FieldRowPanel(["start_time", "end_time", "time_zone"]),
            ],
            heading=_("Date"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["kind", "format"]),
                FieldRowPanel(["venue", "place", "host"]),
                FieldRowPanel(["series", "series_order", "stream"]),
                FieldRowPanel(["organiser", "is_internal"]),
            ],
            heading=_("Kind and place"),
        ),
        FieldPanel("body"),
        InlinePanel(
            "segments", label=_("part"), heading=_("Parts with dates of their own")
        ),
        InlinePanel("documents", label=_("document"), heading=_("Documents")),
        WithRegistration.registration_panel,
        tick_boxes("partners"),
        *CrossLinked.cross_link_panels,
        MultiFieldPanel(
            ["participants", "paid_by", "outcome"], heading=_("After the event")
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("start_date"),
        index.FilterField("kind"),
        index.FilterField("status"),
    ]
    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        # For the values that filters offer.
        indexes = [
            models.Index(fields=["kind"], name="events_by_kind"),
            models.Index(fields=["format"], name="events_by_format"),
            models.Index(fields=["end_date"], name="events_by_end_date"),
        ]

    def clean(self):
        super().clean()
        errors = self.registration_errors()
        if self.start_date and self.end_date and self.end_date < self.start_date:
            errors["end_date"] = _("The last day is before the first day.")
        if self.precision == EventPrecision.TIME:
            if not self.start_time:
                errors["start_time"] = _("With exact times, say when it begins.")
            if not self.time_zone:
                errors["time_zone"] = _("With exact times, say in which time zone.")
            same_day = not self.end_date or self.end_date == self.start_date
            if (
                same_day
                and self.start_time
                and self.end_time
                and self.end_time <= self.start_time
            ):
                errors["end_time"] = _("It would end before it begins.")
        elif self.start_time or self.end_time:
            errors["precision"] = _(
                "Times are given: choose “exact times”, or empty them."
            )
        if self.slug in TAKEN_SLUGS:
            errors["slug"] = _("The list of events uses this address itself.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        self.over_at = self.get_over_at()
        super().save(*args, **kwargs)

    def get_over_at(self) -> datetime:
        """The moment from which the event is over for every reader (UTC)."""
        day = last_day(self.last_date, self.precision)
        if self.precision == EventPrecision.TIME and self.time_zone:
            end, zone = self.end_time or time.max, zone_named(self.time_zone)
            return datetime.combine(day, end, zone).astimezone(UTC)
        following = datetime.combine(day + timedelta(days=1), time(), LAST_TIME_ZONE)
        return following.astimezone(UTC)

    def has_begun(self, now: datetime) -> bool:
        """Whether the first day, or the exact time, has come."""
        if self.precision in (EventPrecision.MONTH, EventPrecision.YEAR):
            return False
        zone = zone_named(self.time_zone or settings.TIME_ZONE)
        start = datetime.combine(self.start_date, self.start_time or time(), zone)
        return start <= now

    @property
    def where(self) -> str:
        """The venue and the place, as far as they are known."""
        return ", ".join(filter(None, [self.venue, self.place]))

    @property
    def last_date(self):
        """The last day, which is the first where no other is given."""
        return self.end_date or self.start_date

    @property
    def leaf(self) -> tuple[str, str]:
        """What the calendar leaf beside it says, large and small."""
        return leaf(self.start_date, self.last_date, self.precision)

    @property
    def is_undated(self) -> bool:
        """Whether only the year is known."""
        return self.precision == EventPrecision.YEAR

    @property
    def is_in_calendars(self) -> bool:
        """Whether it can be added to a calendar, once it is published."""
        is_dated = self.precision == EventPrecision.DAY or bool(self.starts_at)
        is_private = getattr(self, "is_restricted", False)
        return is_dated and not (self.is_internal or is_private)

    @property
    def is_over(self) -> bool:
        return self.over_at <= django_timezone.now()

    @property
    def starts_at(self) -> datetime | None:
        """The moment it begins, in the event's zone; None where it is not so exact."""
        is_exact = self.precision == EventPrecision.TIME
        if not (is_exact and self.start_time and self.time_zone):
            return None
        zone = zone_named(self.time_zone)
        return datetime.combine(self.start_date, self.start_time, zone)

    @property
    def span(self) -> Span:
        """The event's own date and time, for people and for machines."""
        if self.is_undated:
            words = _("%(year)d, date to be confirmed")
            year = self.start_date.year
            return Span(words % {"year": year}, iso(self.start_date, self.precision))
        if self.starts_at:
            return time_span(
                zone_named(self.time_zone),
                self.start_date,
                self.start_time,
                self.end_date,
                self.end_time,
            )
        return date_span(self.start_date, self.end_date, self.precision)

    @property
    def when(self) -> str:
        """The event's own date and time in words."""
        return str(self.span)

    @property
    def date_iso(self) -> str:
        """The start for ``<time datetime>``, as exactly as it is known."""
        return self.span.first_value

    @cached_property
    def taking_part(self):
        """The members it is for, in the reader's language: those tagged, and the host.

        All present members, where none is tagged.
        """
        if self.tag_links["members"] or self.is_internal:
            return [term for term in self.linked_terms if term.time_zone]
        return self._meta.get_field("members").related_model.names_present()

    @property
    def clocks(self):
        """When it starts on the clocks of those members, if that is known exactly."""
        places = ((member.title, member.time_zone) for member in self.taking_part)
        return clocks_at(self.starts_at, places) if self.starts_at else []

    @property
    def search_parts(self):
        return [*super().search_parts, self.place, self.venue, self.stream]

    @property
    def structured_data(self) -> dict:
        """The event for search engines (schema.org/Event)."""
        status = {"postponed": "EventPostponed", "cancelled": "EventCancelled"}
        mode = {
            "online": "OnlineEventAttendanceMode",
            "hybrid": "MixedEventAttendanceMode",
        }
        data = {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": self.title,
            "description": self.summary,
            "startDate": self.date_iso,
            "eventStatus": "https://schema.org/"
            + status.get(self.status, "EventScheduled"),
            "eventAttendanceMode": "https://schema.org/"
            + mode.get(self.format, "OfflineEventAttendanceMode"),
            "url": absolute(own_address(self)),
            "organizer": {"@type": "Organization", "name": self.organiser or "OCO"},
        }
        if self.end_date and self.precision == EventPrecision.DAY:
            data["endDate"] = self.end_date
        if where := self.where:
            data["location"] = {"@type": "Place", "name": where, "address": where}
        return data

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "partners": self.partners.all(),
            "host": self.host_link,
            "notices": self.get_notices(getattr(request, "is_preview", False)),
        }

    @property
    def host_link(self):
        """The host as readers may see it: in their language, or None if not public."""
        key = self.host and self.host.translation_key
        hosts = (term for term in self.linked_terms if term.translation_key == key)
        return next(hosts, None)

    @cached_property
    def series_neighbours(self) -> dict[str, "EventPage"]:
        """The published events before and after this one in its series."""
        if not self.series_id:
            return {}
        key = self.translation_key
        return {
            "next" if event.previous_key == key else "previous": event
            for event in neighbours(series=self.series_id, key=key)
        }

    @cached_property
    def reports(self):
        """The published news that report on this event."""
        return reports_on(key=self.translation_key)


@prepared
def reports_on(key):
    """The published news that report on an event."""
    news = EventPage._meta.get_field("news").related_model.objects.published()
    reports = news.in_active_language().filter(event__translation_key=key)
    return reports.newest_first().for_lists()


@prepared
def neighbours(series, key):
    """The published events before and after an event in its series."""
    events = EventPage.objects.published().in_active_language()
    return events.neighbours(series, key).for_lists()
