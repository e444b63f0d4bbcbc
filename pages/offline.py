"""What lets the site be read without a connection: the service worker and its pages."""

import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.navigation import address, in_language
from core.querysets import active_language
from news.models import CommuniquePage


@require_safe
def offline(request):
    """The page that lists what is saved, and stands in for what is not."""
    return render(request, "pages/offline.html")


@require_safe
def essentials(request):
    """The addresses of what everybody needs without a connection, as JSON."""
    communiques = CommuniquePage.objects.published().in_active_language()
    newest = communiques.newest_first().first()
    pages = [reverse("contacts"), in_language("/events/", active_language())]
    return JsonResponse({"pages": [*pages, *([address(newest)] if newest else [])]})


def worker_language() -> dict:
    """What the service worker says and saves in the active language."""
    return {
        "offline": reverse("offline"),
        "essentials": reverse("essentials"),
        "notes": {
            "label": _("Saved copy"),
            "offline": _("No connection. This copy was saved on {when}."),
            "slow": _("The connection is slow. This copy was saved on {when}."),
            "arrived": _("The newest version is here: show it"),
            "missing": _("No connection, and this page is not saved on this device."),
            "unsent": _(
                "No connection: nothing was sent. Go back; what you typed is kept."
            ),
        },
    }


@require_safe
@cache_control(no_cache=True)
def service_worker(request):
    """The service worker, or with ``OFFLINE=off`` the one that removes it.

    Browsers ask for it on each visit (``no-cache``), so that one deploy reaches them all.
    """
    name = "worker" if settings.OFFLINE else "remove"
    path = finders.find(f"{name}.js")
    if not path:
        raise FileNotFoundError(f"{name}.js is not built yet: run `make build`.")
    site = {"language": settings.LANGUAGE_CODE, "languages": {}}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            site["languages"][code] = worker_language()
    return HttpResponse(
        f"const SITE={json.dumps(site)};{Path(path).read_text(encoding='utf-8')}",
        content_type="text/javascript; charset=utf-8",
    )
