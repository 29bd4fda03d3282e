"""Settings of the site that the browser visits: those of `make run`, static files hashed too.

They are not compressed: that takes ten seconds more and shows nothing a browser test looks at.
"""

import os

from cms.settings.dev import *  # noqa: F403
from cms.settings.dev import STORAGES

STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
}

# The rules of a real installation, for the tests of them.
DEMO = os.environ.get("E2E_DEMO") != "off"
