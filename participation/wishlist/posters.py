"""A poster with a QR code, set by Typst."""

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core import papers
from cms.core.money import euros
from participation.wishlist.models import Wish

LAYOUT = Path(__file__).resolve().parent / "layouts" / "poster.typ"


def poster(*, wish: Wish, address: str, language: str) -> bytes:
    """A4, one page, tagged (PDF/UA-1), in the language of the wish."""
    with translation.override(language):
        return papers.pdf(LAYOUT, _words(wish, address, language))


def _picture(wish: Wish) -> list[int]:
    """The bytes of the wish's first picture, cut to the poster's width at 150 dots per inch."""
    if wish.cover is None:
        return []
    drawn = wish.cover.get_rendition("fill-1004x754|format-jpeg")
    with drawn.file.open("rb") as file:
        return list(file.read())


def _words(wish: Wish, address: str, language: str) -> dict[str, Any]:
    return {
        "language": papers.language_of(language),
        "title": wish.title,
        "summary": wish.summary,
        "institution": wish.institution.name,
        "site": papers.site_name(),
        "kicker": _("A wish on the digital wish list"),
        "needs": _needs(wish),
        "needed": _("This is needed"),
        "call": _("Scan the code and help"),
        "alt": _("QR code that leads to the wish"),
        "address": address,
        "until": _until(wish),
        "code": papers.qr_svg(address),
        "picture": _picture(wish),
        "picture_alt": (wish.cover.description or wish.title) if wish.cover else "",
    }


def _needs(wish: Wish) -> list[str]:
    goal = wish.campaign.goal_cents
    money = [_("%(sum)s in donations") % {"sum": euros(goal)}] if goal else []
    return money + [f"{need.quantity} × {need.title}" for need in wish.campaign.needs.all()[:5]]


def _until(wish: Wish) -> str:
    if wish.campaign.ends_on is None:
        return ""
    return _("until %(day)s") % {"day": date_format(wish.campaign.ends_on, "DATE_FORMAT")}
