"""Stripe, simulated in a process of its own that all tests of a run share."""

from collections.abc import Iterator

import pytest

from tests.simulators.stripe.client import StripeSimulator


@pytest.fixture(scope="session")
def stripe_process() -> Iterator[StripeSimulator]:
    """The running simulator; tests ask for ``stripe_simulator``."""
    with StripeSimulator.start() as simulator:
        yield simulator


@pytest.fixture
def stripe_simulator(stripe_process: StripeSimulator) -> StripeSimulator:
    """Stripe as new: nothing has been bought, no fault is switched on, the clock is right."""
    stripe_process.reset()
    return stripe_process
