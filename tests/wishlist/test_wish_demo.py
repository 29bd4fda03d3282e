"""The demo's wish list: all states of institutions, wishes and money, by the verbs of clicks."""

import pytest
from crowdfunding_lite.models import (
    BalanceEntry,
    Difference,
    Donation,
    DonationState,
    PayoutState,
    PledgeState,
    Refund,
    RefundState,
    Stage,
)
from crowdfunding_lite.queries import needs_attention
from django.db.models import F, Q, Sum

from cms.core.demo import DemoSite
from cms.core.models import OutgoingMail
from cms.users.demo import accounts
from participation.wishlist.demo import institutions, office, wishes
from participation.wishlist.domain.rules import settings as rules
from participation.wishlist.models import Institution, Receipt, Wish
from participation.wishlist.queries.receipts import gaps

pytestmark = pytest.mark.django_db


def test_the_demo_shows_every_state_and_its_books_agree(site):
    made = DemoSite()
    accounts(made)
    for load in (institutions.load, wishes.load, office.load):
        load(made)

    assert Institution.objects.filter(state="verified").count() == 6
    assert Institution.objects.filter(state="applied").count() == 1
    stages = set(Wish.objects.values_list("campaign__stage", flat=True))
    assert stages >= set(Stage.values) - {Stage.PAID_OUT}
    states = set(Donation.objects.values_list("state", flat=True))
    assert states >= {"paid", "processing", "refunded", "disputed"}
    assert not Donation.objects.exclude(mismatch="").exists()
    assert not OutgoingMail.objects.exists()
    _books_agree()
    _office_has_work()


def _books_agree():
    """What donations say is what their movements come to, and no number is missing."""
    ended = Donation.objects.exclude(state=DonationState.PROCESSING)
    sums = ended.annotate(moved=Sum("balance_entries__cents"))
    wrong = sums.exclude(moved=F("net_cents") - F("disputed_cents")).filter(moved__isnull=False)
    assert not wrong.exists()
    assert BalanceEntry.objects.exists()
    assert not Difference.objects.exists()
    assert gaps() == []


def _office_has_work():
    attention = needs_attention()
    assert attention.open_disputes.count() == attention.failed_refunds.count() == 1
    assert Refund.objects.filter(state=RefundState.SUCCEEDED).exists()
    assert Receipt.objects.valid().count() == 2
    chosen = rules()
    amounts = Q(amount_cents__lt=chosen.minimum_cents) | Q(amount_cents__gt=chosen.maximum_cents)
    assert not Donation.objects.filter(amounts).exists()
    assert {PayoutState.HELD, PayoutState.SENT, PayoutState.PAID} <= set(
        Wish.objects.values_list("campaign__payouts__state", flat=True)
    )
    pledges = set(Wish.objects.values_list("campaign__needs__pledges__state", flat=True))
    assert {PledgeState.PROMISED, PledgeState.AGREED, PledgeState.THANKED} <= pledges
