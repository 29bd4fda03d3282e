"""The certificate, set by Typst."""

from datetime import UTC
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core import papers
from participation.courses.models import Certificate

LAYOUT = Path(__file__).resolve().parent / "layouts" / "certificate.typ"


def certificate(*, certificate: Certificate, address: str) -> bytes:
    """A4, one page, tagged (PDF/UA-1); the same bytes for the same certificate."""
    with translation.override(certificate.language):
        words = certificate.data | _words(certificate, address)
    return papers.pdf(LAYOUT, words, made_on=certificate.issued_at.astimezone(UTC).date())


def _words(certificate: Certificate, address: str) -> dict[str, str]:
    return {
        "language": papers.language_of(certificate.language),
        "site": papers.site_name(),
        "title": _("Certificate of attendance"),
        "took_part": _("has taken part in the course"),
        "when": _when(certificate.data),
        "dates_label": _("Dates attended"),
        "hours_label": _("Hours of the course"),
        "level_label": _("Level (DigComp 2.2, 1 to 8)"),
        "competences_label": _("Competences (DigComp 2.2)"),
        "teacher_label": _("Teacher"),
        "number_label": _("Number"),
        "issued_label": _("Issued"),
        "issued_on": date_format(timezone.localtime(certificate.issued_at), "DATE_FORMAT"),
        "check": _("Scan the code or open the address to check this certificate."),
        "alt": _("QR code that leads to the page where this certificate is checked"),
        "digest_label": _("Check sum (SHA-256)"),
        "digest": certificate.digest,
        "address": address,
        "code": papers.qr_svg(address),
    }


def _when(data: dict[str, Any]) -> str:
    """The first and the last day, or the only one."""
    if data["from"] == data["to"]:
        return str(data["from"])
    return _("%(from)s to %(to)s") % {"from": data["from"], "to": data["to"]}
