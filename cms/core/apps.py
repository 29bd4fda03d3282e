from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Load what registers itself: views of page types, personal data, checks, dashboard lines."""
        autodiscover_modules("views", "privacy", "checks", "dashboard")
