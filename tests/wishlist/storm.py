"""Many donations at once while everything fails: Stripe's answers, the network, the webhooks.

Used by the test with some donations and by the benchmark with a thousand.
"""

import random
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from crowdfunding_lite import domain
from crowdfunding_lite.models import Campaign, Donation, InboxEvent
from crowdfunding_lite.providers import Provider, ProviderError
from django.db import connection

from tests.simulators.stripe.client import StripeSimulator

THREADS = 12
EXPECTED = (ProviderError, domain.NotAllowedError, domain.BusyError)


@dataclass(frozen=True)
class Result:
    """How long it took, in seconds, and how long each settling of a returning donor."""

    seconds: float
    settling: list[float]

    def percentile(self, share: float) -> float:
        ordered = sorted(self.settling)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def switch_all_faults_on(stripe: StripeSimulator, *, seed: int) -> None:
    """A tenth of all requests fail before or after their work, and half of the webhooks stray."""
    for kind, share, words in (
        ("answer", 0.03, {"status": 500}),
        ("answer", 0.03, {"status": 429}),
        ("hang_up", 0.02, {}),
        ("hang_up", 0.02, {"after": True}),
        ("drop", 0.2, {}),
        ("double", 0.2, {}),
        ("delay", 0.1, {"seconds": 0.5}),
        ("reorder", 0.2, {}),
    ):
        stripe.fault(kind, probability=share, seed=seed, **words)


def donate(
    *, count: int, campaign: Campaign, provider: Provider, stripe: StripeSimulator, seed: int = 1
) -> Result:
    """People give, try again where it failed, pay in all ways, and half of them come back."""
    settling: list[float] = []

    def one(number: int) -> None:
        chance = random.Random(seed * 100_000 + number)
        donation = _begin(number, chance, campaign, provider)
        if donation is None:
            return
        _pay(donation, chance, stripe)
        if chance.random() < 0.5:
            settling.append(_come_back(donation, provider))

    started = time.perf_counter()
    at_once(one, range(count))
    return Result(time.perf_counter() - started, settling)


def _begin(number: int, chance: Any, campaign: Campaign, provider: Provider) -> Donation | None:
    donation = domain.open_donation(
        campaign=campaign, amount_cents=500 + number, monthly=chance.random() < 0.1
    )
    for _try in range(3):
        try:
            domain.start_checkout(
                donation=donation,
                provider=provider,
                success_url="https://example.org/a",
                cancel_url="https://example.org/b",
            )
        except EXPECTED:
            continue
        donation.refresh_from_db()
        return donation
    return None


def _pay(donation: Donation, chance: Any, stripe: StripeSimulator) -> None:
    way = chance.choices(["card", "sepa", "decline", "nothing"], [6, 2, 1, 1])[0]
    if way == "nothing":
        return
    stripe.pay(donation.provider_session or "", way)
    if way == "decline":
        stripe.pay(donation.provider_session or "", "card")


def _come_back(donation: Donation, provider: Provider) -> float:
    started = time.perf_counter()
    with suppress(*EXPECTED):
        domain.settle(donation=donation, provider=provider, source="return")
    return time.perf_counter() - started


def handle_waiting(provider: Provider) -> int:
    """What the worker's jobs do with the events the webhook has kept; how many were left."""

    def one(event: InboxEvent) -> None:
        try:
            domain.handle_event(event=event, provider=provider)
        except EXPECTED:
            return

    at_once(one, InboxEvent.objects.filter(handled_at=None))
    return InboxEvent.objects.filter(handled_at=None).count()


def at_once(doing: Callable[[Any], Any], things: Iterable[Any]) -> None:
    """In many threads, each with a connection of its own; raises what any of them raised."""

    def one(thing: Any) -> None:
        try:
            doing(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        for _done in pool.map(one, things):
            pass
