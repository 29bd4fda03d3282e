"""The demo's machines, who is told of what, and what was heard of them."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from cms.core.demo import DemoSite, step
from hardware_bridge.demo import history, park
from hardware_bridge.demo.park import BIN, LARGE, LIGHT, LOCKER, MEDIUM, Machine
from hardware_bridge.models import (
    AlertRule,
    Compartment,
    Device,
    DeviceGroup,
    DeviceModel,
    DutyGroup,
    Override,
)
from hardware_bridge.models.choices import Size

INSTALLED = {BIN: date(2023, 4, 3), LIGHT: date(2026, 3, 16), LOCKER: date(2026, 5, 18)}
MAKES = {BIN: "Füllstandsensor FS 2", LIGHT: "Lichtmast LM 1", LOCKER: "Schließfachstation LS 12"}
OLD_LIGHT = "Messkopf für Bestandsleuchten"
# The path of a field in what a LoRaWAN sensor of another maker says, and the measure it is.
LORAWAN = {
    "name": "Ultraschallsensor (LoRaWAN)",
    "vendor": "Beispiel Sensorik",
    "fields": {
        "distance": {"measure": "fill_percent", "factor": -0.5, "offset": 100},
        "temperature": {"measure": "temperature_c"},
        "battery": {"measure": "battery_percent"},
    },
    "notes": "Misst den Abstand zum Inhalt in Zentimetern, 200 cm sind leer.",
}


@step(110, "Devices and what they said")
def load(site: DemoSite) -> None:
    """Groups, devices and rules, then the readings of the past months."""
    content = park.content()
    for item in content["groups"]:
        key, given = item["key"], {"name": item["name"], "note": item["note"]}
        site.snippets["device_group", key] = DeviceGroup.objects.create(slug=key, **given)
    for name in (*MAKES.values(), OLD_LIGHT):
        site.snippets["make", name] = DeviceModel.objects.create(name=name, vendor="Simulation")
    DeviceModel.objects.create(**LORAWAN)
    devices = {one.slug: _device(site, one) for one in park.machines() if one.is_known}
    duties = {item["key"]: _duty(item) for item in content["duties"]}
    for item in content["rules"]:
        _rule(item, duties, devices)
    for item in content["notices"]:
        _notice(item, devices)
    history.fill()


def _device(site: DemoSite, machine: Machine) -> Device:
    """Enter a machine as an operator would; a station with its compartments."""
    is_old = machine.kind == LIGHT and not machine.is_new
    device = Device(
        kind=machine.kind,
        name=machine.name,
        slug=machine.slug,
        group=site.snippets["device_group", machine.group],
        place=machine.place,
        latitude=f"{machine.latitude:.6f}",
        longitude=f"{machine.longitude:.6f}",
        project=site.pages[machine.project],
        model=site.snippets["make", OLD_LIGHT if is_old else MAKES[machine.kind]],
        interval_seconds=machine.interval,
        thresholds={"fill_percent": 80} if machine.kind == BIN else {},
        installed_on=INSTALLED[machine.kind],
        has_keypad=machine.used,
        notes=_note(machine),
    )
    device.full_clean(exclude=["address"])
    device.save()
    if machine.kind == LOCKER:
        Compartment.objects.bulk_create(map(_compartment(device), range(1, park.COMPARTMENTS + 1)))
    return device


def _note(machine: Machine) -> str:
    if machine.kind == LIGHT and not machine.is_new:
        return "Bestandsleuchte mit Messkopf. Sie wird gemessen und nicht gesteuert."
    if machine.used:
        return "Die Testgruppe öffnet Fächer hier mit einem Zahlencode an der Station."
    return ""


def _compartment(device: Device) -> Any:
    def made(number: int) -> Compartment:
        size = Size.LARGE if number in LARGE else Size.MEDIUM if number in MEDIUM else Size.SMALL
        return Compartment(device=device, number=number, label=f"Fach {number}", size=size)

    return made


def _duty(item: dict[str, Any]) -> DutyGroup:
    begins, ends = map(time.fromisoformat, item["night"]) if "night" in item else (None, None)
    return DutyGroup.objects.create(
        name=item["name"], email=item["email"], night_from=begins, night_until=ends
    )


def _rule(item: dict[str, Any], duties: dict[str, DutyGroup], devices: dict[str, Device]) -> None:
    given = {name: value for name, value in item.items() if name not in ("duty", "device")}
    rule = AlertRule(
        **given, duty_group=duties[item["duty"]], device=devices.get(item.get("device", ""))
    )
    rule.full_clean()
    rule.save()


def _notice(item: dict[str, Any], devices: dict[str, Device]) -> None:
    words = {name: item[name] for name in ("text", "text_en", "text_easy")}
    until = timezone.now() + timedelta(days=item["days"])
    notice = Override(device=devices[item["device"]], until=until, **words)
    notice.full_clean(exclude=["created_by"])
    notice.save()
