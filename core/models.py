"""What every page stands on: users, files, settings, and the base of all pages."""

from functools import lru_cache
from pathlib import PurePosixPath

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.base import ModelState
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image
from wagtail.models import Page, PageManager
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from core.blocks import StoryBlock
from core.fields import StreamField
from core.forms import BasePageForm
from core.prepared import prepared
from core.querysets import BasePageQuerySet
from core.text import fold_for_index

UNGUESSED = (
    10  # letters and digits: to try half of all takes a million a second 13,000 years
)


class User(AbstractUser):
    """Somebody who signs in: secretariat staff and administrators."""


class CustomImage(AbstractImage):
    """A picture; its alternative text is Wagtail's ``description``."""

    credit = models.CharField(
        _("credit"),
        max_length=120,
        blank=True,
        help_text=_("Who made the picture, for example: OCO Secretariat"),
    )

    description_fr = models.CharField(
        _("description in French"),
        max_length=255,
        blank=True,
        help_text=_("The alternative text on French pages."),
    )

    admin_form_fields = (*Image.admin_form_fields, "description_fr", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self):
        """The alternative text in the reader's language."""
        french = self.description_fr if get_language() == "fr" else ""
        return french or self.description

    @cached_property
    def prefetched_renditions(self) -> list:
        """All its renditions, where Wagtail looks for them first.

        A template asks for several, Wagtail by a query each that it writes anew.
        """
        renditions = renditions_of(image=self.pk)
        for rendition in renditions:
            rendition.image = self
        return renditions

    def find_existing_renditions(self, *filters):
        """As Wagtail's, by filters that know already what their words mean."""
        return super().find_existing_renditions(
            *(filter_of(each.spec) for each in filters)
        )


@lru_cache(maxsize=100)
def filter_of(spec: str) -> Filter:
    """A filter that all share: each would find out anew what its words mean."""
    return Filter(spec=spec)


class CustomRendition(AbstractRendition):
    """A resized copy of a picture.

    Whoever has its address may see it, and nobody can guess that: a picture that stands on
    private pages alone is told to their readers alone.
    """

    image = models.ForeignKey(
        CustomImage, on_delete=models.CASCADE, related_name="renditions"
    )

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename):
        path = PurePosixPath(super().get_upload_to(filename))
        return str(path.with_stem(f"{path.stem}.{get_random_string(UNGUESSED)}"))


@prepared
def renditions_of(image):
    """The renditions that were made of a picture."""
    return CustomRendition.objects.filter(image=image)


class SelectRelatedManager(models.Manager):
    """Fetches the rows that the model's ``shown_with`` names along with its own."""

    def get_queryset(self):
        return super().get_queryset().select_related(*self.model.shown_with)


class CustomDocument(AbstractDocument):
    """A file to download, with the language it is written in."""

    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, blank=True
    )

    admin_form_fields = (*Document.admin_form_fields, "language")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")


@register_snippet
class Partner(models.Model):
    """A body that works with the organisation: at events, in communiqués, in news."""

    code = models.CharField(
        _("short name"), max_length=40, unique=True, help_text=_("For example: WCO")
    )
    name = models.CharField(
        _("name"),
        max_length=160,
        help_text=_("In full, for example: World Customs Organization"),
    )
    url = models.URLField(_("website"), blank=True)

    panels = ["code", "name", "url"]

    class Meta:
        ordering = ["code"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self):
        return self.name if self.name == self.code else f"{self.name} ({self.code})"


@register_setting(icon="cog")
class SiteSettings(BaseGenericSetting):
    """The footer's contacts and social links, and the notice over every page."""

    email = models.EmailField(_("e-mail"), blank=True)
    media_email = models.EmailField(_("e-mail for the media"), blank=True)
    phone = models.CharField(
        _("telephone"),
        max_length=40,
        blank=True,
        help_text=_("With the country’s code, for example: +679 331 0000"),
    )
    address = models.TextField(_("postal address"), blank=True)
    facebook = models.URLField("Facebook", blank=True)
    x = models.URLField("X", blank=True)
    linkedin = models.URLField("LinkedIn", blank=True)
    youtube = models.URLField("YouTube", blank=True)
    notice_en = models.CharField(
        _("notice in English"),
        max_length=200,
        blank=True,
        help_text=_("For example: The Secretariat is closed because of cyclone Mona."),
    )
    notice_fr = models.CharField(_("notice in French"), max_length=200, blank=True)
    notice_page = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page that says more"),
    )
    notice_from = models.DateTimeField(
        _("shown from"),
        null=True,
        blank=True,
        help_text=_("Suva time. At once, if left empty."),
    )
    notice_until = models.DateTimeField(
        _("shown until"),
        null=True,
        blank=True,
        help_text=_("Suva time. Required, so that no notice outlives its reason."),
    )

    panels = [
        MultiFieldPanel(
            [
                "notice_en",
                "notice_fr",
                "notice_page",
                FieldRowPanel(["notice_from", "notice_until"]),
            ],
            heading=_("Notice over every page"),
        ),
        MultiFieldPanel(
            ["email", "media_email", "phone", "address"], heading=_("Contact")
        ),
        MultiFieldPanel(
            ["facebook", "x", "linkedin", "youtube"], heading=_("Social media")
        ),
    ]
    select_related = ["notice_page"]

    class Meta:
        verbose_name = _("site settings")

    def clean(self):
        if (self.notice_en or self.notice_fr) and not self.notice_until:
            raise ValidationError(
                {"notice_until": _("Say until when the notice is to be shown.")}
            )
        if (
            self.notice_from
            and self.notice_until
            and self.notice_until <= self.notice_from
        ):
            raise ValidationError(
                {"notice_until": _("The notice would end before it begins.")}
            )

    @property
    def notice(self) -> str:
        """The notice in the reader's language, if now is its time."""
        now = timezone.now()
        if self.notice_from and now < self.notice_from:
            return ""
        if self.notice_until and now >= self.notice_until:
            return ""
        if get_language() == "fr":
            return self.notice_fr or self.notice_en
        return self.notice_en

    @property
    def social_links(self) -> list[tuple[str, str]]:
        """Name and address of each social medium that has one."""
        names = ("facebook", "x", "linkedin", "youtube")
        fields = [(self._meta.get_field(name), getattr(self, name)) for name in names]
        return [(field.verbose_name, url) for field, url in fields if url]


class FoldedTitleField(index.SearchField):
    """A title as people type it, indexed beside the title as it is written."""

    def get_value(self, obj):
        return fold_for_index(obj.search_title)


class BasePage(Page):
    """The base of all page types: one card can show any of them."""

    summary = models.TextField(
        _("summary"),
        max_length=300,
        help_text=_(
            "One or two sentences that say the point; shown on cards, in search "
            "results and when the page is shared. For example: Fifteen members met in "
            "Suva to turn customs records into trade statistics."
        ),
    )
    image = models.ForeignKey(
        CustomImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead image"),
        help_text=_("Shown on top of the page and on its card, if there is one."),
    )

    objects = PageManager.from_queryset(BasePageQuerySet)()

    # Foreign keys that the page's own template shows, fetched along with the page.
    shown_with = ()

    # Relations whose rows the page's own template shows, as lists.
    own_lists = ()

    # Fields that lists show of the page, besides its title and address.
    listed_with = ["summary"]

    base_form_class = BasePageForm
    content_panels = [*Page.content_panels, "summary", "image"]
    search_fields = [
        *Page.search_fields,
        FoldedTitleField("title", boost=2),
        index.SearchField("folded_text"),
        index.SearchField("filter_words"),
    ]
    search_auto_update = False  # that is before tags and rows are saved; see save()
    show_in_menus_default = False

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        """A page of a row, with the fields that were read and without ``__init__``.

        That looks through all fields of the type for what the row lacks, and for children
        (modelcluster), and takes ten times as long. It sends signals that nobody hears.
        """
        page = cls.__new__(cls)
        page._state = ModelState()
        page._state.adding = False
        page._state.db = db
        for name, value in zip(field_names, values, strict=True):
            setattr(page, name, value)
        return page

    def save(self, *args, **kwargs):
        """With the index of search, which is told once tags and rows are saved too."""
        saved = super().save(*args, **kwargs)
        index.insert_or_update_object(type(self)._base_manager.get(pk=self.pk))
        return saved

    @property
    def search_title(self) -> str:
        """What search takes for this page's name."""
        return self.title

    @property
    def search_parts(self) -> list[str]:
        """Texts that search finds this page by, besides its title."""
        parts = [self.summary]
        for field in self._meta.get_fields():
            if isinstance(field, StreamField):
                parts += field.get_searchable_content(getattr(self, field.name))
        return parts

    @property
    def folded_text(self) -> str:
        return fold_for_index(" ".join(filter(None, self.search_parts)))

    @property
    def filter_words(self) -> str:
        """Words that nobody types, by which search finds what its filters leave."""
        return ""

    def get_view_restrictions(self):
        """No query where the one that found the page saw that nothing restricts it."""
        if getattr(self, "is_restricted", None) is False:
            return []
        return super().get_view_restrictions()


@receiver(post_delete)
def forget(instance, **kwargs):
    """Take a page that is deleted out of the index of search."""
    if isinstance(instance, BasePage):
        index.remove_object(instance)


class WithBody(BasePage):
    """A page with a body text."""

    body = StreamField(StoryBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        abstract = True
