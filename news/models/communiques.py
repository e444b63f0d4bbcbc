"""The communiqués of the annual conferences."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from core.blocks import TEXT_FEATURES, StoryBlock
from core.cross_links import CrossLinked, originals, tick_boxes
from core.dates import Precision, check_days, in_words, iso, range_in_words
from core.facets import hosts_in_use, terms_in_use, years_in_use
from core.fields import StreamField
from core.listings import HostedFilterSet, ListingPage
from core.models import BasePage
from core.pdf import WithPdf
from core.prepared import prepared
from core.querysets import HostedQuerySet


class SessionValue(blocks.StructValue):
    """A session, which knows its place in the page's address."""

    @property
    def anchor(self) -> str:
        return f"session-{self['number'] or slugify(self['title'])}"


class SessionBlock(blocks.StructBlock):
    """One session of a conference day."""

    number = blocks.IntegerBlock(label=_("Number"), min_value=1, required=False)
    title = blocks.CharBlock(
        label=_("Title"),
        help_text=_("For example: Undervaluation in regional trade"),
    )
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        icon = "group"
        label = _("Session")
        value_class = SessionValue


class DayBlock(blocks.StructBlock):
    """One day of a conference, with its sessions."""

    title = blocks.CharBlock(label=_("Title"), help_text=_("For example: Day One"))
    date = blocks.DateBlock(label=_("Date"), required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, required=False)
    sessions = blocks.ListBlock(SessionBlock(), label=_("Sessions"), default=[])

    class Meta:
        icon = "date"
        label = _("Day")
        template = "blocks/conference_day.html"


class CommuniqueQuerySet(HostedQuerySet):
    """Words for communiqués."""

    def newest_first(self):
        return self.order_by("-edition")


class CommuniqueFilterSet(HostedFilterSet):
    """Communiqués by year, priority and member."""

    kind = None

    @classmethod
    def get_items(cls):
        items = CommuniquePage.objects.published().in_active_language()
        return items.newest_first().for_lists()

    @classmethod
    def facets(cls):
        items = cls.get_items()
        return [
            years_in_use(items),
            terms_in_use("priority", items),
            terms_in_use("member", items),
            hosts_in_use(items),
        ]


class CommuniqueIndexPage(ListingPage):
    """All communiqués, the newest edition first."""

    filterset_class = CommuniqueFilterSet
    max_count_per_parent = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["news.CommuniquePage"]

    class Meta:
        verbose_name = _("communiqués index")


class CommuniquePage(CrossLinked, WithPdf, BasePage):
    """What an annual conference agreed: days, their sessions, and who was there.

    The members it is tagged with are the members present.
    """

    edition = models.PositiveSmallIntegerField(
        _("edition"), help_text=_("For example: 26")
    )
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    venue = models.CharField(
        _("venue"),
        max_length=120,
        blank=True,
        help_text=_("For example: National Auditorium, Rarotonga"),
    )
    host = models.ForeignKey(
        "members.MemberPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="hosted_communiques",
        limit_choices_to=originals,
        verbose_name=_("host"),
    )
    start_date = models.DateField(_("first day"), null=True, blank=True, db_index=True)
    end_date = models.DateField(_("last day"), null=True, blank=True)
    date_precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
    )
    partners_present = ParentalManyToManyField(
        "core.Partner",
        blank=True,
        related_name="communiques",
        verbose_name=_("partners present"),
    )
    status_note = models.CharField(
        _("note on the source"),
        max_length=250,
        blank=True,
        help_text=_("What the page rests on, where the original text is not at hand."),
    )
    opening = StreamField(StoryBlock(), blank=True, verbose_name=_("opening"))
    days = StreamField([("day", DayBlock())], blank=True, verbose_name=_("days"))
    conclusion = StreamField(StoryBlock(), blank=True, verbose_name=_("conclusion"))
    issued_by = models.CharField(
        _("issued by"),
        max_length=120,
        blank=True,
        help_text=_("For example: OCO Secretariat"),
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issued_precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
    )

    objects = PageManager.from_queryset(CommuniqueQuerySet)()
    own_lists = ["partners_present"]
    pdf_view = "communique_pdf"
    dated_by = "start_date"
    listed_with = [
        *["summary", "edition", "theme", "venue"],
        *["start_date", "end_date", "date_precision"],
    ]

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel(["edition", "theme"]),
                FieldRowPanel(["venue", "host"]),
                FieldRowPanel(["start_date", "end_date", "date_precision"]),
                "status_note",
            ],
            heading=_("Conference"),
        ),
        FieldPanel("opening"),
        FieldPanel("days"),
        FieldPanel("conclusion"),
        MultiFieldPanel(
            [FieldRowPanel(["issued_by", "issued_on", "issued_precision"])],
            heading=_("Issued"),
        ),
        tick_boxes("partners_present"),
        *CrossLinked.cross_link_panels,
    ]
    search_fields = [*BasePage.search_fields, index.FilterField("edition")]
    parent_page_types = ["news.CommuniqueIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("communiqué")
        verbose_name_plural = _("communiqués")

    def clean(self):
        super().clean()
        check_days(self.start_date, self.end_date)
        twins = CommuniquePage.objects.filter(
            edition=self.edition, locale_id=self.locale_id
        ).exclude(pk=self.pk)
        if self.edition and (twin := twins.first()):
            raise ValidationError(
                {
                    "edition": _("“%(title)s” is already edition %(edition)d.")
                    % {"title": twin.title, "edition": self.edition}
                }
            )

    @property
    def search_parts(self):
        return [*super().search_parts, self.theme, self.venue]

    @property
    def dates_in_words(self) -> str:
        if not self.start_date:
            return ""
        return range_in_words(self.start_date, self.end_date, self.date_precision)

    @property
    def date_iso(self) -> str:
        return iso(self.start_date, self.date_precision) if self.start_date else ""

    @property
    def issued_in_words(self) -> str:
        return in_words(self.issued_on, self.issued_precision) if self.issued_on else ""

    @cached_property
    def sessions(self):
        """All sessions of all days, in their order."""
        return [session for day in self.days for session in day.value["sessions"]]

    def get_context(self, request, *args, **kwargs):
        before = nearest_edition("lt", "-edition", edition=self.edition)
        after = nearest_edition("gt", "edition", edition=self.edition)
        return super().get_context(request, *args, **kwargs) | {
            "previous_edition": next(iter(before), None),
            "next_edition": next(iter(after), None),
            "partners": self.partners_present.all(),
        }


@prepared
def nearest_edition(lookup, order, edition):
    """The published communiqué nearest to an edition on one side of it, or none."""
    items = CommuniquePage.objects.published().in_active_language().for_lists()
    return items.filter(**{f"edition__{lookup}": edition}).order_by(order)[:1]
