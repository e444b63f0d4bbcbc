"""Starts what has to watch from the beginning."""

from django.apps import AppConfig

from core.page_cache import follow_changes


class CoreConfig(AppConfig):
    """What every app stands on."""

    name = "core"

    def ready(self):
        follow_changes()
