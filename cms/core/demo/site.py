"""The demo's settings, pictures and contacts."""

from wagtail.models import Site

from cms.core.demo import media
from cms.core.demo.publishing import publish_pages
from cms.core.demo.registry import DemoSite, step
from cms.core.models import SiteSettings
from cms.core.sites import keep_address


@step(0, "Settings and pictures")
def settings_and_images(site: DemoSite) -> None:
    """Who runs the site, and every picture the content uses."""
    # Looking at the empty site has made the row already.
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults={
            "site_name": "Norderstedt GO!",
            "city_name": "Norderstedt",
            "operator": "Stadt Norderstedt und Stadtwerke Norderstedt",
            "address": "Musterstraße 1\n22844 Norderstedt",
            "email": "norderstedt-go@example.org",
            "enquiry_recipient": "barrierefrei@example.org",
        },
    )
    keep_address()
    media.load_images(site)


@step(80, "Publishing and translating the pages")
def pages(site: DemoSite) -> None:
    """Every page, in every language it is written in."""
    publish_pages(site)
