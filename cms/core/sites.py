"""Wagtail's record of the site and the public address must be one."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

from cms.core.models import SiteSettings


def site_name() -> str:
    """What the programme is called, from the settings of the default site."""
    return sender().site_name


def sender() -> SiteSettings:
    """Who runs the default site."""
    site = Site.objects.filter(is_default_site=True).first()
    return SiteSettings.for_site(site) if site else SiteSettings()


def contact_address() -> str:
    """Whom one writes to, from the settings of the default site; else who its mails come from."""
    return sender().email or settings.DEFAULT_FROM_EMAIL


def keep_address() -> Site | None:
    """Give the default site the host and port of ``BASE_URL``: links in feeds, mails and the
    sitemap start with them. None where no site has been made yet.
    """
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return None
    address = urlsplit(settings.BASE_URL)
    host, port = address.hostname, address.port or (443 if address.scheme == "https" else 80)
    if host and (site.hostname, site.port) != (host, port):
        site.hostname, site.port = host, port
        site.save()
    return site
