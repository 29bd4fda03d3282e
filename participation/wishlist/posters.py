"""A poster with a QR code, set by Typst."""

import io
from pathlib import Path

import segno
import typst
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.models import SiteSettings
from cms.core.money import euros
from participation.wishlist.models import Wish

LAYOUT = Path(__file__).resolve().parent / "layouts" / "poster.typ"
FONTS = Path(__file__).resolve().parents[2] / "themes" / "default" / "static" / "fonts"
JOIN = "\x1f"


def poster(*, wish: Wish, address: str, language: str) -> bytes:
    """A4, one page, tagged (PDF/UA-1), in the language of the wish. About 60 ms."""
    with translation.override(language):
        words = _words(wish, address, language)
    # A bytes source has no folder of its own, so nothing can be read from the disk.
    return typst.compile(LAYOUT.read_bytes(), sys_inputs=words, pdf_standards="ua-1")


def _words(wish: Wish, address: str, language: str) -> dict[str, str]:
    site = Site.objects.filter(is_default_site=True).first()
    return {
        "language": "de" if language.startswith("de") else language,
        "title": wish.title,
        "summary": wish.summary,
        "institution": wish.institution.name,
        "site": SiteSettings.for_site(site).site_name if site else "",
        "kicker": _("A wish on the digital wish list"),
        "needs": JOIN.join(_needs(wish)),
        "needed": _("This is needed"),
        "call": _("Scan the code and help"),
        "alt": _("QR code that leads to the wish"),
        "address": address,
        "until": _until(wish),
        "code": _code(address),
    }


def _needs(wish: Wish) -> list[str]:
    goal = wish.campaign.goal_cents
    money = [_("%(sum)s in donations") % {"sum": euros(goal)}] if goal else []
    return money + [f"{need.quantity} × {need.title}" for need in wish.campaign.needs.all()[:5]]


def _until(wish: Wish) -> str:
    if wish.campaign.ends_on is None:
        return ""
    return _("until %(day)s") % {"day": date_format(wish.campaign.ends_on, "DATE_FORMAT")}


def _code(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="q", micro=False).save(drawn, kind="svg", border=2, scale=8)
    return drawn.getvalue().decode()
