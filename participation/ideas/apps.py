from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IdeasConfig(AppConfig):
    name = "participation.ideas"
    label = "ideas"
    verbose_name = _("Ideas")
    site_urls = ((pgettext_lazy("address", "ideas/"), "participation.ideas.urls"),)
