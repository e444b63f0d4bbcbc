"""What is common to the ways of making drafts of events without the page editor."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

FIRST_YEAR, LAST_YEAR = 1990, 2100


class EventDateField(forms.DateField):
    """A day within the years that events can be in."""

    default_validators = [
        MinValueValidator(date(FIRST_YEAR, 1, 1)),
        MaxValueValidator(date(LAST_YEAR, 12, 31)),
    ]


def free_slug(parent: Page, title: str, day: date) -> str:
    """An address that no other event has: the year, and the title.

    It is none of those that the list of events uses itself, for these have no year.
    """
    words = slugify(title)[:200].strip("-") or "event"
    year = str(day.year)
    if not words.startswith(year):
        words = f"{year}-{words}"
    return find_available_slug(parent, words)
