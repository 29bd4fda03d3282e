"""Settings of the tests: the dev settings, made fast, silent and independent of the theme."""

import tempfile

from cms.core.embedded import postgres
from cms.settings.databases import database
from cms.settings.dev import *
from cms.settings.variables import value

ALLOWED_HOSTS = ["*"]
if not value("DATABASE_URL"):
    DATABASES["default"] = database(postgres.url(postgres.FOR_TESTS))
DATABASES["default"]["OPTIONS"].pop("pool")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir()) / "norderstedt-go-test-media"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False  # no test looks a page up by its words
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # nothing is collected for tests
PAGE_CACHE_MEGABYTES = PART_CACHE_MEGABYTES = 0
LOGGING = {"level": "ERROR", "as_json": False}
