"""News posts."""

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from core.cross_links import CrossLinked, originals, saved_tags
from core.dates import Precision, in_words, iso
from core.fields import ChoiceField
from core.listings import CrossLinkFilterSet, ListingPage
from core.models import BasePage, WithBody
from core.navigation import absolute, own_address, page_language
from core.prepared import prepared
from core.querysets import CrossLinkedQuerySet, published_pages


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
            models.Index(fields=["kind", "date", "page_ptr"], name="news_by_kind"),
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
