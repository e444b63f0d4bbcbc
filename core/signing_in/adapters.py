"""What allauth asks of this site. ACCOUNT_ADAPTER and MFA_ADAPTER name these."""

import time
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode import QRCode
from qrcode.image.svg import SvgPathFillImage

from core.navigation import absolute
from core.network import network_address

TOO_MANY = {"too_many_login_attempts", "rate_limited"}


class AccountAdapter(DefaultAccountAdapter):
    """Passwords: how they are asked for, and how often."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy(
            "This username and this password do not belong together. Mind capital "
            "letters."
        ),
        "incorrect_password": gettext_lazy("This is not your password."),
    }

    def get_client_ip(self, request):
        return network_address(request)

    def send_mail(self, template_prefix, email, context):
        site = urlsplit(settings.SITE_URL).netloc
        super().send_mail(template_prefix, email, context | {"site": site})

    def _get_login_attempts_cache_key(self, request, **credentials):
        # allauth puts the host before it, whose port anybody may make up.
        return credentials.get("username", "").lower()

    def get_reset_password_from_key_url(self, key):
        # Who asks for the link may name another port of the host than the site's.
        asked = super().get_reset_password_from_key_url(key)
        return absolute(urlsplit(asked).path)

    def get_login_stages(self):
        """After the password the second factor, and nothing of e-mail or telephone."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_login_redirect_url(self, request):
        """Where to, if nobody asked for a page: the admin is not for all who sign in."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return super().get_login_redirect_url(request)
        return "/"

    def is_reauthentication_required(self, *, app, **kwargs):
        """Factors are changed without the password, if it was just given."""
        request = context.request
        records = get_authentication_records(request, request.user)
        last = records[-1]["at"] if records else 0
        return time.time() - last > app_settings.REAUTHENTICATION_TIMEOUT

    def validation_error(self, code, *args):
        """Who tries too often is answered 429 (RFC 6585), and not by the form."""
        if code in TOO_MANY:
            raise ImmediateHttpResponse(respond_429(context.request))
        return super().validation_error(code, *args)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: what they are called, and what they are drawn like."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code is not right, or no longer. Type the one that is shown now."
        ),
    }

    def get_totp_label(self, user):
        return user.get_username()

    def build_totp_svg(self, url):
        """Dark on light in dark mode too, with the quiet zone that readers need."""
        code = QRCode(border=4)
        code.add_data(url)
        return code.make_image(image_factory=SvgPathFillImage).to_string(
            encoding="unicode"
        )

    def generate_authenticator_name(self, user, type):
        count = user.authenticator_set.filter(type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}
