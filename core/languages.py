"""The languages of the region, by their codes (BCP 47)."""

from functools import cache, wraps

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGE_NAMES = {
    "en": _("English"),
    "fr": _("French"),
    "sm": _("Samoan"),
    "rar": _("Cook Islands Māori"),
    "fj": _("Fijian"),
    "hif": _("Fiji Hindi"),
    "ch": _("Chamorro"),
    "gil": _("Gilbertese"),
    "mh": _("Marshallese"),
    "na": _("Nauruan"),
    "mi": _("Māori"),
    "nzs": _("New Zealand Sign Language"),
    "niu": _("Niuean"),
    "cal": _("Carolinian"),
    "pau": _("Palauan"),
    "tpi": _("Tok Pisin"),
    "ho": _("Hiri Motu"),
    "pt": _("Portuguese"),
    "tet": _("Tetum"),
    "tkl": _("Tokelauan"),
    "to": _("Tongan"),
    "tvl": _("Tuvaluan"),
    "bi": _("Bislama"),
}

# Those of which editors mark a phrase in a text of another language (WCAG 3.1.2).
PHRASE_LANGUAGES = ["en", "fr", "bi", "fj", "mi", "pt", "sm", "to", "tpi"]


def once_a_language(build):
    """Makes a function work its names out once in each language, for they stay.

    To look a word up in the catalogues takes some fifty calls, and a list does it often.
    """
    kept = cache(lambda language, *args: build(*args))
    return wraps(build)(lambda *args: kept(get_language(), *args))
