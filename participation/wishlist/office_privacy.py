"""Personal data that the office keeps: receipts, for as long as the tax law asks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.money import euros
from cms.core.privacy import Export, PersonalData, exempt, export_of, register
from participation.wishlist.models import Receipt


def export_receipts(user: Any) -> Export:
    """What was confirmed to somebody signed in; of all that stands on it, what names a person."""
    export = export_of(
        Receipt.objects.filter(user=user),
        *("kind", "shown_number", "cents", "issued_on", "void_at", "void_reason", "data"),
        shown_number=_("number"),
        data=_("Name and address"),
    )
    for row in export.rows:
        row |= {"cents": euros(row["cents"]), "data": ", ".join(row["data"]["donor"])}
    return export


def erase_receipts(user: Any) -> None:
    """Take the account out; the receipt itself stays (AO § 147, EStDV § 50 (7))."""
    Receipt.objects.filter(user=user).update(user=None)
    Receipt.objects.filter(by=user).update(by=None)


register(
    PersonalData(
        key="receipts",
        title=_("Donation receipts"),
        models=("wishlist.Receipt",),
        purpose=_("So that the tax office accepts your donations."),
        export=export_receipts,
        erase=erase_receipts,
        keeps=_(
            "Each receipt with the name and address on it, for ten years after the year of its "
            "issue, since the law asks for a duplicate."
        ),
        order=60,
    )
)
exempt("Who of the office made a file for the bank; the books are kept.", "wishlist.BankFile")
