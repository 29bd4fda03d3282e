from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HardwareConfig(AppConfig):
    name = "hardware_bridge"
    label = "hardware"
    verbose_name = _("Hardware bridge")
    site_urls = (("live/", "hardware_bridge.urls"),)
    machine_urls = (
        ("live/stream/", "hardware_bridge.stream_urls"),
        ("api/sensorthings/v1.1/", "hardware_bridge.sensorthings.urls"),
    )

    def ready(self) -> None:
        """Give the groups of this floor their names, and say which pages show which project."""
        from cms.core.page_cache import tags
        from hardware_bridge import models, roles  # noqa: F401 – roles add their names

        # Values change all the time, and pages that read them are kept nowhere; which project has
        # devices, and what may be seen of them, changes seldom.
        for model in (models.Device, models.DeviceGroup, models.PublicMeasure):
            tags.watch(model)
