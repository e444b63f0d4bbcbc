"""The contacts of the members, and of each a document and a locator map."""

from functools import cache
from json import loads
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import pdf
from members.locator import locator_svg
from members.models import MemberPage


@cache
def read_land():
    """The land file that the build made from Natural Earth; read once in a process."""
    path = finders.find("land.json")
    if not path:
        raise FileNotFoundError("land.json is not built yet: run `make build`.")
    return loads(Path(path).read_text())


@require_safe
def locator(request, iso_code):
    """A small map that shows where a member is, as an SVG picture."""
    member = MemberPage.objects.published().filter(iso_code=iso_code).first()
    if member is None:
        raise Http404
    svg = locator_svg(read_land(), member.latitude, member.longitude)
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
def contacts(request):
    """Whom to reach in each member's customs administration."""
    members = MemberPage.all_present()
    return render(request, "members/contacts.html", {"members": members})


@require_safe
def member_pdf(request, slug):
    """A member's profile as a PDF."""
    return pdf.answer(request, MemberPage.objects, slug)
