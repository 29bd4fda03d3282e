from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Load every app's views, which register what their page types show, and our checks."""
        autodiscover_modules("views", "checks")
