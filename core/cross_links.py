"""Tags across sections: priorities and members, which are pages themselves."""

from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core.navigation import page_language
from core.prepared import prepared
from core.querysets import published_pages
from core.text import fold

TERMS = ("priorities", "members")  # the fields of tags


def originals():
    """Limits choices to the pages in the default language; tags point at no others."""
    return {"locale__language_code": settings.LANGUAGE_CODE}


def filter_word(name: str, value) -> str:
    """The word in the search index for a filter's value: a year or a term's number."""
    return f"its{name}is{value}"


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

    # The field of the date under which the page is listed.
    dated_by = "date"

    class Meta:
        abstract = True

    @cached_property
    def filter_words(self) -> str:
        date = getattr(self, self.dated_by)
        words = [filter_word("year", date.year)] if date else []
        words += [filter_word("priority", term.pk) for term in self.priorities.all()]
        members = {term.pk for term in self.members.all()}
        host = getattr(self, "host_id", None)  # as HostedQuerySet finds them
        words += [filter_word("member", pk) for pk in sorted(members | {host} - {None})]
        return " ".join(words)

    @property
    def tags_in_memory(self) -> dict | None:
        """The terms by their fields, where a preview holds them in memory."""
        held = getattr(self, "_cluster_related_objects", {})  # by modelcluster
        if held.keys().isdisjoint(TERMS):
            return None
        return {name: getattr(self, name).all() for name in TERMS}

    @cached_property
    def linked_terms(self):
        """The published terms this page points at, in the reader's language.

        Rows of one query. Each says whether it ``is_tag``, or only one of the
        ``other_terms``, of which ``app`` it is, and a member's has its ``time_zone``.
        """
        others = {name: getattr(self, name) for name in self.other_terms}
        keys = {name: term and term.translation_key for name, term in others.items()}
        tags = self.tags_in_memory
        if not tags:
            return terms_of_saved(type(self), pk=self.pk, **keys)
        tagged_with = [
            term.translation_key for terms in tags.values() for term in terms
        ]
        kinds = [self._meta.get_field(name).related_model for name in TERMS]
        return list(linked_terms(kinds, [tagged_with], keys.values()))

    @cached_property
    def tag_links(self):
        """The published terms this page is tagged with, in the reader's language.

        ``{"priorities": [...], "members": [...]}`` of rows: priorities in the order of
        the plan, members by name.
        """
        links = {"priorities": [], "members": []}
        for term in self.linked_terms:
            if term.is_tag:
                links[term.app].append(term)
        links["members"].sort(key=lambda member: fold(member.title))
        return links


def linked_terms(kinds, tags, others):
    """The published terms of these kinds and keys of translation, in the reader's language.

    ``tags`` is a list of lists or subqueries of keys, ``others`` has keys, or None.
    """
    is_tag = Q()
    for keys in tags:
        is_tag |= Q(translation_key__in=keys)
    return (
        published_pages()
        .type(*kinds)
        .in_active_language()
        .filter(is_tag | Q(translation_key__in=list(others)))
        .annotate(
            is_tag=ExpressionWrapper(is_tag, models.BooleanField()),
            time_zone=F("memberpage__time_zone"),
            app=F("content_type__app_label"),
        )
        .order_by("path")
        .values_list(
            *["title", "url_path", "translation_key", "is_tag", "time_zone", "app"],
            named=True,
        )
    )


def saved_tags(model, pk) -> dict:
    """The terms by their fields that a page of the model is tagged with as it is saved."""
    fields = [model._meta.get_field(name) for name in TERMS]
    return {
        field.name: field.related_model.objects.filter(
            **{f"{field.related_query_name()}__pk": pk}
        )
        for field in fields
    }


@prepared
def terms_of_saved(model, pk, **others):
    """The terms that a page is tagged with as it is saved, and those of other keys."""
    tags = saved_tags(model, pk).values()
    keys = [terms.values("translation_key") for terms in tags]
    return linked_terms([terms.model for terms in tags], keys, others.values())


def tagged(label, field, number):
    """The published pages of a type that are tagged with a term, for lists."""
    pages = apps.get_model(label).objects.published().in_active_language()
    return pages.tagged(field, number).for_lists()


@prepared
def newest_tagged(field, label, most, number):
    """The newest of the pages that are tagged with a term."""
    return tagged(label, field, number).newest_first()[:most]


@prepared
def nearest_events(field, most, number, now):
    """Coming events that are tagged with a term, then past ones, the nearest first."""
    return tagged("events.EventPage", field, number).nearest(now)[:most]


class CrossLinkTarget(models.Model):
    """A page that others are tagged with, and that lists them back."""

    listed_back = 5

    class Meta:
        abstract = True

    @property
    def tag_field(self) -> str:
        """The field of other pages that points at this one; its app has the same name."""
        return self._meta.app_label

    @cached_property
    def original_pk(self) -> int:
        """The page in the default language, which is the one that tags point at."""
        if page_language(self) == settings.LANGUAGE_CODE:
            return self.pk
        versions = type(self).objects.filter(translation_key=self.translation_key)
        original = versions.filter(**originals()).values_list("pk", flat=True)
        return original.first() or self.pk

    def newest_tagged(self, label):
        """The newest pages of a type that are tagged with this one."""
        kind = (self.tag_field, label, self.listed_back)
        return newest_tagged(*kind, number=self.original_pk)

    @cached_property
    def latest_news(self):
        """The newest news tagged with this page."""
        return self.newest_tagged("news.NewsPage")

    @cached_property
    def latest_communiques(self):
        """The newest communiqués tagged with this page."""
        return self.newest_tagged("news.CommuniquePage")

    @cached_property
    def latest_events(self):
        """Coming events tagged with this page, then past ones, the nearest first."""
        now = timezone.now()
        kind = (self.tag_field, self.listed_back)
        return nearest_events(*kind, number=self.original_pk, now=now)

    @cached_property
    def latest_resources(self):
        """The newest resources tagged with this page."""
        return self.newest_tagged("resources.ResourcePage")
