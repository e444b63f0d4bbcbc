"""What the whole site adds to the admin."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pages.backups.views import BackupsView, DownloadView, may_back_up


@hooks.register("register_admin_urls")
def admin_urls():
    """The addresses of the backups."""
    return [
        path("backups/", BackupsView.as_view(), name="backups"),
        path("backups/<str:name>", DownloadView.as_view(), name="backups_download"),
    ]


class BackupsMenuItem(MenuItem):
    """Shown to administrators."""

    def is_shown(self, request):
        return may_back_up(request.user)


@hooks.register("register_settings_menu_item")
def backups_menu_item():
    """Stands below what is set once."""
    return BackupsMenuItem(
        _("Backups"),
        reverse("backups"),
        name="backups",
        icon_name="download",
        order=900,
    )
