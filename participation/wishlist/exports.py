"""Books as files for spreadsheets."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.sheets import WRITERS, Cents, Table, answer
from participation.wishlist.provider_words import in_words

__all__ = ["DONATIONS", "PAYOUTS", "RECEIPTS", "WRITERS", "answer"]


def _donor(field: str) -> Callable[[Any], str]:
    return lambda row: getattr(row.donor, field) if row.donor else ""


DONATIONS = Table(
    "wunschliste-spenden",
    [
        (_("Number"), lambda row: str(row.public_id)),
        (_("Begun"), lambda row: row.created_at),
        (_("Paid"), lambda row: row.paid_at),
        (_("State"), lambda row: row.get_state_display()),
        (_("Institution"), lambda row: row.campaign.wish.institution.name),
        (_("Wish"), lambda row: row.campaign.title),
        (_("Amount"), lambda row: Cents(row.amount_cents)),
        (_("On top for fees"), lambda row: Cents(row.fee_cover_cents)),
        (_("Received"), lambda row: Cents(row.settled_cents)),
        (_("Fees"), lambda row: Cents(row.provider_fee_cents)),
        (_("Refunded"), lambda row: Cents(row.refunded_cents)),
        (_("Charged back"), lambda row: Cents(row.lost_cents)),
        (_("Left"), lambda row: Cents(row.net_cents)),
        (_("Way of payment"), lambda row: str(in_words(row.method)) if row.method else ""),
        (_("Payment at the provider"), lambda row: row.provider_payment or ""),
        (_("Name"), _donor("name")),
        (_("Company"), _donor("company")),
        (_("E-mail"), _donor("email")),
        (_("Street and number"), _donor("street")),
        (_("Postcode"), _donor("postcode")),
        (_("Town"), _donor("city")),
        (_("Country"), _donor("country")),
        (_("Public name"), lambda row: row.public_name),
        (_("Dedication"), lambda row: row.dedication),
        (_("Receipt wished for"), lambda row: row.wants_receipt),
        (_("Monthly"), lambda row: row.subscription_id is not None),
    ],
)
PAYOUTS = Table(
    "wunschliste-auszahlungen",
    [
        (_("Reference"), lambda row: row.reference),
        (_("Planned"), lambda row: row.created_at),
        (_("Sent"), lambda row: row.sent_at),
        (_("Paid"), lambda row: row.paid_at),
        (_("State"), lambda row: row.get_state_display()),
        (_("Institution"), lambda row: row.receiver.name),
        (_("Wish"), lambda row: row.campaign.title),
        (_("Amount"), lambda row: Cents(row.cents)),
        (_("Way of payment"), lambda row: row.get_method_display()),
        (_("Bank file"), lambda row: row.batch),
        (_("Failure"), lambda row: row.failure),
    ],
)
RECEIPTS = Table(
    "wunschliste-bescheinigungen",
    [
        (_("Number"), lambda row: row.shown_number),
        (_("Kind"), lambda row: row.get_kind_display()),
        (_("Issued on"), lambda row: row.issued_on),
        (_("Issuer"), lambda row: row.data["issuer"][0]),
        (_("Donor"), lambda row: ", ".join(row.data["donor"])),
        (_("Amount"), lambda row: Cents(row.cents)),
        (_("Void since"), lambda row: row.void_at),
        (_("Why it is void"), lambda row: row.void_reason),
        ("SHA-256", lambda row: row.data_hash),
    ],
)
