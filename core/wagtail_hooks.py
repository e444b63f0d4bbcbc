"""What the admin looks like for the secretariat."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    InlineStyleElementHandler,
)
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature

from core.languages import LANGUAGE_NAMES, PHRASE_LANGUAGES
from core.rich_text import SizedDocumentLinkHandler


@hooks.register("insert_global_admin_css")
def admin_css():
    """Tags in columns, so that thirty boxes fit one screen."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin.css"))


@hooks.register("register_rich_text_features", order=10)  # in place of Wagtail's own
def sized_document_links(features):
    """Links to documents say of what type and size the file is."""
    features.register_link_type(SizedDocumentLinkHandler)


@hooks.register("register_rich_text_features")
def phrase_languages(features):
    """Buttons that mark the selected words as being of a language."""
    for code in PHRASE_LANGUAGES:
        feature, style = f"lang-{code}", f"LANG_{code.upper()}"
        features.register_editor_plugin(
            "draftail",
            feature,
            InlineStyleFeature(
                {
                    "type": style,
                    "label": code.upper(),
                    "description": LANGUAGE_NAMES[code],
                    "style": {"borderBottom": "2px dotted"},
                }
            ),
        )
        features.register_converter_rule(
            "contentstate",
            feature,
            {
                "from_database_format": {
                    f'span[lang="{code}"]': InlineStyleElementHandler(style)
                },
                "to_database_format": {
                    "style_map": {style: {"element": "span", "props": {"lang": code}}}
                },
            },
        )
