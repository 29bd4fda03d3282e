"""WSGI entry point; production settings unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

site = get_wsgi_application()

# They read settings and models, so these have to be there first.
from django.urls import get_resolver  # noqa: E402

from cms.core import garbage  # noqa: E402
from cms.core.page_cache.middleware import remembering  # noqa: E402

application = remembering(site)

get_resolver().url_patterns  # noqa: B018 – loads all views, which the first reader would wait for
garbage.settle()
