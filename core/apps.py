"""Starts what has to watch from the beginning."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every app stands on."""

    name = "core"

    def ready(self):
        from core.page_cache import follow_changes  # models are not there before

        follow_changes()
