"""Web processes of the tests, with the page cache on."""

import os

from cms.settings.test import *  # noqa: F403

PAGE_CACHE_MEGABYTES = PART_CACHE_MEGABYTES = 8
PAGE_CACHE_CHECK_SECONDS = float(os.environ.get("CHECK_SECONDS", "20"))
PAGE_CACHE_CHANNEL = os.environ.get("CHANNEL", PAGE_CACHE_CHANNEL)  # noqa: F405
