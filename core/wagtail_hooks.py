"""What the admin looks like for the secretariat."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def admin_css():
    """Tags in columns, so that thirty boxes fit one screen."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin.css"))
