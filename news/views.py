"""Communiqués as documents."""

from django.views.decorators.http import require_safe

from core import pdf
from news.models import CommuniquePage


@require_safe
def communique_pdf(request, slug):
    """A communiqué as a PDF."""
    return pdf.answer(request, CommuniquePage.objects, slug)
