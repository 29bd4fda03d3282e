"""What can be confirmed to whom, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crowdfunding_lite.models import (
    DisputeState,
    Donation,
    DonationState,
    Donor,
    Refund,
    RefundState,
    Rule,
)
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.users.queries import verified_addresses
from participation.wishlist.models import (
    Institution,
    Issuer,
    OfficeSettings,
    Receipt,
    ReceiptItem,
    ReceiptKind,
    ReceiptSeries,
    ReceiptSigner,
)
from participation.wishlist.models.choices import TaxStatus
from participation.wishlist.models.receipts import YEARS_KEPT

SIMPLE_LIMIT_CENTS = 30_000
"""Up to 300 EUR a booking confirmation and a slip will do (EStDV § 50 (4) sentence 1 no. 2)."""
DATED = (TaxStatus.NOTICE, TaxStatus.DETERMINATION)


def office_settings() -> OfficeSettings:
    """What the treasury has decided."""
    return OfficeSettings.for_site(Site.objects.get(is_default_site=True))


def institution_of(donation: Donation) -> Institution:
    """Who the donation is for. ``campaign__wish__institution`` should be joined."""
    return donation.campaign.wish.institution


def signer_of(institution: Institution) -> ReceiptSigner:
    """How its receipts are signed; an empty one where nobody has said so yet."""
    found = ReceiptSigner.objects.filter(institution=institution).first()
    return found or ReceiptSigner(institution=institution)


def is_signed_by_machine(institution: Institution, settings: OfficeSettings) -> bool:
    """Whether receipts are valid without a hand's signature, so that donors may fetch them."""
    if settings.receipt_issuer == Issuer.CITY:
        return settings.machine_told_on is not None
    return signer_of(institution).machine_told_on is not None


def why_not_issuer(
    institution: Institution, settings: OfficeSettings, today: date | None = None
) -> str:
    """Why nobody may confirm donations to it on that day; empty where it may be done.

    Source: AO § 63 (5): five years after a notice of exemption, three after a determination.
    """
    today = today or timezone.localdate()
    if not institution.may_issue_receipts(today):
        if institution.tax_valid_until and institution.tax_valid_until < today:
            return _("The institution's tax notice is too old for receipts.")
        return _("The institution cannot confirm donations for the tax office.")
    dated = institution.tax_status in DATED
    if dated and not (institution.tax_office and institution.tax_number):
        return _("The institution's tax papers are not complete.")
    if dated and not (institution.tax_notice_on and institution.tax_valid_until):
        return _("The date of the institution's tax notice is missing.")
    if settings.receipt_issuer == Issuer.CITY and not settings.issuer_name:
        return _("The settings of the treasury do not say who confirms donations.")
    return ""


def why_not_donation(donation: Donation) -> str:
    """Why it cannot be confirmed, whoever would; empty where it can. At most two queries."""
    if donation.state != DonationState.PAID or not donation.paid_at:
        if donation.settled_cents:
            return _("Money of this donation has gone back or is disputed.")
        return _("This donation has not arrived.")
    if donation.refunds.exclude(state=RefundState.FAILED).exists():
        return _("Money of this donation has gone back or is disputed.")
    if donation.disputes.exclude(state=DisputeState.WON).exists():
        return _("Money of this donation has gone back or is disputed.")
    if donation.mismatch or donation.net_cents != donation.settled_cents:
        return _("The books of this donation are being looked at.")
    return ""


def why_not_yet(donation: Donation) -> str:
    """Why it must wait; empty where it need not. All or nothing may still give everything back."""
    campaign = donation.campaign
    if campaign.rule != Rule.ALL_OR_NOTHING:
        return ""
    if campaign.missed_at:
        return _("Money of this donation has gone back or is disputed.")
    if campaign.ended_at is None:
        return _("There is a receipt as soon as the wish has ended and has reached its goal.")
    return ""


def has_address(donor: Donor | None) -> bool:
    """Whether a receipt can name who gave."""
    return donor is not None and all(
        (donor.name or donor.company, donor.street, donor.postcode, donor.city)
    )


def donor_in(donations: Sequence[Donation]) -> Donor | None:
    """Who a paper for all of them names: the newest with an address. The newest stands last."""
    donors = [donation.donor for donation in reversed(donations)]
    return next(filter(has_address, donors), donors[0] if donors else None)


def valid_receipt_of(donation: Donation) -> Receipt | None:
    """The receipt the donation stands on."""
    return Receipt.objects.valid().filter(items__donation=donation, items__is_void=False).first()


def void_of(donation: Donation) -> QuerySet[Receipt]:
    """Receipts on which the donation stood once."""
    rows = Receipt.objects.filter(items__donation=donation, void_at__isnull=False)
    return rows.order_by("issued_at")


@dataclass(frozen=True)
class Offer:
    """What a donor can have for one donation. ``why_not`` is empty where anything can be had."""

    donation: Donation
    institution: Institution
    receipt: Receipt | None
    why_not: str
    can_have_simple: bool
    can_fetch: bool
    """Whether a full receipt comes out of the machine signed."""
    needs_address: bool


def offer_for(donation: Donation, today: date | None = None) -> Offer:
    """What can be had for a donation at present. At most six queries."""
    settings, institution = office_settings(), institution_of(donation)
    why_not = (
        why_not_donation(donation)
        or why_not_issuer(institution, settings, today)
        or why_not_yet(donation)
    )
    receipt = valid_receipt_of(donation)
    has_formal = receipt is not None and receipt.kind != ReceiptKind.SIMPLE
    return Offer(
        donation=donation,
        institution=institution,
        receipt=receipt,
        why_not=why_not,
        can_have_simple=not why_not
        and not has_formal
        and donation.settled_cents <= SIMPLE_LIMIT_CENTS,
        can_fetch=not why_not and is_signed_by_machine(institution, settings),
        needs_address=not has_address(donation.donor),
    )


def unconfirmed() -> QuerySet[Donation]:
    """Donations that could stand on a full receipt and do not, as far as the database can tell."""
    formal = ReceiptItem.objects.filter(donation=OuterRef("pk"), is_void=False).exclude(
        receipt__kind=ReceiptKind.SIMPLE
    )
    back = Refund.objects.filter(donation=OuterRef("pk")).exclude(state=RefundState.FAILED)
    return (
        Donation.objects.filter(state=DonationState.PAID, mismatch="", paid_at__isnull=False)
        .filter(~Exists(formal), ~Exists(back))
        .exclude(campaign__rule=Rule.ALL_OR_NOTHING, campaign__ended_at=None)
        .select_related("campaign__wish__institution", "donor")
    )


def wished_for() -> QuerySet[Donation]:
    """Unconfirmed donations whose donors asked for a receipt, the oldest first."""
    return unconfirmed().filter(wants_receipt=True).order_by("paid_at", "pk")


def together_with(donation: Donation) -> list[Donation]:
    """What a collective receipt for its year would list: the same donor's to the same institution.

    The same donor is the same account or the same row, as with monthly donations; an address that
    somebody typed proves nothing. One query.
    """
    if donation.paid_at is None or (donation.user_id is None and donation.donor_id is None):
        return []
    who = {"user": donation.user_id} if donation.user_id else {"donor": donation.donor_id}
    year = timezone.localdate(donation.paid_at).year
    rows = unconfirmed().filter(
        paid_at__year=year, campaign__wish__institution=institution_of(donation), **who
    )
    return list(rows.order_by("paid_at", "pk"))


def receipts_of(user: Any) -> QuerySet[Receipt]:
    """Receipts of an account and of its proven addresses, newest first."""
    addresses = [address.lower() for address in verified_addresses(user)]
    own = Q(user=user) | Q(donor__email__in=addresses)
    return Receipt.objects.filter(own).select_related("institution").order_by("-issued_at", "-pk")


def issued(chosen: dict[str, Any], *, with_names: bool) -> QuerySet[Receipt]:
    """Issued receipts by the filters in force, newest first."""
    rows = Receipt.objects.select_related("institution", "donor")
    for name in ("year", "institution", "kind"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    if chosen.get("void"):
        rows = rows.filter(void_at__isnull=chosen["void"] == "no")
    if chosen.get("q"):
        rows = rows.filter(_words(chosen["q"], with_names=with_names))
    return rows.order_by("-issued_at", "-pk")


def _words(text: str, *, with_names: bool) -> Q:
    number = text.rpartition("-")[2]
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    where = Q(number=int(number)) if is_number else Q(pk=None)
    if with_names:
        where |= Q(donor__name__icontains=text) | Q(donor__company__icontains=text)
    return where


def gaps() -> list[tuple[ReceiptSeries, int]]:
    """Series in which a number is missing, with how many; always empty. Two queries.

    Years whose receipts the law has let go are left out.
    """
    first = timezone.localdate().year - YEARS_KEPT
    numbered = Receipt.objects.filter(number__isnull=False, year__gte=first).order_by()
    counts: dict[tuple[int | None, int], int] = {
        (row["institution"], row["year"]): row["n"]
        for row in numbered.values("institution", "year").annotate(n=Count("pk"))
    }
    series = ReceiptSeries.objects.filter(year__gte=first).select_related("institution")
    missing = [
        (each, each.last - counts.get((each.institution_id, each.year), 0)) for each in series
    ]
    return [(each, number) for each, number in missing if number]
