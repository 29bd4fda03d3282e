from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HardwareConfig(AppConfig):
    name = "hardware_bridge"
    label = "hardware"
    verbose_name = _("Hardware bridge")
    site_urls = ((pgettext_lazy("address", "live/depot/"), "hardware_bridge.depot_urls"),)
    machine_urls = (("g/", "hardware_bridge.short_urls"),)

    def ready(self) -> None:
        """Give the groups of this floor their names, and let those register who watch readings."""
        from hardware_bridge import landing, roles  # noqa: F401 – they register
        from hardware_bridge.domain import doors, judging, lights  # noqa: F401 – they watch
