"""People of the office, and what the admin's tests work with."""

from hardware_bridge import models
from hardware_bridge.roles import OPERATORS
from tests.factories.people import UserFactory

UPLINK = '{"deviceInfo": {"deviceName": "Korb am See", "deviceProfileName": "EM400"}, %s}'
DISTANCE = '"object": {"distance": 50}'
EUI = "24e124136d490175"


def signed_in(client, role: str = OPERATORS):
    """Somebody of a role, signed in."""
    user = UserFactory(role=role)
    client.force_login(user)
    return user


def make() -> models.DeviceModel:
    """A make that measures the distance to what lies in a container."""
    fields = {"distance": {"measure": "fill_percent", "factor": -1, "offset": 100}}
    return models.DeviceModel.objects.create(name="EM400", fields=fields)


def stranger(**more: object) -> models.UnknownDevice:
    """A LoRaWAN sensor that nobody has entered."""
    own = {
        "adapter": "chirpstack",
        "address": EUI,
        "topic": f"application/1/device/{EUI}/event/up",
        "sample": UPLINK % DISTANCE,
    }
    return models.UnknownDevice.objects.create(**own | more)
