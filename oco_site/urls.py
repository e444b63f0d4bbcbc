"""All addresses of the site: English at /, French at /fr/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path, register_converter
from django.views.decorators.cache import cache_control, never_cache
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from core import views as core_views
from core.account import AccountView
from core.signing_in import urls as signing_in_urls
from core.signing_in.factors import second_factor_required
from core.signing_in.views import too_many_attempts
from core.sitemaps import PageSitemap
from events import registering
from events import views as events_views
from events.months import MonthConverter
from events.sitemaps import SeriesSitemap
from members import views as members_views
from news import views as news_views
from news.feeds import NewsFeed
from pages import offline as pages_offline
from pages import views as pages_views

register_converter(MonthConverter, "month")

handler404 = pages_views.not_found
handler429 = too_many_attempts
handler500 = pages_views.server_error

sitemaps = {"pages": PageSitemap, "series": SeriesSitemap}
a_day = cache_control(public=True, max_age=24 * 3600)
to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

account = never_cache(require_admin_access(AccountView.as_view()))

decorate_urlpatterns(wagtailadmin_urls.urlpatterns, second_factor_required)

urlpatterns = [
    path("admin/login/", to_sign_in),
    path("admin/account/", second_factor_required(account)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<path:document_filename>", core_views.document),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap_index, {"sitemaps": sitemaps}, name="sitemap_index"),
    path(
        "sitemap-<section>.xml",
        sitemap,
        {"sitemaps": sitemaps},
        name="django.contrib.sitemaps.views.sitemap",
    ),
    path("robots.txt", core_views.robots),
    path("service-worker.js", pages_offline.service_worker, name="service_worker"),
    re_path(
        r"^maps/(?P<iso_code>[A-Z]{2})\.svg$",
        a_day(members_views.locator),
        name="locator",
    ),
    path(
        "tables/<int:page_id>/<uuid:block_id>.csv",
        core_views.table_csv,
        name="table_csv",
    ),
    re_path(r"^media/(?P<path>.+)$", core_views.media),
]

urlpatterns += i18n_patterns(
    path("account/", include(signing_in_urls)),
    path("_util/login/", to_sign_in),
    path("search/", pages_views.search, name="search"),
    path("news/feed/", NewsFeed(), name="news_feed"),
    path("events/calendar.ics", events_views.calendar, name="calendar"),
    path("events/<slug:slug>.ics", events_views.event_calendar, name="event_calendar"),
    path("events/calendar/", events_views.month, name="this_month"),
    path("events/calendar/<month:first>/", events_views.month, name="month"),
    path("events/series/<slug:slug>/", events_views.series, name="series"),
    path("events/subscribing/", events_views.subscribing, name="subscribing"),
    path("events/<slug:slug>/register/", registering.register, name="register"),
    path(
        "events/<slug:slug>/register/thanks/",
        registering.registered,
        name="registered",
    ),
    path("members/contacts/", members_views.contacts, name="contacts"),
    path("offline/", pages_offline.offline, name="offline"),
    path("offline/essentials.json", pages_offline.essentials, name="essentials"),
    path(
        "communiques/<slug:slug>.pdf", news_views.communique_pdf, name="communique_pdf"
    ),
    path("members/<slug:slug>.pdf", members_views.member_pdf, name="member_pdf"),
    path("site.webmanifest", core_views.manifest, name="manifest"),
    # Wagtail's forms that open restricted pages, then our way of finding pages.
    path("", include(wagtail_urls.urlpatterns[:-1])),
    re_path(wagtail_urls.serve_pattern, core_views.serve, name="wagtail_serve"),
    prefix_default_language=False,
)
