from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "cms.notifications"
    label = "notifications"
    verbose_name = _("Notifications")
    site_urls = (("konto/benachrichtigungen/", "cms.notifications.urls"),)

    def ready(self) -> None:
        """Load the topics that apps register."""
        autodiscover_modules("topics")
