"""Short ways to what most tests begin with."""

import itertools
from typing import Any

from crowdfunding_lite import domain
from crowdfunding_lite.models import Campaign, Donation, Need, Receiver, Stage

numbers = itertools.count(1)


def make_receiver(**values: Any) -> Receiver:
    values = {"name": f"Receiver {next(numbers)}", "iban": "DE89370400440532013000"} | values
    return Receiver.objects.create(**values)


def make_campaign(**values: Any) -> Campaign:
    """A published one that looks for 100 euros."""
    values = {"title": "A swing", "goal_cents": 10_000, "stage": Stage.PUBLISHED} | values
    receiver = values.pop("receiver", None) or make_receiver()
    return Campaign.objects.create(receiver=receiver, **values)


def make_need(**values: Any) -> Need:
    values = {"kind": "thing", "title": "Chairs", "quantity": 5} | values
    campaign = values.pop("campaign", None) or make_campaign(goal_cents=None)
    return Need.objects.create(campaign=campaign, **values)


def begin(
    provider: Any, campaign: Campaign | None = None, cents: int = 5000, **values: Any
) -> Donation:
    """A donation whose payment page is open."""
    donation = domain.open_donation(
        campaign=campaign or make_campaign(), amount_cents=cents, **values
    )
    go_to_page(provider, donation)
    donation.refresh_from_db()
    return donation


def go_to_page(provider: Any, donation: Donation) -> str:
    return domain.start_checkout(
        donation=donation,
        provider=provider,
        success_url="https://example.org/thanks",
        cancel_url="https://example.org/back",
    )


def settle(provider: Any, donation: Donation, source: str = "return") -> Donation:
    return domain.settle(donation=donation, provider=provider, source=source)


def ten_euros() -> int:
    """A limit of the host's."""
    return 1000
