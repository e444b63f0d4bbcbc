"""The home page and the standing pages: about, contact, privacy and the like."""

from django.db import models
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page

from core.models import BasePage, WithBody
from core.navigation import absolute, own_address
from core.prepared import prepared
from core.querysets import published_pages
from events.models import EventPage
from members.models import MemberPage
from news.models import CommuniquePage, NewsPage
from priorities.models import priorities_by_plan


class PinnedPage(Orderable):
    """A page that editors put on top of the home page."""

    home = ParentalKey("pages.HomePage", on_delete=models.CASCADE, related_name="pins")
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )

    panels = [PageChooserPanel("page")]


class HomePage(BasePage):
    """The first page: who the organisation is, and what is new, coming and agreed."""

    theme = models.CharField(
        _("theme line"),
        max_length=160,
        help_text=_(
            "For example: Strengthening Partnerships for a Future-ready Pacific"
        ),
    )
    introduction = models.TextField(
        _("introduction"), help_text=_("Who the organisation is, in one paragraph.")
    )

    own_lists = ["pins"]

    content_panels = [
        *BasePage.content_panels,
        "theme",
        "introduction",
        InlinePanel(
            "pins",
            label=_("pinned page"),
            heading=_("Pinned on top"),
            max_num=3,
            help_text=_("Up to three pages that stand above the latest news."),
        ),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.StandardPage",
        "priorities.PriorityIndexPage",
        "members.MemberIndexPage",
        "news.NewsIndexPage",
        "news.CommuniqueIndexPage",
        "events.EventIndexPage",
        "resources.ResourceIndexPage",
    ]

    class Meta:
        verbose_name = _("home page")

    @cached_property
    def pinned_pages(self):
        """The pinned pages that are live and public, as plain pages."""
        pks = [pin.page_id for pin in self.pins.all()]
        found = published_pages().in_bulk(pks) if pks else {}
        return [found[pk] for pk in pks if pk in found]

    @cached_property
    def current_priorities(self):
        """The priorities of the newest plan."""
        priorities = priorities_by_plan()
        return [p for p in priorities if p.plan == priorities[0].plan]

    @cached_property
    def latest_news(self):
        """The six newest posts."""
        return newest_news(6)

    @cached_property
    def upcoming_events(self):
        """All that is coming: few enough to be counted here and shown in part."""
        return coming_events(now=timezone.now())

    @cached_property
    def dated_events(self):
        """The next four events with a date."""
        return [event for event in self.upcoming_events if not event.is_undated][:4]

    @cached_property
    def undated_count(self) -> int:
        """How many coming events are still to be confirmed."""
        return sum(event.is_undated for event in self.upcoming_events)

    @cached_property
    def newest_communique(self):
        """The communiqué of the last conference."""
        return next(iter(newest_communique()), None)

    @property
    def structured_data(self) -> dict:
        """The organisation for search engines (schema.org/Organization)."""
        return {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": self.title,
            "alternateName": "OCO",
            "url": absolute(own_address(self)),
            "logo": absolute(static("img/icon-512.png")),
            "description": self.summary,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "Suva",
                "addressCountry": "FJ",
            },
        }

    @cached_property
    def members(self):
        """All present members, for the map and its list."""
        return MemberPage.all_present()


@prepared
def newest_news(most):
    """The newest posts, with their pictures."""
    items = NewsPage.objects.published().in_active_language()
    return items.newest_first().select_related("image").for_lists()[:most]


@prepared
def coming_events(now):
    """The events that are not over."""
    items = EventPage.objects.published().in_active_language()
    return items.over_after(now).for_lists()


@prepared
def newest_communique():
    """The communiqué of the last conference, or none."""
    items = CommuniquePage.objects.published().in_active_language()
    return items.newest_first().for_lists()[:1]


class StandardPage(WithBody):
    """A page of text, which lists the pages below it."""

    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    @cached_property
    def children(self):
        """The published pages below, in the order of the tree."""
        if self.is_leaf():
            return []
        children = StandardPage.objects.child_of(self).published()
        return list(children.for_lists().order_by("path"))
