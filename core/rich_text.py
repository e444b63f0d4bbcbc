"""How links in rich text are shown to readers."""

from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from wagtail.documents.rich_text import DocumentLinkHandler


class SizedDocumentLinkHandler(DocumentLinkHandler):
    """Links to documents that say of what type and size the file is.

    The style sheet shows it behind the link's own words: a handler writes no more than
    the start of the element.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        return [
            format_html(
                '<a href="{}" data-file="{}, {}">',
                document.url,
                document.file_extension.upper(),
                filesizeformat(document.get_file_size()),
            )
            if document
            else "<a>"
            for document in cls.get_many(attrs_list)
        ]
