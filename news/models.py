"""News posts and the communiqués of the annual conferences."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from core.blocks import TEXT_FEATURES, StoryBlock
from core.cross_links import CrossLinked, originals, saved_tags, tick_boxes
from core.dates import Precision, check_days, in_words, iso, range_in_words
from core.facets import hosts_in_use, terms_in_use, years_in_use
from core.fields import ChoiceField, StreamField
from core.listings import CrossLinkFilterSet, HostedFilterSet, ListingPage
from core.models import BasePage, WithBody
from core.navigation import absolute, own_address, page_language
from core.pdf import WithPdf
from core.prepared import prepared
from core.querysets import CrossLinkedQuerySet, HostedQuerySet, published_pages


class NewsKind(models.TextChoices):
    """What sort of post it is."""

    NEWS = "news", _("News")
    PRESS_RELEASE = "press_release", _("Press release")
    APPOINTMENT = "appointment", _("Appointment")
    NOTICE = "notice", _("Notice")


class NewsQuerySet(CrossLinkedQuerySet):
    """Words for news."""

    def newest_first(self):
        return self.order_by("-date", "-pk")


class NewsFilterSet(CrossLinkFilterSet):
    """News by year, kind, priority and member."""

    kind_labels = dict(NewsKind.choices)

    @classmethod
    def get_items(cls):
        items = NewsPage.objects.published().in_active_language()
        return items.newest_first().for_lists()


class NewsIndexPage(ListingPage):
    """All news, newest first."""

    filterset_class = NewsFilterSet
    max_count_per_parent = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["news.NewsPage"]

    class Meta:
        verbose_name = _("news index")


class NewsPage(CrossLinked, WithBody):
    """A news post."""

    date = models.DateField(_("date"), default=timezone.localdate)
    date_precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
        help_text=_("Old posts may lack the day; then enter the first of the month."),
    )
    dateline = models.CharField(
        _("place"), max_length=80, blank=True, help_text=_("For example: Suva, Fiji")
    )
    kind = ChoiceField(
        _("kind"), max_length=20, choices=NewsKind.choices, default=NewsKind.NEWS
    )
    event = models.ForeignKey(
        "events.EventPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="news",
        limit_choices_to=originals,
        verbose_name=_("event"),
        help_text=_("The event this reports on; the two then link to each other."),
    )

    objects = PageManager.from_queryset(NewsQuerySet)()
    shown_with = ["event"]
    listed_with = ["summary", "date", "date_precision", "kind", "dateline"]

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel(["date", "date_precision"]),
                FieldRowPanel(["kind", "dateline"]),
                "event",
            ],
            heading=_("Date and kind"),
        ),
        FieldPanel("body"),
        *CrossLinked.cross_link_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("date"),
        index.FilterField("kind"),
    ]
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("news post")
        verbose_name_plural = _("news posts")
        indexes = [
            models.Index(fields=["date", "page_ptr"], name="news_by_date"),
            models.Index(fields=["kind"], name="news_by_kind"),
        ]

    @property
    def search_parts(self):
        return [*super().search_parts, self.dateline]

    @property
    def date_in_words(self) -> str:
        return in_words(self.date, self.date_precision)

    @property
    def date_iso(self) -> str:
        return iso(self.date, self.date_precision)

    @property
    def structured_data(self) -> dict:
        """The post for search engines (schema.org/NewsArticle)."""
        return {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.title,
            "description": self.summary,
            "datePublished": self.date_iso,
            "dateModified": self.last_published_at or self.date_iso,
            "inLanguage": page_language(self),
            "mainEntityOfPage": absolute(own_address(self)),
            "publisher": {"@type": "Organization", "name": "OCO", "url": absolute("/")},
        }

    @cached_property
    def reported_event(self):
        """The event this reports on, as far as it is public."""
        found = self.event and versions_of(key=self.event.translation_key)
        return found[0] if found else None

    @cached_property
    def related_news(self):
        """The three newest posts that share a tag."""
        if tags := self.tags_in_memory:
            return list(related_news(tags, self.translation_key))
        return related_to_saved(pk=self.pk, key=self.translation_key)


@prepared
def versions_of(key):
    """The page of a key of translation as readers may see it, or none."""
    found = published_pages().in_active_language().filter(translation_key=key)
    return found.only("title", "url_path")


def related_news(tags, key):
    """The three newest posts with one of the tags, without the versions of one page."""
    news = NewsPage.objects.published().in_active_language().sharing(tags, key)
    return news.newest_first().for_lists()[:3]


@prepared
def related_to_saved(pk, key):
    """The three newest posts that share a tag with a post as it is saved."""
    return related_news(saved_tags(NewsPage, pk), key)


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

    date_field = "start_date"
    kind = None

    @classmethod
    def get_items(cls):
        items = CommuniquePage.objects.published().in_active_language()
        return items.newest_first().for_lists()

    @classmethod
    def facets(cls):
        items = cls.get_items()
        return [
            years_in_use(items, cls.date_field),
            terms_in_use(items, "priority"),
            terms_in_use(items, "member"),
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
    start_date = models.DateField(_("first day"), null=True, blank=True)
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
    pdf_view = "communique_pdf"
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
            "partners": list(self.partners_present.all()),
        }


@prepared
def nearest_edition(lookup, order, edition):
    """The published communiqué nearest to an edition on one side of it, or none."""
    items = CommuniquePage.objects.published().in_active_language().for_lists()
    return items.filter(**{f"edition__{lookup}": edition}).order_by(order)[:1]
