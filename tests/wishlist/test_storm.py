"""A thousand at once, or as many as a test may: ``STORM_DONATIONS=1000``."""

import os

import pytest
from crowdfunding_lite import domain
from crowdfunding_lite.models import Campaign, Donation
from django.urls import reverse

from participation.wishlist.gateway.stripe_gateway import StripeGateway
from tests.wishlist import storm
from tests.wishlist.books import assert_books_agree

COUNT = int(os.environ.get("STORM_DONATIONS", "60"))


@pytest.mark.django_db(transaction=True)
def test_of_many_donations_in_a_storm_of_faults_none_is_lost_and_none_doubled(
    live_server, payments_on, campaign
):
    gateway = StripeGateway(payments_on.key, payments_on.address)
    payments_on.send_webhooks_to(live_server.url + reverse("stripe_webhook"))
    payments_on.switch(sepa_seconds=None)
    storm.switch_all_faults_on(payments_on, seed=COUNT)
    result = storm.donate(count=COUNT, campaign=campaign, provider=gateway, stripe=payments_on)
    any(payments_on.control("wait_idle", seconds=30) for _half_minute in range(20))
    storm.handle_waiting(gateway)
    payments_on.clear_faults()
    for _run in range(1 + COUNT // 100):
        report = domain.reconcile(provider=gateway)
    assert report.failed == []
    assert_books_agree(payments_on)
    truth = payments_on.books()["payments"]
    assert Campaign.objects.with_totals().get().confirmed_cents == sum(p["net"] for p in truth)
    waiting = [p for p in truth if p["status"] == "processing"]
    assert Donation.objects.filter(state="processing").count() == len(waiting)
    print(f"{COUNT} in {result.seconds:.1f} s, settled p50 {result.percentile(0.5):.3f} s")  # noqa: T201
