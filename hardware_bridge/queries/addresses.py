"""How sources name devices."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardware_bridge.models.choices import Adapter

EXAMPLES = {
    Adapter.CHIRPSTACK: gettext_lazy("The DevEUI: 16 digits and letters from a to f."),
    Adapter.THINGS_STACK: gettext_lazy(
        "Application with tenant and device, as in “app@city/bin1”."
    ),
    Adapter.HOME_ASSISTANT: gettext_lazy("Component and object, as in “sensor/bin_1”."),
}
HEX = set("0123456789abcdef")


def normal_address(adapter: str, address: str) -> str:
    """An address as topics bear it: a DevEUI in small letters."""
    return address.lower() if adapter == Adapter.CHIRPSTACK else address


def address_fault(adapter: str, address: str) -> str:
    """What is wrong with an address of a source, in a sentence; empty where nothing is."""
    if not address:
        return _("Please say how this source names the device.")
    levels = address.split("/")
    fits = not set(address) & set("+# \0") and all(levels)
    if adapter == Adapter.CHIRPSTACK:
        fits = len(address) == 16 and set(address.lower()) <= HEX
    elif adapter == Adapter.THINGS_STACK:
        fits = fits and len(levels) == 2
    elif adapter == Adapter.HOME_ASSISTANT:
        fits = fits and len(levels) in (2, 3)
    return "" if fits else str(EXAMPLES.get(Adapter(adapter), ""))
