"""Senders that are no devices here, and what they seem to be."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hardware_bridge import adapters
from hardware_bridge.adapters import fields
from hardware_bridge.adapters.messages import Reading
from hardware_bridge.adapters.values import Refused, Value
from hardware_bridge.models import Device, DeviceModel, UnknownDevice
from hardware_bridge.models.choices import Adapter, Kind

SLUG = re.compile(r"^[-a-zA-Z0-9_]{1,60}$")
# What its network calls it and its make: ChirpStack, then The Things Stack.
NAME = re.compile(r'"(?:deviceName|device_id)"\s*:\s*"((?:[^"\\]|\\.){1,200})"')
MAKE = re.compile(r'"(?:deviceProfileName|model_id)"\s*:\s*"((?:[^"\\]|\\.){1,200})"')
# What a device measures tells what it is; the first that fits.
SIGNS = (
    (Kind.LOCKER, {"door", "occupied"}),
    (Kind.LIGHT, {"level_percent", "on", "power_w", "motion"}),
    (Kind.BIN, {"fill_percent", "tilt"}),
)


@dataclass(frozen=True)
class Guess:
    """What a device of an unknown sender would be. ``refusal`` says why none can be made of it."""

    kind: str
    name: str
    slug: str
    model: DeviceModel | None = None
    measures: dict[str, Value] | None = None
    refusal: str = ""


def unknown(*, adapter: str = "", ignored: bool = False) -> QuerySet[UnknownDevice]:
    """Senders that wait in the inbox, the latest first."""
    found = UnknownDevice.objects.filter(is_ignored=ignored)
    return found.filter(adapter=adapter) if adapter else found


def makes() -> dict[str, DeviceModel]:
    """Every make by its name in small letters."""
    return {make.name.lower(): make for make in DeviceModel.objects.all()}


def guesses(
    senders: Iterable[UnknownDevice], known: dict[str, DeviceModel]
) -> list[tuple[UnknownDevice, Guess]]:
    """Each with what it seems to be. No query."""
    return [(sender, guess(sender, known)) for sender in senders]


def guess(sender: UnknownDevice, known: dict[str, DeviceModel]) -> Guess:
    """What a sender seems to be, by its topic and its latest message."""
    model = known.get(_first(MAKE, sender.sample).lower())
    measures = _measures(sender, model)
    if sender.adapter == Adapter.OWN:
        return _own(sender, measures)
    name = _first(NAME, sender.sample) or sender.address
    return Guess(_kind(measures), name[:120], slugify(name)[:60], model, measures)


def _own(sender: UnknownDevice, measures: dict[str, Value]) -> Guess:
    """Our own topics name kind and device; neither can be another one."""
    kind, _slash, slug = sender.address.partition("/")
    refusal = ""
    if kind not in Kind.values:
        refusal = _("The topic names no known kind of device.")
    elif not SLUG.match(slug):
        refusal = _("The topic names the device with signs that addresses cannot have.")
    return Guess(kind, slug[:120], slug[:60], None, measures, refusal)


def _first(pattern: re.Pattern[str], sample: str) -> str:
    """The text of a field of the message, which may be cut off."""
    match = pattern.search(sample)
    if match is None:
        return ""
    try:
        return str(json.loads(f'"{match[1]}"')).strip()
    except ValueError:
        return ""


def _measures(sender: UnknownDevice, model: DeviceModel | None) -> dict[str, Value]:
    """What its latest message would be read as."""
    route = adapters.route(sender.topic)
    if route is None:
        return {}
    try:
        mapping = fields.compiled(model.fields if model else {})
        message = adapters.ADAPTERS[route.adapter].read(route, sender.sample.encode(), mapping)
    except (Refused, ValueError):
        return {}
    return message.measures if isinstance(message, Reading) else {}


def _kind(measures: dict[str, Value]) -> str:
    return next((kind for kind, signs in SIGNS if signs & set(measures)), Kind.SENSOR)


def free_slug(wish: str) -> str:
    """The wish, or with a number where it is taken. One query."""
    base = slugify(wish)[:54] or "device"
    taken = set(Device.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(
        slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken
    )
