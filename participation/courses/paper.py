"""The certificate, set by Typst."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import segno
import typst
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.models import SiteSettings
from participation.courses.models import Certificate

LAYOUT = Path(__file__).resolve().parent / "layouts" / "certificate.typ"


def certificate(*, certificate: Certificate, address: str) -> bytes:
    """A4, one page, tagged (PDF/UA-1); the same bytes for the same certificate. About 80 ms.

    What people have typed comes as JSON, so that nothing of it is read as Typst.
    """
    with translation.override(certificate.language):
        words = certificate.data | _words(certificate, address)
    issued = certificate.issued_at.astimezone(UTC)
    noon = datetime(issued.year, issued.month, issued.day, 12, tzinfo=UTC)
    # A bytes source has no folder of its own, so nothing can be read from the disk.
    return typst.compile(
        LAYOUT.read_bytes(),
        sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        timestamp=int(noon.timestamp()),
    )


def _words(certificate: Certificate, address: str) -> dict[str, str]:
    site = Site.objects.filter(is_default_site=True).first()
    language = certificate.language
    return {
        "language": "de" if language.startswith("de") else language,
        "site": SiteSettings.for_site(site).site_name if site else "",
        "title": _("Certificate of attendance"),
        "took_part": _("has taken part in the course"),
        "when": _("%(from)s to %(to)s")
        % {"from": certificate.data["from"], "to": certificate.data["to"]},
        "dates_label": _("Dates attended"),
        "hours_label": _("Hours of the course"),
        "level_label": _("Level (DigComp 2.2, 1 to 8)"),
        "competences_label": _("Competences (DigComp 2.2)"),
        "teacher_label": _("Teacher"),
        "number_label": _("Number"),
        "issued_label": _("Issued"),
        "check": _("Scan the code or open the address to check this certificate."),
        "alt": _("QR code that leads to the page where this certificate is checked"),
        "digest_label": _("Check sum (SHA-256)"),
        "digest": certificate.digest,
        "address": address,
        "code": _code(address),
    }


def _code(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="q", micro=False).save(drawn, kind="svg", border=2, scale=8)
    return drawn.getvalue().decode()
