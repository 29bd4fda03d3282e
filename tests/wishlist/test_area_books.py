"""The movements of a wish's money, as its institution takes them along."""

from datetime import UTC, datetime

import pytest
from crowdfunding_lite import domain as money
from crowdfunding_lite.models import BalanceEntry, Payout, PayoutState
from django.urls import reverse

from participation.wishlist.queries.area import bookings
from participation.wishlist.queries.books import sums
from tests.factories.wishlist import MembershipFactory
from tests.wishlist.office import donation, refund, treasury, wish

pytestmark = pytest.mark.django_db
WHEN = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def ours(site):
    """A wish with 50 euros."""
    treasury()
    made = wish()
    entry(donation(made, cents=5000, provider_fee_cents=100), 5000, 100)
    return made


def entry(of, cents, fee=0, kind="payment"):
    BalanceEntry.objects.create(
        provider_reference=f"txn_{BalanceEntry.objects.count()}",
        donation=of,
        kind=kind,
        cents=cents,
        fee_cents=fee,
        at=WHEN,
    )


def told(of):
    """Kinds with cents; and that they add up to what the books say is left."""
    rows = [(kind, cents) for _at, kind, cents in bookings(of)]
    assert sum(cents for _kind, cents in rows) == sums(of.campaign).left
    return sorted(rows)


def test_a_debit_under_way_or_bounced_is_no_donation(ours):
    entry(donation(ours, cents=900, state="processing", settled_cents=0), 900, 35)
    bounced = donation(ours, cents=700, state="failed", provider_fee_cents=35)
    entry(bounced, 700, 35)
    entry(bounced, -700)
    assert told(ours) == [("fee", -100), ("fee", -35), ("payment", 5000)]


def test_what_went_back_by_bank_transfer_is_told(ours):
    given = donation(ours, cents=800, refunded_cents=800, returned_cents=800)
    entry(given, 800)
    entry(given, -800, kind="refund")
    entry(given, 800, kind="refund_failed")
    refund(given, state="failed", is_returned=True, solved_at=WHEN)
    assert ("returned", -800) in told(ours)


def test_a_payout_is_told_once_it_is_paid(ours):
    money.plan_payout(campaign=ours.campaign, cents=1000)
    assert ("payout", -1000) not in told(ours)
    Payout.objects.update(state=PayoutState.PAID, paid_at=WHEN)
    assert ("payout", -1000) in told(ours)


def test_what_a_bank_holds_is_not_with_the_city(client, ours, wishes_page):
    given = donation(ours, cents=800, disputed_cents=800, state="disputed")
    entry(given, 800)
    entry(given, -800, kind="dispute")
    assert ("dispute", -800) in told(ours)
    books = client.get(reverse("wishlist:ledger", args=[ours.pk])).content.decode()
    assert "Von Banken der Spender*innen festgehalten" in books


def test_an_institution_reads_what_a_bank_holds(client, ours, wishes_page):
    donation(ours, cents=800, disputed_cents=800, state="disputed")
    client.force_login(MembershipFactory(institution=ours.institution).user)
    page = client.get(reverse("my_money", args=[ours.institution_id]))
    assert page.context["rows"][0].sums == sums(ours.campaign)
    assert "8\N{NO-BREAK SPACE}€ von einer Bank festgehalten" in page.content.decode()
