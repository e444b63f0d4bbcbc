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
]

# So that a form's widget may have its template in templates/ too.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": env.db_url_config(
        env.str("DATABASE_URL", "") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
    )
}
# Kept open between requests, unless the address of the database says otherwise; one that
# was away is asked first whether it is back.
DATABASES["default"] = {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    **DATABASES["default"],
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Queries are short: to compile them or to share them out would take longer.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c jit=off -c max_parallel_workers_per_gather=0"
    )

# Pages, and attempts to sign in, are kept in files, which all processes share and which
# outlive them: that takes no service more. The rest is in each one's memory.
CACHES = {
    "default": env.cache_url("CACHE_URL", default="locmemcache://"),
    "attempts": env.cache_url(
        "ATTEMPTS_CACHE_URL", default=f"filecache://{BASE_DIR / 'attempts'}"
    ),
    "pages": env.cache_url(
        "PAGE_CACHE_URL", default=f"filecache://{BASE_DIR / 'page-cache'}"
    ),
}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    CACHES["default"]["BACKEND"] = "core.file_cache.ProcessCache"
for each_cache in CACHES.values():
    if each_cache["BACKEND"].endswith("FileBasedCache"):
        each_cache |= {
            "BACKEND": "core.file_cache.ForgivingFileCache",
            "OPTIONS": {"MAX_ENTRIES": 2000},
        }
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", 60)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Whoever enters the admin needs a second factor; off for demonstrations only.
SECOND_FACTOR = env.bool("SECOND_FACTOR", True)
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # allauth's stands in its place
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_MINUTES", 120) * 60
ACCOUNT_ADAPTER = "core.signing_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_FORMS = {"reset_password": "core.signing_in.forms.ResetForm"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # ResetForm writes to them, of no sign-up
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are administrators' to enter
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False  # SignInView knows who may go where
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/h/ip,3/h/key",
}
MFA_ADAPTER = "core.signing_in.adapters.FactorAdapter"
MFA_FORMS = {"add_webauthn": "core.signing_in.forms.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "OCO"
# Codes of the half minute before and after: the clocks of phones differ.
MFA_TOTP_TOLERANCE = 1

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
