"""Starts what has to watch from the beginning."""

from django.apps import AppConfig
from django.conf import settings

from core import error_reports
from core.page_cache import follow_changes
from core.signing_in import checks  # noqa: F401 – registers itself


class CoreConfig(AppConfig):
    """What every app stands on."""

    name = "core"

    def ready(self):
        follow_changes()
        if settings.SENTRY_DSN:
            error_reports.start(settings.SENTRY_DSN)
