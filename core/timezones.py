"""Time zones by their names in the IANA database (RFC 6557)."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


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
