"""The addresses of signing in: those of allauth that this site has a use for.

Nobody signs up here, and e-mail addresses are administrators' to enter.
"""

from allauth.account import views
from allauth.mfa import urls as mfa_urls
from django.urls import include, path, re_path, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.utils.urlpatterns import decorate_urlpatterns

from core.signing_in.views import SignInView, session_state

urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="account_login"),
    path("session/", session_state, name="session_state"),
    path("confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path(
        "password/reset/sent/",
        views.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "password/reset/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # All factors stand on one page.
    path(
        "second-factor/webauthn/",
        RedirectView.as_view(url=reverse_lazy("mfa_index")),
        name="mfa_list_webauthn",
    ),
    path("second-factor/", include(mfa_urls)),
]

decorate_urlpatterns(urlpatterns, never_cache)
