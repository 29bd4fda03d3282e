"""The treasury's desk: its settings, who signs receipts, and what waits there."""

from datetime import timedelta
from itertools import islice
from typing import Any

from crowdfunding_lite import domain
from crowdfunding_lite.models import Donation, DonationState, Rule
from crowdfunding_lite.models.campaigns import OPEN_STAGES
from crowdfunding_lite.queries import totals
from django.utils import timezone
from wagtail.models import Site

from cms.core.demo import DemoSite, step
from cms.core.demo.clock import at, days_ago
from cms.core.demo.mails import nobody_is_mailed
from cms.users.models import User
from participation.wishlist.demo.giving import Donors
from participation.wishlist.domain import payouts, receipts
from participation.wishlist.models import (
    Institution,
    OfficeSettings,
    ReceiptKind,
    ReceiptSigner,
    Wish,
)
from participation.wishlist.models.choices import InstitutionState, TaxStatus
from participation.wishlist.queries.receipts import office_settings, why_not_issuer, why_not_yet

TREASURER = "kasse@example.org"
PEOPLE = (
    ("Inga Beispiel", "Musterweg 4", "22844"),
    ("Tarek Muster", "Beispielallee 17", "22846"),
    ("Bäckerei Beispiel", "Am Mustermarkt 2", "22850"),
    ("Svenja Beispiel", "Musterring 31", "22851"),
    ("Rolf Muster", "Beispielstieg 8", "22848"),
    ("Marta Beispiel", "Mustergang 5", "22844"),
)


@step(100, "Treasury of the wish list")
def load(site: DemoSite) -> None:
    """Settings first, then what happened."""
    treasurer = User.objects.get(email=TREASURER)
    _settings()
    _signers()
    with nobody_is_mailed():
        _trouble(treasurer)
        _receipts(treasurer)
        _payouts(treasurer)


def _settings() -> None:
    found = OfficeSettings.for_site(Site.objects.get(is_default_site=True))
    found.payer_name = "Stadtkasse Norderstedt (Demo)"
    found.payer_iban, found.payer_bic = "DE89370400440532013000", "COBADEFFXXX"
    found.full_clean()
    found.save()


def _signers() -> None:
    """All but the last sign by the automatic procedure, so that donors can fetch receipts."""
    exempt = Institution.objects.filter(state=InstitutionState.VERIFIED).exclude(
        tax_status=TaxStatus.NONE
    )
    found = list(exempt.order_by("pk"))
    for institution in found[:-1]:
        ReceiptSigner.objects.create(
            institution=institution,
            signatory="Vorstand",
            machine_told_on=timezone.localdate() - timedelta(days=300),
        )


def _wishes() -> list[Wish]:
    """Those that take money and may be paid out before their end."""
    kept = Wish.objects.select_related("campaign").filter(
        campaign__stage__in=OPEN_STAGES, campaign__rule=Rule.KEEP
    )
    return list(kept.exclude(campaign__goal_cents=None).order_by("pk"))


def _trouble(treasurer: User) -> None:
    """A bank that takes money back, and a refund that did not arrive."""
    first, second = _wishes()[:2]
    donors = Donors({"title": "treasury", "days_ago": 20})
    with at(days_ago(3, 14)):
        donors.take_back(first, 4000)
    with at(days_ago(5, 9)):
        donors.refuse_back(second, 2500, treasurer)


def _receipts(treasurer: User) -> None:
    """Some donors want receipts; two have theirs."""
    settings = office_settings()
    paid = Donation.objects.filter(state=DonationState.PAID, user=None, donor__isnull=False)
    joined = paid.select_related("campaign__wish__institution", "donor").order_by("-paid_at")
    able = (
        donation
        for donation in joined.iterator()
        if not why_not_issuer(donation.campaign.wish.institution, settings)
        and not why_not_yet(donation)
    )
    found = list(islice(able, len(PEOPLE)))
    chosen = [_with_address(given, *who) for given, who in zip(found, PEOPLE, strict=False)]
    for donation in chosen[:2]:
        receipts.issue(kind=ReceiptKind.SINGLE, donations=[donation], by=treasurer)


def _with_address(donation: Donation, name: str, street: str, postcode: str) -> Donation:
    words: dict[str, Any] = {"name": name, "street": street, "postcode": postcode}
    receipts.complete_address(donation=donation, words=words | {"city": "Norderstedt"})
    Donation.objects.filter(pk=donation.pk).update(wants_receipt=True)
    return donation


def _payouts(treasurer: User) -> None:
    """One is held, one is ready, and one stands in a bank file."""
    with_money = [wish for wish in _wishes() if _is_rich(wish)][:3]
    for number, wish in enumerate(with_money):
        with at(days_ago(1 if number == 0 else 16, 10)):
            payout = domain.plan_payout(campaign=wish.campaign, cents=20_000, by=treasurer)
        if number:
            domain.release_payout(payout=payout, by=treasurer)
        if number == 2:
            day = timezone.localdate() + timedelta(days=1)
            payouts.make_bank_file(payouts=[payout], execute_on=day, by=treasurer)


def _is_rich(wish: Wish) -> bool:
    return totals(wish.campaign).available_cents > 40_000
