from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HardwareConfig(AppConfig):
    name = "hardware_bridge"
    label = "hardware"
    verbose_name = _("Hardware bridge")
    machine_urls = (("live/stream/", "hardware_bridge.stream_urls"),)

    def ready(self) -> None:
        """Give the groups of this floor their names."""
        from hardware_bridge import roles  # noqa: F401 – adds its names
