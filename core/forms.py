"""The form that edits every page."""

from wagtail.admin.forms import WagtailAdminPageForm


class BasePageForm(WagtailAdminPageForm):
    """Sends files too: a table block takes an uploaded CSV file."""

    def is_multipart(self):
        return True
