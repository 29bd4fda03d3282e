"""The demo's settings, pictures and contacts."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

from cms.core.demo import media
from cms.core.demo.publishing import publish_pages
from cms.core.demo.registry import DemoSite, step
from cms.core.models import SiteSettings


@step(0, "Settings and pictures")
def settings_and_images(site: DemoSite) -> None:
    """Who runs the site, and every picture the content uses."""
    # Looking at the empty site has made the row already.
    SiteSettings.objects.update_or_create(
        site=_at_its_address(Site.objects.get(is_default_site=True)),
        defaults={
            "site_name": "Norderstedt GO!",
            "city_name": "Norderstedt",
            "operator": "Stadt Norderstedt und Stadtwerke Norderstedt",
            "address": "Musterstraße 1\n22844 Norderstedt",
            "email": "norderstedt-go@example.org",
            "enquiry_recipient": "barrierefrei@example.org",
        },
    )
    media.load_images(site)


def _at_its_address(site: Site) -> Site:
    """Wagtail's record of the site with the public address, which links to pages start with."""
    address = urlsplit(settings.BASE_URL)
    site.hostname = address.hostname or site.hostname
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
    return site


@step(80, "Publishing and translating the pages")
def pages(site: DemoSite) -> None:
    """Every page, in every language it is written in."""
    publish_pages(site)
