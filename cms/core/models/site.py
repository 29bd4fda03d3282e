"""Settings of a site that editors keep in the admin."""

import copy
from typing import Self

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from cms.core.page_cache import frame


@register_setting(icon="site", order=1)
class SiteSettings(BaseSiteSetting):
    """Who runs the site and where messages go."""

    site_name = models.CharField(_("name of the programme"), max_length=80, default="Smart City")
    city_name = models.CharField(_("city"), max_length=80, blank=True)
    operator = models.CharField(_("operator"), max_length=120, blank=True)
    address = models.TextField(_("address"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    enquiry_recipient = models.EmailField(
        _("recipient of enquiries"),
        blank=True,
        help_text=_("Messages from the contact form and reported barriers are sent here."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("site_name"), FieldPanel("city_name")], _("Name")),
        MultiFieldPanel(
            [
                FieldPanel("operator"),
                FieldPanel("address"),
                FieldPanel("email"),
                FieldPanel("phone"),
                FieldPanel("enquiry_recipient"),
            ],
            _("Contact"),
        ),
    ]

    class Meta:
        verbose_name = _("site")

    def __str__(self) -> str:
        return self.site_name

    @classmethod
    def for_request(cls, request: HttpRequest) -> Self:
        """The settings for showing a page; what is to be changed comes from ``for_site``."""
        name = cls.get_cache_attr_name()
        if not hasattr(request, name):
            site = Site.find_for_request(request)
            kept = frame.keep(("settings", site.pk if site else 0), lambda: cls.for_site(site))
            setattr(request, name, copy.copy(kept))
        return getattr(request, name)
