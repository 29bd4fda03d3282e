"""What the measures are called, in which unit they are shown, and who may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hardware_bridge.adapters import values
from hardware_bridge.models.choices import Kind


@dataclass(frozen=True)
class Measure:
    """A measure for people; ``is_public`` is what holds where no switch was set for a kind."""

    key: str
    label: Any
    unit: str = ""
    is_public: bool = True
    kinds: tuple[str, ...] = ()
    """Kinds of device whose own messages have it."""

    @property
    def is_number(self) -> bool:
        """Whether it can be drawn over time; flags and words cannot."""
        return float in values.MEASURES[self.key].types

    @property
    def is_word(self) -> bool:
        """Whether its values are words, which cannot be counted by a limit."""
        return str in values.MEASURES[self.key].types

    @property
    def decimals(self) -> int:
        """Decimals that people are shown."""
        return 0 if self.unit in ("%", "ppm", "dBm", "lx", "") else 1


ANY = tuple(Kind.values)
_BIN, _LIGHT, _LOCKER, _SENSOR = ((kind,) for kind in Kind.values)

MEASURES: Mapping[str, Measure] = {
    measure.key: measure
    for measure in (
        Measure("fill_percent", _("fill level"), "%", kinds=_BIN),
        Measure("temperature_c", _("temperature"), "°C", kinds=(*_BIN, *_SENSOR)),
        Measure("tilt", _("tilt"), "°", is_public=False, kinds=_BIN),
        Measure("battery_percent", _("battery"), "%", is_public=False, kinds=ANY),
        Measure("battery_v", _("battery voltage"), "V", is_public=False, kinds=ANY),
        Measure("signal_dbm", _("signal"), "dBm", is_public=False, kinds=ANY),
        Measure("snr_db", _("signal to noise"), "dB", is_public=False, kinds=ANY),
        Measure("on", _("switched on"), kinds=_LIGHT),
        Measure("level_percent", _("brightness"), "%", kinds=_LIGHT),
        Measure("power_w", _("power"), "W", kinds=_LIGHT),
        # Says where somebody walks at night.
        Measure("motion", _("motion"), is_public=False, kinds=_LIGHT),
        Measure("fault", _("fault"), kinds=(*_LIGHT, *_LOCKER)),
        Measure("door", _("door"), is_public=False, kinds=_LOCKER),
        Measure("occupied", _("occupied"), is_public=False, kinds=_LOCKER),
        Measure("humidity_percent", _("humidity"), "%", kinds=_SENSOR),
        Measure("pressure_hpa", _("air pressure"), "hPa", kinds=_SENSOR),
        Measure("co2_ppm", _("carbon dioxide"), "ppm", kinds=_SENSOR),
        Measure("pm10_ugm3", _("particulate matter PM10"), "µg/m³", kinds=_SENSOR),
        Measure("pm25_ugm3", _("particulate matter PM2.5"), "µg/m³", kinds=_SENSOR),
        Measure("no2_ugm3", _("nitrogen dioxide"), "µg/m³", kinds=_SENSOR),
        Measure("noise_db", _("noise"), "dB(A)", kinds=_SENSOR),
        Measure("illuminance_lx", _("illuminance"), "lx", kinds=_SENSOR),
        Measure("soil_moisture_percent", _("soil moisture"), "%", kinds=_SENSOR),
        Measure("water_level_cm", _("water level"), "cm", kinds=_SENSOR),
        Measure("rain_mm", _("rain"), "mm", kinds=_SENSOR),
        Measure("wind_speed_ms", _("wind speed"), "m/s", kinds=_SENSOR),
        Measure("count", _("count"), kinds=_SENSOR),
        Measure("energy_wh", _("energy"), "Wh", kinds=(*_LIGHT, *_SENSOR)),
    )
}
MEASURE_CHOICES = [(key, measure.label) for key, measure in MEASURES.items()]
DRAWN_CHOICES = [(key, measure.label) for key, measure in MEASURES.items() if measure.is_number]
COUNTED_CHOICES = [(key, measure.label) for key, measure in MEASURES.items() if not measure.is_word]


class PublicMeasure(models.Model):
    """Whether the public may see a measure of a kind of device; without, its own default holds."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    measure = models.CharField(_("measure"), max_length=40, choices=MEASURE_CHOICES)
    is_public = models.BooleanField(_("public"), default=False)

    class Meta:
        ordering = ["kind", "measure"]
        verbose_name = _("public measure")
        verbose_name_plural = _("public measures")
        constraints = [
            models.UniqueConstraint(fields=["kind", "measure"], name="one_switch_a_measure")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_measure_display()}"
