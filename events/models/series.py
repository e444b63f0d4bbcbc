"""Series: events that belong together."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet


@register_snippet
class EventSeries(models.Model):
    """Events that belong together, such as the blocks of one course."""

    name = models.CharField(
        _("name"), max_length=80, help_text=_("For example: CERT IV")
    )
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True)
    slug = models.SlugField(_("name in addresses"), unique=True)
    description = models.TextField(_("description"), blank=True)
    description_fr = models.TextField(_("description in French"), blank=True)

    panels = ["name", "name_fr", "slug", "description", "description_fr"]

    class Meta:
        ordering = ["name"]
        verbose_name = _("series of events")
        verbose_name_plural = pgettext_lazy("plural", "series of events")

    def __str__(self):
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return (self.name_fr if get_language() == "fr" else "") or self.name

    @property
    def local_description(self) -> str:
        """The description in the reader's language."""
        french = self.description_fr if get_language() == "fr" else ""
        return french or self.description
