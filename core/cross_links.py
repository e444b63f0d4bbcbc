"""Tags across sections: priorities and members, which are pages themselves."""

from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core.navigation import page_language
from core.querysets import published_pages

TERMS = ("priorities", "members")  # the fields of tags


def originals():
    """Limits choices to the pages in the default language; tags point at no others."""
    return {"locale__language_code": settings.LANGUAGE_CODE}


def tick_boxes(field):
    """A panel of boxes in columns, for a list to choose several from."""
    return FieldPanel(
        field, widget=forms.CheckboxSelectMultiple, classname="cross-links"
    )


class CrossLinked(models.Model):
    """A page that is tagged with priorities and members.

    Tags always point at the terms in the default language; readers of another see the
    terms' translations.
    """

    priorities = ParentalManyToManyField(
        "priorities.PriorityPage",
        blank=True,
        related_name="%(class)ss",
        limit_choices_to=originals,
        verbose_name=_("priorities"),
        help_text=_("The strategic priorities this belongs to."),
    )
    members = ParentalManyToManyField(
        "members.MemberPage",
        blank=True,
        related_name="%(class)ss",
        limit_choices_to=originals,
        verbose_name=_("members"),
        help_text=_("The members this is about or who took part."),
    )

    cross_link_panels = [
        MultiFieldPanel(
            [tick_boxes("priorities"), tick_boxes("members")],
            heading=_("Tags"),
            help_text=_(
                "Tick what applies: the page is then listed on each priority’s and "
                "member’s own page."
            ),
        )
    ]

    # Foreign keys to terms that the page's template shows too.
    other_terms = ()

    class Meta:
        abstract = True

    @cached_property
    def linked_terms(self):
        """The published terms this page points at, in the reader's language.

        Plain pages, in one query. Each knows whether it ``is_tag``, or only one of the
        ``other_terms``, and a member its ``time_zone``.
        """
        is_tag = Q(translation_key__in=translation_keys(self.priorities))
        is_tag |= Q(translation_key__in=translation_keys(self.members))
        others = filter(None, (getattr(self, name) for name in self.other_terms))
        keys = [term.translation_key for term in others]
        return list(
            published_pages()
            .type(*(self._meta.get_field(f).related_model for f in TERMS))
            .in_active_language()
            .filter(is_tag | Q(translation_key__in=keys))
            .annotate(
                is_tag=ExpressionWrapper(is_tag, models.BooleanField()),
                time_zone=F("memberpage__time_zone"),
            )
            .order_by("path")
        )

    @cached_property
    def tag_links(self):
        """The published terms this page is tagged with, in the reader's language.

        ``{"priorities": [...], "members": [...]}`` of plain pages.
        """
        links = {"priorities": [], "members": []}
        for term in self.linked_terms:
            if term.is_tag:
                links[term.cached_content_type.app_label].append(term)
        return links


def translation_keys(manager):
    """The terms' translation keys: a subquery, or a list while a preview holds them."""
    terms = manager.all()
    if isinstance(terms, QuerySet):
        return terms.values("translation_key")
    return [term.translation_key for term in terms]


class CrossLinkTarget(models.Model):
    """A page that others are tagged with, and that lists them back."""

    listed_back = 5

    class Meta:
        abstract = True

    @cached_property
    def original_pk(self) -> int:
        """The page in the default language, which is the one that tags point at."""
        if page_language(self) == settings.LANGUAGE_CODE:
            return self.pk
        versions = type(self).objects.filter(translation_key=self.translation_key)
        original = versions.filter(**originals()).values_list("pk", flat=True)
        return original.first() or self.pk

    def tagged(self, label):
        """The published pages of a type that are tagged with this one."""
        pages = apps.get_model(label).objects.published().in_active_language()
        return pages.tagged(self)

    @cached_property
    def latest_news(self):
        """The newest news tagged with this page."""
        return list(self.tagged("news.NewsPage").newest_first()[: self.listed_back])

    @cached_property
    def latest_communiques(self):
        """The newest communiqués tagged with this page."""
        communiques = self.tagged("news.CommuniquePage")
        return list(communiques.newest_first()[: self.listed_back])

    @cached_property
    def latest_events(self):
        """Coming events tagged with this page, then past ones, the nearest first."""
        return list(self.tagged("events.EventPage").nearest()[: self.listed_back])

    @cached_property
    def latest_resources(self):
        """The newest resources tagged with this page."""
        resources = self.tagged("resources.ResourcePage")
        return list(resources.newest_first()[: self.listed_back])
