"""``python -m tests.benchmarks.gift_figures``: what no load can tell about donations, as JSON.

Which pages of a stock are measured; how long it takes to settle a donation that has been paid, and
how long the simulated Stripe takes of that. ``STRIPE_API_BASE`` names it; without, only pages.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from crowdfunding_lite import domain  # noqa: E402
from crowdfunding_lite.models import Donation, Source, Stage  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import translation  # noqa: E402

from participation.wishlist.domain.payments import provider  # noqa: E402
from participation.wishlist.models import Wish, WishIndexPage  # noqa: E402
from tests.simulators.stripe.client import StripeSimulator  # noqa: E402

SETTLED = 200
HERE = {"success_url": "https://example.org/a", "cancel_url": "https://example.org/b"}


def wish() -> Wish:
    """The one with the most donations that still takes some."""
    rows = Wish.objects.filter(campaign__stage=Stage.PUBLISHED, campaign__goal_cents__gt=0)
    counted = rows.annotate(number=Count("campaign__donations"))
    return counted.select_related("campaign").order_by("-number", "pk")[0]


def paths() -> dict[str, str]:
    """Addresses of the measured pages, by their name."""
    one = wish()
    start = WishIndexPage.objects.get(locale__language_code="de").get_url()
    return {
        "wish list": start,
        "wish list, filtered": f"{start}?cause={one.cause}",
        "wish": one.get_absolute_url(),
        "ledger of a wish": reverse("wishlist:ledger", args=[one.pk]),
        "donors of a wish": reverse("wishlist:donors", args=[one.pk]),
    }


def settling() -> dict[str, list[float]]:
    """Milliseconds of each donation: to settle it, and to ask Stripe for the same alone."""
    stripe, paid = StripeSimulator(os.environ["STRIPE_API_BASE"]), provider()
    taken: dict[str, list[float]] = {"settle": [], "ask": []}
    for number in range(SETTLED):
        donation = _begun(1000 + number)
        session = donation.provider_session or ""
        stripe.pay(session)
        taken["ask"].append(_timed(paid.payment, session=session))
        taken["settle"].append(
            _timed(domain.settle, donation=donation, provider=paid, source=Source.WEBHOOK)
        )
        assert Donation.objects.get(pk=donation.pk).settled_cents == 1000 + number
    return taken


def _begun(cents: int) -> Donation:
    donation = domain.open_donation(campaign=wish().campaign, amount_cents=cents, locale="de")
    domain.start_checkout(donation=donation, provider=provider(), **HERE)
    donation.refresh_from_db()
    return donation


def _timed(function: Callable[..., Any], **words: Any) -> float:
    begun = time.perf_counter()
    function(**words)
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    with translation.override("de"):
        figures: dict[str, Any] = {"paths": paths()}
        if os.environ.get("STRIPE_API_BASE"):
            figures |= settling()
    json.dump(figures, sys.stdout)
