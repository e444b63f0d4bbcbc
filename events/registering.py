"""The pages on which people register for an event."""

from django.apps import apps
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.network import is_from_elsewhere
from core.prepared import prepared
from core.querysets import active_language
from events.forms import RegistrationForm
from events.mails import confirm_again, send_mails
from events.models import (
    EventPage,
    RegistrationAttempt,
    RegistrationNotOpen,
    RegistrationState,
)
from events.spam import (
    FASTEST,
    SLOWEST,
    age_of,
    new_stamp,
    sender_of,
)


@prepared
def events_named(slug):
    """The published events of a name in addresses, in the reader's language."""
    return EventPage.objects.published().named(slug)


def find_event(slug):
    """The published event that has a form, in the reader's language. Raises Http404."""
    event = next(iter(events_named(slug=slug)), None)
    if event is None or not event.takes_registrations:
        raise Http404
    return event


def objection(request, form, age):
    """What speaks against a form of that age, and with which status; or None."""
    if is_from_elsewhere(request):
        return _("The form came from another site. Please send it from this page."), 403
    if age is None or age > SLOWEST:
        return _("The form stood open for more than a day. Please send it again."), 200
    if age < FASTEST:
        return _("That was as fast as a robot. Please send the form once more."), 200
    if form.is_valid() and RegistrationAttempt.is_one_too_many(sender_of(request)):
        return _("Your network sent too many forms. Try again in an hour."), 429
    return None


def show_form(request, event, form, stamp, status=200):
    """The form, or why there is none to fill in."""
    original = event.original
    state = original.registration_state
    if request.method == "POST" and state != RegistrationState.OPEN:
        status = 409
    context = {
        "event": event,
        "original": original,
        "form": form,
        "stamp": stamp,
        "state": state,
        "months": settings.REGISTRATIONS_KEPT_FOR_MONTHS,
        "members": apps.get_model("members.MemberPage").names_present(),
    }
    response = render(request, "events/register.html", context, status=status)
    if status == 429:
        response["Retry-After"] = int(RegistrationAttempt.KEPT_FOR.total_seconds())
    return response


def take_form(request, event):
    """Enter who has sent the form, or show it again with what was typed."""
    done = redirect("registered", slug=event.slug)
    if request.POST.get("homepage"):  # which people do not see
        return done
    form_name = str(event.translation_key)
    stamp = request.POST.get("stamp", "")
    age = age_of(stamp, form_name)
    if age is None or age > SLOWEST:
        stamp = new_stamp(form_name, FASTEST)
    form = RegistrationForm(request.POST)
    text, status = objection(request, form, age) or ("", 200)
    if text:
        form.add_error(None, text)
    if not form.is_valid():
        return show_form(request, event, form, stamp, status)
    try:
        registration, is_new = event.original.register(
            **form.cleaned_data, language=active_language()
        )
    except RegistrationNotOpen:
        return show_form(request, event, form, stamp)
    # After the transaction, so that a mail that fails loses no entry; and with the same
    # answer for who is registered already, so that nobody learns of it.
    if is_new:
        send_mails(registration)
    else:
        confirm_again(registration)
    return done


# Without Django's CSRF token, for that is a cookie: see is_from_elsewhere().
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request, slug):
    """The form to register for an event."""
    event = find_event(slug)
    if request.method == "POST":
        return take_form(request, event)
    stamp = new_stamp(str(event.translation_key))
    return show_form(request, event, RegistrationForm(), stamp)


@never_cache
@require_safe
def registered(request, slug):
    """Thanks, for whoever has sent the form."""
    return render(request, "events/registered.html", {"event": find_event(slug)})
