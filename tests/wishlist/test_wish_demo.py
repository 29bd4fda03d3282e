"""The demo's wish list: all states of institutions, wishes and money, by the verbs of clicks."""

import json

import pytest
from crowdfunding_lite import domain
from crowdfunding_lite.models import (
    BalanceEntry,
    Difference,
    Donation,
    DonationState,
    PayoutState,
    PledgeState,
    Refund,
    RefundState,
    Source,
    Stage,
    Subscription,
)
from crowdfunding_lite.queries import needs_attention
from django.db.models import F, Q, Sum

from cms.core.models import OutgoingMail
from participation.wishlist.demo import history
from participation.wishlist.domain.rules import settings as rules
from participation.wishlist.gateway.stripe_gateway import StripeGateway
from participation.wishlist.models import Institution, Receipt, Wish
from participation.wishlist.queries.receipts import gaps
from tests.simulators.stripe.client import StripeSimulator

pytestmark = pytest.mark.usefixtures("loaded_demo")
SUMS = (
    *("state", "mismatch", "settled_cents", "refunded_cents", "disputed_cents", "lost_cents"),
    *("provider_fee_cents", "net_cents"),
)


def test_every_state_is_shown():
    assert Institution.objects.filter(state="verified").count() == 6
    assert Institution.objects.filter(state="applied").count() == 1
    stages = set(Wish.objects.values_list("campaign__stage", flat=True))
    assert stages >= set(Stage.values) - {Stage.PAID_OUT}
    states = set(Donation.objects.values_list("state", flat=True))
    assert states >= {"paid", "processing", "refunded", "disputed"}
    assert not Donation.objects.exclude(mismatch="").exists()
    assert not OutgoingMail.objects.exists()


def test_donations_come_to_their_movements_and_no_number_is_missing():
    ended = Donation.objects.exclude(state=DonationState.PROCESSING)
    sums = ended.annotate(moved=Sum("balance_entries__cents"))
    wrong = sums.exclude(moved=F("net_cents") - F("disputed_cents")).filter(moved__isnull=False)
    assert not wrong.exists()
    assert BalanceEntry.objects.exists()
    assert not Difference.objects.exists()
    assert gaps() == []


def test_the_office_has_work():
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


def test_the_simulator_of_make_run_knows_all_payments_and_gives_one_back(tmp_path):
    file = tmp_path / "history.json"
    file.write_text(json.dumps(history.story()))
    with StripeSimulator.start(history=file) as stripe:
        gateway = StripeGateway(stripe.key, stripe.address)
        for donation in Donation.objects.exclude(provider_payment=None).order_by("-pk")[:40]:
            _settles_to_the_same(donation, gateway)
        disputed = Donation.objects.get(state=DonationState.DISPUTED)
        _settles_to_the_same(disputed, gateway)
        _settles_to_the_same(Refund.objects.get(state=RefundState.FAILED).donation, gateway)
        for subscription in Subscription.objects.all():
            domain.cancel_subscription(subscription=subscription)
            domain.sync_subscription(
                subscription=subscription, provider=gateway, source=Source.OFFICE
            )
        assert not Subscription.objects.exclude(state="cancelled").exists()
        given = Donation.objects.filter(state=DonationState.PAID, refunds=None).first()
        asked = domain.request_refund(donation=given, cents=100, reason="Probe", by=None)
        assert domain.carry_out_refund(refund=asked, provider=gateway).state == "succeeded"


def _settles_to_the_same(donation, gateway):
    before = Donation.objects.values(*SUMS).get(pk=donation.pk)
    domain.settle(donation=donation, provider=gateway, source=Source.RECONCILE)
    assert Donation.objects.values(*SUMS).get(pk=donation.pk) == before
