"""Time zones by their names in the IANA database (RFC 6557)."""

import zoneinfo
from functools import cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.languages import once_a_language

# Zones of those members whose clocks differ from place to place (the database's
# zone.tab); Australia's begin with the country's name.
ZONES_OF_PARTS = {
    "Pacific/Auckland",
    "Pacific/Bougainville",
    "Pacific/Chatham",
    "Pacific/Chuuk",
    "Pacific/Gambier",
    "Pacific/Kanton",
    "Pacific/Kiritimati",
    "Pacific/Kosrae",
    "Pacific/Marquesas",
    "Pacific/Pohnpei",
    "Pacific/Port_Moresby",
    "Pacific/Tahiti",
    "Pacific/Tarawa",
}


@cache
def zone_named(name: str) -> zoneinfo.ZoneInfo:
    """The zone of a name; Python itself keeps eight, and reads the others anew."""
    return zoneinfo.ZoneInfo(name)


@once_a_language
def place_of(zone_name: str) -> str:
    """The place that a zone is named after, in the reader's language: "Fidji" (CLDR)."""
    # The locale data names a place only where its name is not the zone's.
    named = Locale.parse(get_language() or "en", sep="-").time_zones.get(zone_name, {})
    return named.get("city") or zone_name.rpartition("/")[2].replace("_", " ")


def is_of_a_part(zone_name: str) -> bool:
    """Whether other parts of the same member keep another time."""
    return zone_name in ZONES_OF_PARTS or zone_name.startswith("Australia/")


def validate_time_zone(name: str) -> None:
    """Raise ValidationError where the zone database has no such name."""
    try:
        zoneinfo.ZoneInfo(name)
    except (OSError, ValueError, zoneinfo.ZoneInfoNotFoundError):
        raise ValidationError(
            _("“%(name)s” is no time zone. For example: Pacific/Fiji, Pacific/Apia.")
            % {"name": name}
        ) from None


class TimeZoneField(models.CharField):
    """The name of a time zone."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("validators", [validate_time_zone])
        kwargs.setdefault("help_text", _("For example: Pacific/Fiji"))
        super().__init__(*args, **kwargs)
