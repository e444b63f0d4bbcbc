"""The views that differ from allauth's, and those for administrators."""

from allauth.account.views import LoginView
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from core.signing_in.factors import take_away

PATIENCE = 5 * 60  # seconds, as ACCOUNT_RATE_LIMITS has it for an account


class SignInView(LoginView):
    """The one place to sign in, for the admin and for private pages."""

    def get(self, request, *args, **kwargs):
        """Editors who are signed in go on; others may want to be somebody else."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return redirect(self.get_success_url() or resolve_url("wagtailadmin_home"))
        return super().get(request, *args, **kwargs)


@require_safe
def session_state(request):
    """Tells an open page of the admin whether its reader is still signed in.

    If so, by a new token for its forms: the one they were opened with ends with the
    session.
    """
    token = get_token(request) if request.user.is_authenticated else None
    return JsonResponse({"token": token})


@never_cache
def too_many_attempts(request):
    """Says what to do to who tried too often; allauth finds it as ``handler429``."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = PATIENCE
    return response


class TakeAwayView(WagtailAdminTemplateMixin, View):
    """Asks, and then takes away the second factor of somebody who lost it."""

    template_name = "core/take_away.html"
    page_title = gettext_lazy("Take the second factor away")
    header_icon = "lock"

    def dispatch(self, request, *args, pk, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        self.owner = get_object_or_404(get_user_model(), pk=pk)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        edit = reverse("wagtailusers_users:edit", args=[self.owner.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit, "label": self.owner.get_username()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(owner=self.owner, **kwargs)

    def get(self, request):
        return self.render_to_response(self.get_context_data())

    def post(self, request):
        take_away(self.owner)
        log(self.owner, "core.take_second_factor_away")
        messages.success(
            request,
            _("%(name)s has no second factor any more, and is signed out.")
            % {"name": self.owner.get_username()},
        )
        return redirect("wagtailusers_users:edit", self.owner.pk)
