"""One settings file for every place the site runs.

Everything that differs from place to place is read from the environment or from
``.env``; the defaults are safe for production, except that there is no default
``SECRET_KEY``. What is the same everywhere stands in ``fixed.py``, and of signing in in
``core/signing_in/settings.py``.
"""

import environ
from django.core.exceptions import ImproperlyConfigured

from core.logs import logging_to_console
from core.signing_in.settings import *  # noqa: F403
from core.stores import cache, database
from oco_site.fixed import *  # noqa: F403
from oco_site.fixed import BASE_DIR

env = environ.Env()
env.read_env(BASE_DIR / ".env")

if not env.str("SECRET_KEY", ""):
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. `make run` writes one into .env; elsewhere set it in "
        "the environment to a long random string."
    )
SECRET_KEY = env.str("SECRET_KEY")
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")

DATABASE_URL = env.str("DATABASE_URL", "") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
DATABASES = {
    "default": database(
        env.db_url_config(DATABASE_URL),
        is_prepared=env.bool("PREPARED_STATEMENTS", True),
    )
}
# Pages, and attempts to sign in, are kept in files, which all processes share and which
# outlive them: that takes no service more. The rest is in each one's memory.
CACHES = {
    name: cache(env.cache_url(variable, default=default))
    for name, variable, default in (
        ("default", "CACHE_URL", "locmemcache://"),
        ("attempts", "ATTEMPTS_CACHE_URL", f"filecache://{BASE_DIR / 'attempts'}"),
        ("pages", "PAGE_CACHE_URL", f"filecache://{BASE_DIR / 'page-cache'}"),
    )
}
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", 60)

# Whoever enters the admin needs a second factor; off for demonstrations only.
SECOND_FACTOR = env.bool("SECOND_FACTOR", True)
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_MINUTES", 120) * 60

STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))
BACKUP_ROOT = env.path("BACKUP_ROOT", default=str(BASE_DIR / "backups"))
KEEP_BACKUPS = env.int("KEEP_BACKUPS", 14)  # the newest; older ones are deleted
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILDOCS_MAX_UPLOAD_SIZE = env.int("MAX_DOCUMENT_MB", 30) * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = env.int("MAX_IMAGE_MB", 15) * 1024 * 1024
# Where ClamAV listens: unix:/run/clamav/clamd.ctl, or host:3310. Empty: no scans.
CLAMAV = env.str("CLAMAV", "")

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "webmaster@localhost")

# OFFLINE=off removes the service worker, and what it saved, from readers' devices.
OFFLINE = env.bool("OFFLINE", True)

REGISTRATIONS_KEPT_FOR_MONTHS = env.int("REGISTRATIONS_KEPT_FOR_MONTHS", 12)
# Where deploy/nginx is in front: for how long it keeps public pages, and SENDFILE=nginx
# so that it sends the files, too.
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", 0)
SENDFILE = env.str("SENDFILE", "")
# Where a CDN is in front of all: how it is emptied, and for how long it keeps pages.
FRONTEND_CACHE_URL = env.str("FRONTEND_CACHE_URL", "")
FRONTEND_CACHE_SECONDS = env.int("FRONTEND_CACHE_SECONDS", 3600)
# How many proxies of ours pass a request on, each adding to X-Forwarded-For.
PROXIES = env.int("PROXIES", 0)

# HTTPS=on where TLS ends at this server or at a proxy that sets X-Forwarded-Proto.
if env.bool("HTTPS", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

LOGGING = logging_to_console(
    env.str("LOG_LEVEL", "WARNING"), env.str("LOG_FORMAT", "text")
)
SENTRY_DSN = env.str("SENTRY_DSN", "")
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
METRICS_FOLDER = env.str("PROMETHEUS_MULTIPROC_DIR", str(BASE_DIR / "metrics"))
