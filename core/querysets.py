"""The words that every list of pages is made of."""

from django.conf import settings
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.lookups import Exact, IsNull
from django.utils import translation
from wagtail.models import Locale, Page, PageQuerySet, PageViewRestriction


def is_restricted() -> Exists:
    """Whether a view restriction stands on the page of the outer query or above it.

    The restrictions' pages are looked up one by one: joined, SQLite might read all pages
    to see which of them are restricted.
    """
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restricted = Page.objects.filter(pk=OuterRef("page")).order_by().values("path")[:1]
    return Exists(
        PageViewRestriction.objects.alias(below=path).filter(
            below__startswith=Subquery(restricted)
        )
    )


def is_any(rows) -> IsNull:
    """Whether there is one of these rows, looked up for each row of the outer query.

    ``EXISTS`` says the same, and lets PostgreSQL first gather all that there could be,
    which takes the longer the more there is.
    """
    return IsNull(Subquery(rows.order_by().values("pk")[:1]), False)


class Unindexed(Func):
    """A column that SQLite is not to look up by its index (sqlite.org/optoverview, 2.1)."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


def is_in(language: str) -> Exact:
    """Whether the page of the query is written in the language.

    Half of all pages are: SQLite would start from the locale, and read them all.
    """
    locale = Locale.objects.filter(language_code=language).values("pk")[:1]
    return Exact(Unindexed(F("locale_id")), Subquery(locale))


def active_language() -> str:
    """The language the reader has chosen by the address, without a variant."""
    return (translation.get_language() or settings.LANGUAGE_CODE)[:2]


class BasePageQuerySet(PageQuerySet):
    """Words for all page types; they chain."""

    def published(self):
        """Live and public: the one word for what anybody may see.

        Wagtail's ``public()`` asks for the restrictions in a query of its own each time
        it is used; here they are part of the one query.
        """
        return self.live().filter(~is_restricted())

    def in_active_language(self):
        """One version of each page: the reader's language, or else the default one."""
        language = active_language()
        if language == settings.LANGUAGE_CODE:
            return self.filter(is_in(language))
        translated = Page.objects.filter(
            is_in(language), translation_key=OuterRef("translation_key"), live=True
        )
        original = Q(is_in(settings.LANGUAGE_CODE))
        return self.filter(Q(is_in(language)) | (original & ~Exists(translated)))

    def for_lists(self):
        """With what the entry of a list shows, and not the texts, which are long."""
        return self.only("title", "url_path", "image", *self.model.listed_with)

    def for_serving(self):
        """With what the page's template reads of related rows."""
        return self.select_related("image", *self.model.shown_with)


class CrossLinkedQuerySet(BasePageQuerySet):
    """Words for the pages that are tagged with priorities and members."""

    def tagged(self, field, number):
        """Those tagged with a term, "priorities" or "members", by its number.

        That is the number of the page in the default language, which tags point at. Of
        how many pages each number has, PostgreSQL keeps count.
        """
        return self.filter(**{field: number})

    def sharing(self, tags, key):
        """Those with one of the tags, the page itself and its translations left out.

        ``tags`` are the terms by their fields, ``key`` is the page's of translation.
        """
        name = self.model._meta.model_name
        shared = Q()
        for field_name, terms in tags.items():
            field = self.model._meta.get_field(field_name)
            of_page = {
                name: OuterRef("pk"),
                f"{field.m2m_reverse_field_name()}__in": terms,
            }
            through = field.remote_field.through.objects
            shared |= Q(is_any(through.filter(**of_page)))
        return self.filter(shared).exclude(translation_key=key)


class HostedQuerySet(CrossLinkedQuerySet):
    """Words for the pages that have a member as their host as well."""

    def tagged(self, field, number):
        """Those tagged with the term; a member's are also those it hosts."""
        if field != "members":
            return super().tagged(field, number)
        tags = self.model.members.through.objects.filter(memberpage=number)
        tagged = Q(pk__in=tags.values(self.model._meta.model_name))
        return self.filter(tagged | Q(host=number))


def published_pages():
    """All published pages of the site, as plain pages."""
    return BasePageQuerySet(Page).published()
