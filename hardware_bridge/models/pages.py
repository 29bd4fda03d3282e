"""Pages that editors write about machines."""

from django.utils.translation import gettext_lazy as _

from cms.core.models import BodyPage
from cms.pages.models.content import HomePage


class LiveOverviewPage(BodyPage):
    """The start of all that is live."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["hardware.StatusPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("start page of the live values")
        verbose_name_plural = _("start pages of the live values")


# The ground floor must not name pages of a higher one; so this one puts itself below the home page.
HomePage.subpage_types = [*HomePage.subpage_types, "hardware.LiveOverviewPage"]


class StatusPage(BodyPage):
    """A page on which editors place live values."""

    parent_page_types = ["hardware.LiveOverviewPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("status page")
        verbose_name_plural = _("status pages")
