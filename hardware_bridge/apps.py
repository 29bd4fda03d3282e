from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HardwareConfig(AppConfig):
    name = "hardware_bridge"
    label = "hardware"
    verbose_name = _("Hardware bridge")
    site_urls = (
        (pgettext_lazy("address", "live/depot/"), "hardware_bridge.depot_urls"),
        ("live/", "hardware_bridge.urls"),
    )
    machine_urls = (
        ("g/", "hardware_bridge.short_urls"),
        ("live/stream/", "hardware_bridge.stream_urls"),
        ("api/sensorthings/v1.1/", "hardware_bridge.sensorthings.urls"),
    )

    def ready(self) -> None:
        """Give the groups of this floor their names, let those register who watch readings, and
        say which pages show which project.
        """
        from cms.core.page_cache import tags
        from hardware_bridge import landing, models, roles  # noqa: F401 – they register
        from hardware_bridge.domain import doors, judging, lights  # noqa: F401 – they watch

        # Values change all the time, and pages that read them are kept nowhere; which project has
        # devices, and what may be seen of them, changes seldom.
        for model in (models.Device, models.DeviceGroup, models.PublicMeasure):
            tags.watch(model)
