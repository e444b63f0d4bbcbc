"""What the admin looks like for the secretariat."""

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    InlineStyleElementHandler,
)
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature

from core.languages import LANGUAGE_NAMES, PHRASE_LANGUAGES
from core.rich_text import SizedDocumentLinkHandler
from core.signing_in.views import TakeAwayView


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


@hooks.register("insert_global_admin_js")
def signed_out_notice():
    """An open form says when its session has ended, and keeps what was typed."""
    return render_to_string("core/signed_out.html")


@hooks.register("register_account_menu_item")
def second_factor_item(request):
    """One's own factors, among the actions of one's account."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Second factor"),
        "help_text": _("Authenticator app, passkeys and recovery codes."),
    }


@hooks.register("register_admin_urls")
def admin_urls():
    """Where administrators help those who lost their phone."""
    return [
        path(
            "users/<int:pk>/second-factor/",
            TakeAwayView.as_view(),
            name="take_second_factor_away",
        )
    ]


@hooks.register("register_log_actions")
def log_actions(actions):
    """Who took whose second factor away is written down in the site's history."""
    actions.register_action(
        "core.take_second_factor_away",
        gettext_lazy("Take the second factor away"),
        gettext_lazy("Second factor taken away"),
    )
