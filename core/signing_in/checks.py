"""What ``manage.py check --deploy`` says of signing in."""

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def check_second_factor(app_configs, **kwargs):
    """A site that is served over HTTPS is no demonstration on one's own machine."""
    if settings.SECOND_FACTOR or not settings.SECURE_SSL_REDIRECT:
        return []
    return [
        Warning(
            "SECOND_FACTOR is off: a password alone opens the admin.",
            hint="Take SECOND_FACTOR=off out of the environment, or of .env.",
            id="core.W002",
        )
    ]
