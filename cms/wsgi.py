"""WSGI entry point; production settings unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

site = get_wsgi_application()

# It reads settings and models, so these have to be there first.
from cms.core.page_cache.middleware import remembering  # noqa: E402

application = remembering(site)
