"""One settings file for every place the site runs.

Everything that differs from place to place is read from the environment or from
``.env``; the defaults are safe for production, except that there is no default
``SECRET_KEY``.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from core.logs import logging_to_console
from core.signing_in.settings import *  # noqa: F403
from core.stores import cache, database

BASE_DIR = Path(__file__).resolve().parent.parent

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

INSTALLED_APPS = [
    "core",
    "priorities",
    "members",
    "news",
    "events",
    "resources",
    "pages",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "core.logs.with_request_id",
    "core.health.health",
    "core.metrics.metrics",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.sound_session",
    "core.page_cache.page_cache",
    "core.navigation.one_look_for_roots",
    "core.security.policies",
    "core.middleware.CompressionMiddleware",
    "core.middleware.ranges",
    "core.middleware.sent_by_nginx",
    "core.middleware.public_cache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LocaleByAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.signing_in.sessions.activity",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "oco_site.urls"
WSGI_APPLICATION = "oco_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            "builtins": [
                "core.templatetags.core_tags",
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
                "wagtail.images.templatetags.wagtailimages_tags",
                "wagtail.templatetags.wagtailcore_tags",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "components"],
        "OPTIONS": {"environment": "core.jinja2.environment"},
    },
]

# So that a form's widget may have its template in templates/ too.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

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

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
# Whoever enters the admin needs a second factor; off for demonstrations only.
SECOND_FACTOR = env.bool("SECOND_FACTOR", True)
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_MINUTES", 120) * 60

# English at /, French at /fr/; Wagtail's locales and Django's languages are one list.
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Pacific/Fiji"  # the Secretariat's
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [
    BASE_DIR / "static" / "dist",
    ("img", BASE_DIR / "static" / "img"),
]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))
BACKUP_ROOT = env.path("BACKUP_ROOT", default=str(BASE_DIR / "backups"))
KEEP_BACKUPS = env.int("KEEP_BACKUPS", 14)  # the newest; older ones are deleted
STORAGES = {
    "default": {"BACKEND": "core.storage.MediaStorage"},
    "staticfiles": {"BACKEND": "core.storage.StaticStorage"},
}
# A table of 5,000 rows pasted into a page is larger than Django's 2.5 MB default.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAIL_SITE_NAME = "Oceania Customs Organisation"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "core.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.CustomDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "core.uploads.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = env.int("MAX_DOCUMENT_MB", 30) * 1024 * 1024
# No SVG, which holds scripts; HEIC is what phones take, and is shown as AVIF or JPEG.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.uploads.ImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = env.int("MAX_IMAGE_MB", 15) * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000  # what the largest cameras take
# Where ClamAV listens: unix:/run/clamav/clamd.ctl, or host:3310. Empty: no scans.
CLAMAV = env.str("CLAMAV", "")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "core.search"}}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# A password that is passed on is nobody's: who may read what is private signs in.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
# No third-party request, in the admin either.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "webmaster@localhost")
EMAIL_TIMEOUT = 10  # seconds that somebody who registers for an event may have to wait

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
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = logging_to_console(
    env.str("LOG_LEVEL", "WARNING"), env.str("LOG_FORMAT", "text")
)
SENTRY_DSN = env.str("SENTRY_DSN", "")
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
METRICS_FOLDER = env.str("PROMETHEUS_MULTIPROC_DIR", str(BASE_DIR / "metrics"))
