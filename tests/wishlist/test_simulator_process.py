"""The simulator as a process: what it keeps, what it sends later, when it ends."""

import os
import signal
import subprocess
import sys

import pytest

from cms.core.embedded import places
from tests.core.commands import eventually
from tests.factories.stripe import connect
from tests.simulators.stripe.client import StripeSimulator

PARENT = """
import sys
from tests.simulators.stripe.client import StripeSimulator
with StripeSimulator.start() as simulator:
    print(simulator.address, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def kept(tmp_path):
    """A file for what the simulator knows."""
    return tmp_path / "stripe.sqlite3"


def begin(simulator):
    """A session over 25 euros."""
    price = {"currency": "eur", "unit_amount": 2_500, "product_data": {"name": "Trikots"}}
    return connect(simulator).v1.checkout.sessions.create(
        {
            "mode": "payment",
            "line_items": [{"quantity": 1, "price_data": price}],
            "success_url": "https://www.example.org/",
        },
        {"idempotency_key": "donation-7"},
    )


def test_what_was_begun_can_be_paid_after_a_restart(kept):
    with StripeSimulator.start(store=kept) as simulator:
        session = begin(simulator)
        simulator.advance(seconds=3600)
    with StripeSimulator.start(store=kept) as simulator:
        assert begin(simulator).id == session.id  # the key is known, too
        simulator.pay(session.id, "sepa")
        begun = simulator.events()
    with StripeSimulator.start(store=kept) as simulator:
        assert simulator.events() == begun
        simulator.advance(days=6)
        assert simulator.books()["balance"] == {"available": 2_465, "pending": 0}


def test_a_simulator_that_was_killed_has_lost_nothing(kept):
    with StripeSimulator.start(store=kept) as simulator:
        simulator.pay(begin(simulator).id)
        before = simulator.books()
        os.kill(simulator.control("process"), signal.SIGKILL)
    with StripeSimulator.start(store=kept) as simulator:
        assert simulator.books() == before


def test_webhooks_that_nobody_took_are_sent_after_a_restart(kept, receiver):
    with StripeSimulator.start(store=kept, webhook="http://127.0.0.1:9/nobody/") as simulator:
        simulator.pay(begin(simulator).id)
        simulator.wait_idle()
    with StripeSimulator.start(store=kept, webhook=receiver.url) as simulator:
        simulator.wait_idle()
        assert len(receiver.received) == 5
        assert simulator.events(undelivered=True) == []


def test_old_keys_and_events_are_forgotten_at_a_start(kept):
    with StripeSimulator.start(store=kept) as simulator:
        simulator.pay(begin(simulator).id)
        simulator.advance(days=40)
        assert simulator.objects("_key")
    with StripeSimulator.start(store=kept) as simulator:
        assert (simulator.objects("_key"), simulator.events()) == ([], [])
        assert simulator.books()["payments"]


def test_it_ends_with_a_parent_that_was_killed():
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        cwd=places.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        simulator = StripeSimulator(parent.stdout.readline().strip())
        process = simulator.control("process")
        parent.kill()
    eventually(lambda: not _lives(process))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
