"""Calendars of events to subscribe to, and how that is done."""

from hashlib import sha256

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.calendars import CalendarFilterSet, calendar_of, stamp
from events.models import EventPage

FRESH_FOR = 5 * 60  # seconds that caches may keep a calendar without asking


def filtered(request):
    """The published events, as the address filters them."""
    events = EventPage.objects.published().in_active_language()
    return CalendarFilterSet(request.GET, events, request=request)


def answer(request, events, file_name, name=""):
    """The events as a file, or 304 to those who have it already.

    Who has it is seen by the ETag alone, a hash of the bytes. By Last-Modified an event
    that is withdrawn or made private would stay with those who have it.
    """
    body = calendar_of(events, name).to_ical()
    etag = quote_etag(sha256(body).hexdigest())
    response = HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'inline; filename="{file_name}.ics"',
            "ETag": etag,
        },
    )
    if events:
        newest = max(stamp(event) for event in events)
        response["Last-Modified"] = http_date(newest.timestamp())
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return get_conditional_response(request, etag=etag, response=response)


@require_safe
def calendar(request):
    """All events, or what the filters of the list leave, as a calendar."""
    filterset = filtered(request)
    if filterset.form.errors:
        raise Http404
    name = _("Events of the Oceania Customs Organisation")
    if filterset.active:
        about = " · ".join(filterset.active.values())
        name = _("%(name)s: %(about)s") % {"name": name, "about": about}
    return answer(request, list(filterset.qs.for_calendars()), "oco-events", name)


@require_safe
def event_calendar(request, slug):
    """One event as a calendar, in the reader's language if it is translated."""
    event = EventPage.objects.published().for_calendars().named(slug)
    if event is None:
        raise Http404
    return answer(request, [event], slug)


@require_safe
def subscribing(request):
    """What it is to subscribe, and how programs do it, for the filters at hand."""
    return render(request, "events/subscribing.html", {"filterset": filtered(request)})
