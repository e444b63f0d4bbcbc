"""The blocks of every body text: one StreamField for all page types."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock

from core.languages import PHRASE_LANGUAGES
from core.tables import Table, TableCellsField, parse_table

TEXT_FEATURES = [
    *["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"],
    *[f"lang-{code}" for code in PHRASE_LANGUAGES],
]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level, which the page title stands above."""

    class Meta:
        icon = "title"
        template = "blocks/heading.html"
        label = _("Heading")
        description = _("A heading between paragraphs")
        preview_value = "What was agreed"


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        template = "blocks/text.html"
        label = _("Text")
        description = _("Paragraphs, lists and links")
        preview_value = (
            "<p>Fifteen members met in Suva to share how customs records become trade "
            "statistics.</p>"
        )


class PictureBlock(blocks.StructBlock):
    """An image with alternative text, or marked as decoration, and a caption."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(
        label=_("Caption"),
        required=False,
        help_text=_("What is to be seen, when and where, and who took it."),
    )

    class Meta:
        icon = "image"
        template = "blocks/picture.html"
        label = _("Image")
        description = _("A picture with a caption")


class QuoteBlock(blocks.StructBlock):
    """Words worth setting apart, and who said or wrote them."""

    text = blocks.TextBlock(label=_("Text"))
    speaker = blocks.CharBlock(
        label=_("Speaker or source"),
        required=False,
        help_text=_("For example: Revised Kyoto Convention, Specific Annex J"),
    )

    class Meta:
        icon = "openquote"
        template = "blocks/quote.html"
        label = _("Quote")
        description = _("Words worth setting apart, and who said them")
        preview_value = {"text": "We go further together.", "speaker": "The Chair"}


class FileBlock(blocks.StructBlock):
    """A document to download, shown with its type and size."""

    document = DocumentChooserBlock(label=_("Document"))
    label = blocks.CharBlock(
        label=_("Link text"),
        required=False,
        help_text=_("If it should differ from the document’s title."),
    )

    class Meta:
        icon = "doc-full"
        template = "blocks/file.html"
        label = _("File")
        description = _("A document to download")


class TableCellsBlock(blocks.FieldBlock):
    """Cells pasted from a spreadsheet, or a CSV file; kept as CSV text."""

    def __init__(self, required=True, help_text=None, **kwargs):
        self.field = TableCellsField(required=required, help_text=help_text)
        super().__init__(**kwargs)

    def get_searchable_content(self, value):
        return [value.replace(",", " ")] if value else []


class TableValue(blocks.StructValue):
    """A table block's value, which knows its cells as rows."""

    @cached_property
    def table(self) -> Table | None:
        """None in a draft whose cells are no table yet."""
        try:
            return parse_table(self["cells"] or "")
        except ValidationError:
            return None


class TableBlock(blocks.StructBlock):
    """A table with a caption, which readers filter and download as CSV."""

    caption = blocks.CharBlock(
        label=_("Caption"),
        help_text=_("For example: Six-digit HS 2017 subheadings for medical supplies"),
    )
    cells = TableCellsBlock(
        label=_("Cells"),
        help_text=_(
            "Copy the cells in your spreadsheet, the row with the columns’ names "
            "included, and paste them here."
        ),
    )
    note = blocks.TextBlock(
        label=_("Note"),
        required=False,
        help_text=_("Source, date and limits of the figures, shown below the table."),
    )

    class Meta:
        icon = "table"
        template = "blocks/table.html"
        value_class = TableValue
        label = _("Table")
        description = _("A table from a spreadsheet, with a filter and a download")
        preview_value = {
            "caption": "Masks and textiles",
            "cells": "HS 2017,Description\n6307.90,Face masks of textile\n",
        }


class ClickToLoadBlock(blocks.StructBlock):
    """A video or the like of another site, loaded only when the reader asks for it."""

    embed = EmbedBlock(
        label=_("Address"),
        help_text=_("For example: https://www.youtube.com/watch?v=…"),
    )
    title = blocks.CharBlock(
        label=_("Title"), help_text=_("What it shows, for those who do not load it.")
    )

    class Meta:
        icon = "media"
        template = "blocks/embed.html"
        label = _("Embed")
        description = _("A video of another site, loaded on a click")


class CallToActionBlock(blocks.StructBlock):
    """One thing to do next: a line of text and a button."""

    text = blocks.CharBlock(label=_("Text"))
    button = blocks.CharBlock(label=_("Button"), max_length=40)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(
        label=_("Or an address"),
        required=False,
        help_text=_("For a page of another site: https://…"),
    )

    class Meta:
        icon = "link"
        template = "blocks/call_to_action.html"
        label = _("Call to action")
        description = _("A line of text and a button that leads on")


class StoryBlock(blocks.StreamBlock):
    """The body of every page."""

    heading = HeadingBlock()
    text = TextBlock()
    image = PictureBlock()
    quote = QuoteBlock()
    file = FileBlock()
    table = TableBlock()
    embed = ClickToLoadBlock()
    call_to_action = CallToActionBlock()
