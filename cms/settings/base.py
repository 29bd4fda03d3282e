"""Settings of every installation; safe for production as they stand.

``dev`` and ``test`` loosen them. What differs between installations comes from the environment
(see ``variables.py``), never from an edited copy of this file.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from cms.settings.culture import *  # noqa: F403
from cms.settings.databases import database
from cms.settings.devices import *  # noqa: F403
from cms.settings.payments import *  # noqa: F403
from cms.settings.people import *  # noqa: F403
from cms.settings.variables import value

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / value("VAR_DIR")

DEBUG = False
DEMO = False
SECRET_KEY = value("SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in value("ALLOWED_HOSTS").split(",") if host.strip()]
BASE_URL = value("BASE_URL").rstrip("/")

INSTALLED_APPS = [
    "participation.courses",
    "participation.culture",
    "participation.wishlist",
    "participation.ideas",
    "crowdfunding_lite",
    "hardware_bridge",
    "cms.pages",
    "cms.notifications",
    "cms.programme",
    "cms.users",
    "cms.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.users.people.PeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "django_filters",
    "taggit",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.core.page_cache.middleware.page_cache",
    "cms.core.logs.request_log",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.core.middleware.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "cms.core.page_cache.frame.framed",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.users.middleware.admin_access",
    "cms.users.middleware.second_factor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
ASGI_APPLICATION = "cms.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Themes -----------------------------------------------------------------------------------
THEME = value("THEME")
THEME_DIRS = [BASE_DIR / "themes" / name for name in dict.fromkeys((THEME, "default"))]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [theme / "templates" for theme in THEME_DIRS],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "cms.core.template_loader.CompactLoader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database, cache, mail --------------------------------------------------------------------
DATABASES = {"default": database(value("DATABASE_URL") or "postgresql:///norderstedt_go")}
# "default" may be each process's own. What all must count together, such as tries to sign in, is in
# "shared": the cache server if there is one, else a table.
CACHES = {
    "default": environ.Env.cache_url_config(value("CACHE_URL")),
    "shared": environ.Env.cache_url_config(value("CACHE_URL"))
    if value("CACHE_URL").startswith(("redis", "rediss"))
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
# Pages kept in each process. Trust is what bounds the age of a page when notifications are lost.
PAGE_CACHE_MEGABYTES = int(value("PAGE_CACHE_MEGABYTES"))
PART_CACHE_MEGABYTES = 16
PAGE_CACHE_SECONDS = 300
PAGE_CACHE_CHECK_SECONDS = 20
PAGE_CACHE_TRUST_SECONDS = 50
PAGE_CACHE_CHANNEL = "page_cache"
vars().update(environ.Env.email_url_config(value("EMAIL_URL") or "smtp://localhost:25"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = value("EMAIL_FROM")

# --- Languages --------------------------------------------------------------------------------
# Leichte Sprache is a language of its own: "de-DE-simple" would silently fall back to German.
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English")), ("de-simple", _("Easy language"))]
LANGUAGE_LABELS = {"de": "Deutsch", "en": "English", "de-simple": "Leichte Sprache"}
WAGTAIL_CONTENT_LANGUAGES = [(code, LANGUAGE_LABELS[code]) for code, _name in LANGUAGES]
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ADMIN_TRANSLATION_ON_SAVE = False
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["cms.core.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# --- Static files and uploads -----------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / value("STATIC_ROOT") if value("STATIC_ROOT") else VAR_DIR / "static"
STATICFILES_DIRS = [theme / "static" for theme in THEME_DIRS if (theme / "static").is_dir()]
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / value("MEDIA_ROOT") if value("MEDIA_ROOT") else VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.core.staticfiles.SiteStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Wagtail's page forms with many inline rows carry several thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Wagtail ----------------------------------------------------------------------------------
# What has to be typed to delete many pages at once; the admin shows the name of the site's record.
WAGTAIL_SITE_NAME = urlsplit(BASE_URL).hostname
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
WAGTAIL_USER_TIME_ZONES = ["Europe/Berlin"]
# As people here write dates. What the admin's date fields cannot read by this format, they replace
# by the present time without a word.
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAILIMAGES_IMAGE_MODEL = "core.CustomImage"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50 * 1_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp", "heic": "jpeg", "bmp": "png"}
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILDOCS_DOCUMENT_MODEL = "core.CustomDocument"
WAGTAILDOCS_EXTENSIONS = [
    "pdf",
    "docx",
    "xlsx",
    "pptx",
    "odt",
    "ods",
    "odp",
    "csv",
    "txt",
    "ics",
    "zip",
]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
DOCUMENT_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAILSEARCH_BACKENDS: dict[str, dict] = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "german"}
}
WAGTAIL_MODERATION_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILADMIN_NOTIFICATION_USE_HTML = True
# Who is in a group hears of its tasks; superusers would be told twice of every submission.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False

# --- Security ---------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Wagtail shows previews in a frame of its own admin; "DENY", which W019 asks for, forbids that.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = True
PERMISSIONS_POLICY = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
)
CHECKOUT_ORIGINS: list[str] = []
if value("STRIPE_API_KEY"):
    CHECKOUT_ORIGINS = [one.strip() for one in value("CHECKOUT_ORIGINS").split(",") if one.strip()]
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *STREAM_ORIGINS],  # noqa: F405
        "manifest-src": [SELF],
        # Browsers hold a form's redirects to it, too; donating is a form that leads elsewhere.
        "form-action": [SELF, *OIDC_ORIGINS, *CHECKOUT_ORIGINS],  # noqa: F405
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}
# Wagtail's admin sets inline styles and scripts; it is the only place where they may run.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
    "object-src": [NONE],
}

# --- Logs -------------------------------------------------------------------------------------
LOG_LEVEL = value("LOG_LEVEL")
LOGGING_CONFIG = "cms.core.logs.configure"
LOGGING = {"level": LOG_LEVEL, "as_json": True}
