"""What belongs to an event: its parts and its documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel
from wagtail.models import Orderable

from core.cross_links import originals
from core.dates import check_days, range_in_words
from core.models import SelectRelatedManager
from events.models.event import EventPage


class EventSegment(Orderable):
    """A part of an event with a date of its own: a study in one member, a forum day."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="segments")
    title = models.CharField(_("title"), max_length=120, blank=True)
    member = models.ForeignKey(
        "members.MemberPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to=originals,
        verbose_name=_("member"),
    )
    start_date = models.DateField(_("first day"), null=True, blank=True)
    end_date = models.DateField(_("last day"), null=True, blank=True)

    objects = SelectRelatedManager()
    shown_with = ["member"]

    panels = [
        FieldRowPanel(["title", "member"]),
        FieldRowPanel(["start_date", "end_date"]),
    ]

    def clean(self):
        check_days(self.start_date, self.end_date)

    @property
    def name(self) -> str:
        """What the part is called: by its title, its member, or both."""
        return ", ".join(
            filter(None, [self.title, self.member.title if self.member else ""])
        )

    @property
    def when(self) -> str:
        """The part's own dates in words."""
        if not self.start_date:
            return _("date to be confirmed")
        return range_in_words(self.start_date, self.end_date)


class EventDocument(Orderable):
    """A document that belongs to an event."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "core.CustomDocument", on_delete=models.CASCADE, related_name="+"
    )

    objects = SelectRelatedManager()
    shown_with = ["document"]

    panels = ["document"]
