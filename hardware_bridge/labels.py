"""Labels with QR codes, to stick on devices; set by Typst.

A sheet of A4 with 3 × 7 labels of 63.5 × 38.1 mm (Avery Zweckform L7160, Herma 4677 and others).
"""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.core import papers
from hardware_bridge.models import Device

LAYOUT = Path(__file__).resolve().parent / "layouts" / "labels.typ"


def sheet(*, devices: Iterable[Device], language: str) -> bytes:
    """As many pages as it takes, tagged (PDF/UA-1). About 150 ms for 21 labels."""
    with translation.override(language):
        words = {
            "language": papers.language_of(language),
            "title": _("Labels of devices"),
            "site": papers.site_name(),
            "call": _("Something wrong? Scan me."),
            "labels": [_label(device) for device in devices],
        }
    return papers.pdf(LAYOUT, words)


def _label(device: Device) -> dict[str, str]:
    address = settings.BASE_URL + reverse("hardware_short", args=[device.slug])
    return {
        "name": device.name,
        "slug": device.slug,
        "place": device.place,
        "code": papers.qr_svg(address, border=0),
        "alt": _("QR code that leads to %(device)s") % {"device": device.name},
    }
