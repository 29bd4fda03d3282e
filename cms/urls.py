"""All addresses. What must not depend on the language comes first."""

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.core import health, metrics, routing, views
from cms.core.api import api
from cms.users import admin_views

handler400 = "cms.core.views.bad_request"
handler403 = "cms.core.views.permission_denied"
handler404 = "cms.core.views.page_not_found"
handler500 = "cms.core.health.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.scrape, name="metrics"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    # What machines call on higher floors, in no language.
    *(
        path(prefix, include(module))
        for config in apps.get_app_configs()
        for prefix, module in getattr(config, "machine_urls", ())
    ),
    # Wagtail's own ways in are closed: the account pages are the only ones.
    path("admin/login/", admin_views.login, name="admin_login"),
    path("admin/logout/", admin_views.logout, name="admin_logout"),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    path("konto/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("documents/", include(wagtaildocs_urls)),
    # Documents and originals are not served: Wagtail's view checks who may read a document.
    *(
        path(f"media/{folder}/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / folder})
        for folder in ("images", "avatar_images")
    ),
]

urlpatterns += i18n_patterns(
    path("konto/", include("cms.users.urls")),
    # What higher floors answer themselves, below their section of the site.
    *(
        path(prefix, include(module))
        for config in apps.get_app_configs()
        for prefix, module in getattr(config, "site_urls", ())
    ),
    re_path(
        r"^(?P<path>(?:[\w-]+/)*)(?P<name>[\w-]+\.(?:ics|atom|csv))$",
        views.page_file,
        name="page_file",
    ),
    # One place to sign in: Wagtail has a second one for protected pages.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include([each for each in wagtail_urls.urlpatterns if each.name != "wagtail_serve"])),
    re_path(wagtail_urls.serve_pattern, routing.serve, name="wagtail_serve"),
    prefix_default_language=False,
)
