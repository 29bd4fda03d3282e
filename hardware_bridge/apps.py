from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HardwareConfig(AppConfig):
    name = "hardware_bridge"
    label = "hardware"
    verbose_name = _("Hardware bridge")
    machine_urls = (("g/", "hardware_bridge.short_urls"),)

    def ready(self) -> None:
        """Give the groups of this floor their names, and let rules watch."""
        from hardware_bridge import roles  # noqa: F401 – adds its names
        from hardware_bridge.domain import judging  # noqa: F401 – registers a watcher
