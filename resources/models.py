"""Resources: guidance, tariff tables, newsletters, publications, forms."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from core.cross_links import CrossLinked
from core.dates import Precision, in_words, iso
from core.fields import ChoiceField
from core.listings import CrossLinkFilterSet, ListingPage
from core.models import BasePage, SelectRelatedManager, WithBody
from core.querysets import CrossLinkedQuerySet


class ResourceKind(models.TextChoices):
    """What sort of resource it is."""

    GUIDANCE = "guidance", _("Guidance")
    TARIFF = "tariff", _("Tariff table")
    NEWSLETTER = "newsletter", _("Newsletter")
    PUBLICATION = "publication", _("Publication")
    LEGAL = "legal", _("Legal reference")
    FORM = "form", _("Form")


class ResourceQuerySet(CrossLinkedQuerySet):
    """Words for resources."""

    def newest_first(self):
        """By date; those without one come last."""
        return self.order_by(models.F("published_on").desc(nulls_last=True), "title")


class ResourceFilterSet(CrossLinkFilterSet):
    """Resources by year, kind, priority and member."""

    kind_labels = dict(ResourceKind.choices)

    @classmethod
    def get_items(cls):
        items = ResourcePage.objects.published().in_active_language()
        return items.newest_first().for_lists()


class ResourceIndexPage(ListingPage):
    """All resources, newest first."""

    filterset_class = ResourceFilterSet
    max_count_per_parent = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["resources.ResourcePage"]

    class Meta:
        verbose_name = _("resources index")


class ResourcePage(CrossLinked, WithBody):
    """Something to read, look up or fill in, with its files, links and tables."""

    kind = ChoiceField(_("kind"), max_length=20, choices=ResourceKind.choices)
    published_on = models.DateField(
        _("published on"), null=True, blank=True, db_index=True
    )
    published_precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
    )
    issue = models.CharField(
        _("issue"),
        max_length=40,
        blank=True,
        help_text=_("Of a newsletter, for example: 1/2020"),
    )
    period = models.CharField(
        _("period"),
        max_length=60,
        blank=True,
        help_text=_("What it covers, for example: January to March 2020"),
    )

    objects = PageManager.from_queryset(ResourceQuerySet)()
    own_lists = ["files", "links"]

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                "kind",
                FieldRowPanel(["published_on", "published_precision"]),
                FieldRowPanel(["issue", "period"]),
            ],
            heading=_("Kind and date"),
        ),
        FieldPanel("body", heading=_("Text and tables")),
        InlinePanel("files", label=_("file"), heading=_("Files")),
        InlinePanel("links", label=_("link"), heading=_("Links")),
        *CrossLinked.cross_link_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("kind"),
        index.FilterField("published_on"),
    ]
    dated_by = "published_on"
    listed_with = ["summary", "kind", "published_on", "published_precision", "period"]
    parent_page_types = ["resources.ResourceIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        indexes = [models.Index(fields=["kind"], name="resources_by_kind")]

    @property
    def search_parts(self):
        files = [file.document.title for file in self.files.all()]
        links = [link.label for link in self.links.all()]
        return [*super().search_parts, self.issue, self.period, *files, *links]

    @property
    def date_in_words(self) -> str:
        if not self.published_on:
            return ""
        return in_words(self.published_on, self.published_precision)

    @property
    def period_beside_date(self) -> str:
        """The period, unless the date that stands beside it says the same."""
        return "" if self.period == self.date_in_words else self.period

    @property
    def date_iso(self) -> str:
        if not self.published_on:
            return ""
        return iso(self.published_on, self.published_precision)


class ResourceFile(Orderable):
    """A file of a resource."""

    resource = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        "core.CustomDocument",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("document"),
    )

    objects = SelectRelatedManager()
    shown_with = ["document"]

    panels = ["document"]


class ResourceLink(Orderable):
    """A link of a resource to another site."""

    resource = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("link text"), max_length=160)
    url = models.URLField(_("address"))

    panels = [FieldRowPanel(["label", "url"])]
