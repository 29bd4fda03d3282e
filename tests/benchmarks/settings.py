"""The site as in production, on the benchmark's database and over plain HTTP."""

import os

from cms.settings.base import *  # noqa: F403
from cms.settings.base import MIDDLEWARE, STATICFILES_DIRS  # noqa: F401

SECRET_KEY = "benchmark-" * 6
ALLOWED_HOSTS = ["127.0.0.1"]
SECURE_SSL_REDIRECT = False
# The file names are not hashed: collecting would take longer than the benchmark.
if not os.environ.get("STATIC_ROOT"):
    STORAGES["staticfiles"] = {  # noqa: F405
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
if os.environ.get("BENCH_KEEPS_NO_PARTS"):
    PART_CACHE_MEGABYTES = 0
MIDDLEWARE = [*MIDDLEWARE[:1], "tests.benchmarks.counting.count_queries", *MIDDLEWARE[1:]]
DEMO = True  # its content is what is measured; nobody can sign in from elsewhere
