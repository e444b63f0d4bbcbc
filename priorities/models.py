"""The strategic priorities: what the organisation's plan is made of."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from core.cross_links import CrossLinkTarget
from core.fields import StreamField
from core.models import BasePage, WithBody
from core.prepared import prepared
from core.querysets import BasePageQuerySet


class StrategyBlock(blocks.StructBlock):
    """One strategy of a priority: a heading and its actions."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        help_text=_("For example: Prepare the next generation of leaders"),
    )
    actions = blocks.ListBlock(blocks.CharBlock(label=_("Action")), label=_("Actions"))

    class Meta:
        icon = "list-ol"
        label = _("Strategy")
        template = "blocks/strategy.html"


class PriorityQuerySet(BasePageQuerySet):
    """Words for priorities."""

    def by_plan(self):
        """The newest plan first, each in the order of its numbers."""
        return self.order_by("-plan_start", "number")


class PriorityIndexPage(BasePage):
    """The current strategic plan, and earlier ones below it."""

    max_count_per_parent = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["priorities.PriorityPage"]

    class Meta:
        verbose_name = _("priorities index")

    @cached_property
    def plans(self) -> list[tuple[str, list]]:
        """Each plan's years and priorities, the current one first."""
        plans: dict[str, list] = {}
        for page in priorities_by_plan():
            plans.setdefault(page.plan, []).append(page)
        return list(plans.items())


class PriorityPage(CrossLinkTarget, WithBody):
    """One strategic priority, which lists back what is tagged with it."""

    number = models.PositiveSmallIntegerField(
        _("number"), help_text=_("Its number in the plan, for example: 2")
    )
    objective = models.TextField(
        _("objective"),
        blank=True,
        help_text=_("The plan’s own sentence on what is to be reached."),
    )
    strategies = StreamField(
        [("strategy", StrategyBlock())], blank=True, verbose_name=_("strategies")
    )
    plan_start = models.PositiveSmallIntegerField(
        _("plan from"), help_text=_("The plan’s first year, for example: 2022")
    )
    plan_end = models.PositiveSmallIntegerField(
        _("plan until"), help_text=_("The plan’s last year, for example: 2027")
    )

    objects = PageManager.from_queryset(PriorityQuerySet)()
    listed_with = ["summary", "number", "plan_start", "plan_end"]

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                "number",
                FieldRowPanel(["plan_start", "plan_end"]),
            ],
            heading=_("Place in the plan"),
        ),
        "objective",
        "strategies",
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("number"),
        index.FilterField("plan_start"),
    ]
    parent_page_types = ["priorities.PriorityIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")

    def __str__(self):
        return f"{self.number}. {self.title} ({self.plan})"

    def clean(self):
        super().clean()
        if self.plan_start and self.plan_end and self.plan_end < self.plan_start:
            raise ValidationError(
                {"plan_end": _("The plan would end before it begins.")}
            )

    @property
    def plan(self) -> str:
        """The years of the plan: "2022–2027"."""
        return f"{self.plan_start}–{self.plan_end}"

    @property
    def search_parts(self):
        return [*super().search_parts, self.objective]

    @property
    def label(self) -> str:
        """What stands over the title: "Priority 2"."""
        return _("Priority %(number)d") % {"number": self.number}

    @property
    def motif(self) -> str:
        """The name of the line drawing that goes with the number."""
        return f"priority-{min(self.number, 6)}"


@prepared
def priorities_by_plan():
    """All published priorities."""
    pages = PriorityPage.objects.published().in_active_language()
    return pages.by_plan().for_lists()
