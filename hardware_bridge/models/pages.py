"""Pages that editors write about machines."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from cms.core.models import BodyPage
from cms.pages.models.content import HomePage
from hardware_bridge.blocks import LiveBodyBlock
from hardware_bridge.models.devices import Device


class LiveOverviewPage(BodyPage):
    """The start of all that is live."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["hardware.StatusPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("start page of the live values")
        verbose_name_plural = _("start pages of the live values")

    def get_sitemap_urls(self, request: Any = None) -> list[dict[str, Any]]:
        """The page, and each device that everybody may see."""
        site = self.get_site()
        root = site.root_url if site else ""
        with translation.override(self.locale.language_code):
            devices = Device.objects.public().only("slug")
            paths = [device.get_absolute_url() for device in devices]
        own = [{"location": root + path, "lastmod": self.last_published_at} for path in paths]
        return [*super().get_sitemap_urls(request), *own]


# The ground floor must not name pages of a higher one; so this one puts itself below the home page.
HomePage.subpage_types = [*HomePage.subpage_types, "hardware.LiveOverviewPage"]


class StatusPage(BodyPage):
    """A page on which editors place live values."""

    body = StreamField(LiveBodyBlock(), verbose_name=_("text"), blank=True)

    parent_page_types = ["hardware.LiveOverviewPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("status page")
        verbose_name_plural = _("status pages")
