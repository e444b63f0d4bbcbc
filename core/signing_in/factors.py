"""Second factors: who needs one, and what becomes of a lost one."""

from functools import wraps

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import receiver
from django.shortcuts import redirect
from wagtail.admin.localization import get_localized_response

from core.signing_in.sessions import end_sessions

# Where somebody was going who had to set a second factor up first.
GOING_TO = "second_factor_going_to"
RECOVERY_CODES = Authenticator.Type.RECOVERY_CODES
ALWAYS_OPEN = {"wagtailadmin_logout"}


def has_second_factor(user) -> bool:
    """Whether the account has a factor; recovery codes alone are none."""
    return user.authenticator_set.exclude(type=RECOVERY_CODES).exists()


def gave_second_factor(request) -> bool:
    """Whether this session was opened with one, and not before the account had any."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


@receiver(authenticator_added)
def remember_set_up(request, user, authenticator, **kwargs):
    """Who sets a factor up has shown it, and need not sign in once more."""
    record_authentication(
        request, user, "mfa", id=authenticator.pk, type=authenticator.type
    )


def to_set_up(request):
    """To the page of one's factors, in the language that one has chosen for the admin."""
    return redirect("mfa_index")


def second_factor_required(view):
    """Let nobody who may enter the admin into a view of it without a second factor.

    Hung on all addresses of the admin in ``oco_site.urls``. Strangers are sent to the
    sign-in by the admin itself.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        user = request.user
        if (
            not settings.SECOND_FACTOR
            or request.resolver_match.view_name in ALWAYS_OPEN
            or not user.has_perm("wagtailadmin.access_admin")
        ):
            return view(request, *args, **kwargs)
        is_set_up = has_second_factor(user)
        if is_set_up and gave_second_factor(request):
            return view(request, *args, **kwargs)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        address = request.get_full_path()
        if is_set_up:
            logout(request)
            return redirect_to_login(address)
        if request.method == "GET":
            request.session[GOING_TO] = address
        return get_localized_response(to_set_up, request)

    return guarded


@transaction.atomic
def take_away(user) -> tuple[int, int]:
    """Take all factors of somebody away, recovery codes too, and end the sessions.

    Returns how many of each there were. Whoever knows the password may then set a new
    factor up.
    """
    factors, _by_model = user.authenticator_set.all().delete()
    return factors, end_sessions(user)
