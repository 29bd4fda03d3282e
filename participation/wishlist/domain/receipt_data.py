"""What stands on a receipt, frozen as JSON on the day it is issued."""

import json
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from crowdfunding_lite.models import Donation, Donor
from django.utils import timezone, translation

from participation.wishlist.models import Institution, Issuer, OfficeSettings, ReceiptSigner
from participation.wishlist.models.choices import Country, TaxStatus
from participation.wishlist.queries.receipts import signer_of
from participation.wishlist.receipts.document import SIMPLE
from participation.wishlist.receipts.words import amount_in_words

NOTICES = {
    TaxStatus.NOTICE: "exemption",
    TaxStatus.DETERMINATION: "determination",
    TaxStatus.PUBLIC: "public",
}
METHODS = {
    "card": "Kartenzahlung",
    "sepa_debit": "SEPA-Lastschrift",
    "paypal": "PayPal",
    "customer_balance": "Überweisung",
}


def canonical_hash(data: dict[str, Any]) -> str:
    """SHA-256 of the data as JSON with sorted keys, without blanks, in UTF-8."""
    line = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(line.encode()).hexdigest()


def german_day(day: date | None) -> str:
    """``03.03.2026``; papers are German whatever the reader's language."""
    return day.strftime("%d.%m.%Y") if day else ""


def amount(cents: int) -> str:
    """``1.234,56 EUR``."""
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", ".") + f",{rest:02d} EUR"


def day_of(donation: Donation) -> date:
    """The day a donation was given, in the city's time."""
    return timezone.localdate(donation.paid_at)


def data_for(
    *,
    kind: str,
    donations: Sequence[Donation],
    donor: Donor | None,
    settings: OfficeSettings,
    today: date,
) -> dict[str, Any]:
    """All that is printed but the number. Donations are to one institution, the oldest first."""
    institution = donations[0].campaign.wish.institution
    signer = signer_of(institution)
    total = sum(donation.settled_cents for donation in donations)
    last = donations[-1]
    return {
        "kind": kind,
        **_issuer(institution, signer, settings),
        **_purposes(institution, signer),
        "donor": address_lines(donor, with_address=kind != SIMPLE),
        "amount": amount(total),
        "words": amount_in_words(total),
        "day": german_day(day_of(last)),
        "period": _period(donations, today),
        "gifts": [
            {"day": german_day(day_of(each)), "amount": amount(each.settled_cents)}
            for each in donations
        ],
        "donations": [str(each.public_id) for each in donations],
        "method": METHODS.get(last.method, last.method),
        "reference": last.provider_payment or str(last.public_id),
        "issued_on": german_day(today),
    }


def _issuer(
    institution: Institution, signer: ReceiptSigner, settings: OfficeSettings
) -> dict[str, Any]:
    papers = {
        "kind": NOTICES[TaxStatus(institution.tax_status)],
        # The samples say “des Finanzamtes” before it.
        "office": institution.tax_office.removeprefix("Finanzamt ").strip(),
        "number": institution.tax_number,
        "day": german_day(institution.tax_notice_on),
        "period": institution.tax_period,
    }
    if settings.receipt_issuer == Issuer.CITY:
        address = [line.strip() for line in settings.issuer_address.splitlines() if line.strip()]
        return {
            "issuer": [settings.issuer_name, *address],
            "notice": papers | {"kind": "public", "behind": papers["kind"]},
            "forwarded_to": institution.name,
            "place": settings.issuer_place,
            "signatory": settings.signatory,
            "machine": german_day(settings.machine_told_on),
            "signature_hash": "",
            "membership_fees_excluded": False,
        }
    own = [institution.name, institution.street, f"{institution.postcode} {institution.city}"]
    return {
        "issuer": own,
        "notice": papers,
        "forwarded_to": "",
        "place": institution.city,
        "signatory": signer.signatory,
        "machine": german_day(signer.machine_told_on),
        "signature_hash": sha256(signer.signature).hexdigest() if signer.signature else "",
        "membership_fees_excluded": signer.membership_fees_excluded,
    }


def _purposes(institution: Institution, signer: ReceiptSigner) -> dict[str, str]:
    """The purposes after “Förderung” and after “Wir fördern nach unserer Satzung”.

    Papers often begin with that very word, which the sample has already.
    """
    own = institution.tax_purposes.removeprefix("Förderung ").strip()
    return {"purposes": signer.purposes or own, "statutes": signer.statutes or own}


def address_lines(donor: Donor | None, *, with_address: bool) -> list[str]:
    """Name and address below each other; a slip does without the address."""
    if donor is None:
        return ["–"]
    names = [donor.company, donor.name]
    if not with_address:
        return [line for line in names if line] or [donor.email or "–"]
    place = f"{donor.postcode} {donor.city}".strip()
    return [line for line in (*names, donor.street, place, _abroad(donor.country)) if line]


def _abroad(country: str) -> str:
    """The German name of a country; nothing for Germany itself."""
    if country == Country.GERMANY or country not in Country.values:
        return ""
    with translation.override("de"):
        return str(Country(country).label)


def _period(donations: Sequence[Donation], today: date) -> str:
    """The year where all lie in one, as the samples ask for a time, not for two days.

    Of a year that is not over, what is over: nobody confirms days that are still to come.
    """
    first, last = day_of(donations[0]), day_of(donations[-1])
    if first.year == last.year:
        first, last = date(first.year, 1, 1), min(date(first.year, 12, 31), today)
    return f"{german_day(first)} bis {german_day(last)}"
