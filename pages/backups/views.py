"""Backups in the admin: those there are, one to start, each to download."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pages.backups import store

REFRESH = 5  # seconds after which the list looks whether a running backup is done


def may_back_up(user) -> bool:
    """Administrators only: a backup holds all there is, passwords' hashes included."""
    return user.is_active and user.is_superuser


class ForAdministrators:
    """A view for nobody else."""

    def dispatch(self, request, *args, **kwargs):
        if not may_back_up(request.user):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response


class BackupsView(ForAdministrators, WagtailAdminTemplateMixin, View):
    """Lists the backups there are, and starts one."""

    template_name = "pages/backups.html"
    page_title = gettext_lazy("Backups")
    header_icon = "download"

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        is_running, said = store.state()
        return super().get_context_data(
            backups=store.backups(),
            is_running=is_running,
            said=store.translated(said),
            keep=settings.KEEP_BACKUPS,
            **kwargs,
        )

    def get(self, request):
        context = self.get_context_data()
        response = self.render_to_response(context)
        if context["is_running"]:
            response["Refresh"] = str(REFRESH)
        return response

    def post(self, request):
        try:
            store.start()
        except store.AlreadyRunning:
            messages.warning(request, _("A backup is running already."))
        else:
            messages.success(
                request, _("The backup was started. You may go on working.")
            )
        return redirect("backups")


class DownloadView(ForAdministrators, View):
    """Answers with a backup as a file to save."""

    def get(self, request, name):
        for backup in store.backups():
            if backup.name == name:
                return FileResponse(
                    backup.path.open("rb"), as_attachment=True, filename=name
                )
        raise Http404
