"""Events by month and by series, and as calendars to subscribe to."""

from hashlib import sha256

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.dates import WEEKDAYS
from django.utils.http import http_date, quote_etag, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.dates import month_names
from events import months
from events.calendars import CalendarFilterSet, calendar_of, stamp
from events.models import EventIndexPage, EventPage, EventPrecision, EventSeries
from events.templatetags.calendar_tags import with_filters

FRESH_FOR = 5 * 60  # seconds that caches may keep a calendar without asking


def filtered(request, filterset_class=CalendarFilterSet):
    """The published events, as the address filters them."""
    return filterset_class(request.GET, request=request)


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
    event = EventPage.objects.published().for_calendars().named(slug).first()
    if event is None:
        raise Http404
    return answer(request, [event], slug)


@require_safe
def subscribing(request):
    """What it is to subscribe, and how programs do it, for the filters at hand."""
    return render(request, "events/subscribing.html", {"filterset": filtered(request)})


@require_safe
def month(request, first=None):
    """A month in weeks; without one, the current month or the one that a form asks for.

    Raises Http404 for months of years without events.
    """
    filterset = filtered(request, months.MonthFilterSet)
    today = months.today()
    known = months.known_months(filterset.years, today)
    if first is None:
        first = today.replace(day=1)
        try:
            asked = months.nearest(known, request.GET["year"], request.GET["month"])
        except (KeyError, ValueError):
            pass  # no month is asked for, or none that there could be
        else:
            return redirect(with_filters("month", filterset, asked))
    if first not in known:
        raise Http404
    place = known.index(first)
    years = sorted({month.year for month in known}, reverse=True)
    shown = {precision: [] for precision in EventPrecision}
    for event in filterset.in_month(first):
        shown[event.precision].append(event)
    dated = shown[EventPrecision.TIME] + shown[EventPrecision.DAY]
    return render(
        request,
        "events/month.html",
        {
            "filterset": filterset,
            "nofollow": " nofollow" if filterset.active else "",
            "first": first,
            "today": today,
            "list_year": first.year if first < today.replace(day=1) else "",
            "previous": known[place - 1] if place else None,
            "next": known[place + 1] if place + 1 < len(known) else None,
            "years": [(year, year) for year in years],
            "months": month_names().items(),
            "weekdays": WEEKDAYS.values(),
            "weeks": months.weeks_of(first, dated),
            "is_empty": not dated and not shown[EventPrecision.MONTH],
            "in_month": shown[EventPrecision.MONTH],
            "undated": shown[EventPrecision.YEAR],
            "undated_heading": _("%(year)d, date to be confirmed")
            % {"year": first.year},
        },
    )


@require_safe
def series(request, slug):
    """The events of a series in their order, past and coming ones alike."""
    found = get_object_or_404(EventSeries, slug=slug)
    events = EventPage.objects.published().in_active_language().filter(series=found)
    paginator = Paginator(events.in_series_order().for_lists(), EventIndexPage.per_page)
    if not paginator.count:
        raise Http404
    items = paginator.get_page(request.GET.get("page"))
    streams = {}
    for event in items:
        streams.setdefault(event.stream, []).append(event)
    return render(
        request,
        "events/series.html",
        {
            "series": found,
            "items": items,
            "streams": streams,
            "feed": f"{reverse('calendar')}?{urlencode({'series': slug})}",
        },
    )
