"""Stripe, simulated in a process of its own that all tests of a run share."""

import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import stripe

from tests.simulators.stripe.client import StripeSimulator

VERSION = "2026-05-27.dahlia"


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


@pytest.fixture
def stripe_client(stripe_simulator: StripeSimulator) -> Any:
    """Stripe's own library, version 1 of its API, with retries as the platform has them."""
    return connect(stripe_simulator, retries=2).v1


def connect(simulator: StripeSimulator, *, retries: int = 0, **options: Any) -> stripe.StripeClient:
    """Stripe's own library, speaking to the simulator."""
    return stripe.StripeClient(
        options.pop("key", simulator.key),
        base_addresses={"api": simulator.address},
        http_client=stripe.RequestsClient(timeout=10),
        max_network_retries=retries,
        **{"stripe_version": VERSION, **options},
    )


@pytest.fixture
def new_session(stripe_client: Any) -> Callable[..., Any]:
    """Make a checkout session of an amount in cents; monthly, or with other parameters."""

    def make(cents: int = 2500, *, monthly: bool = False, key: str = "", **params: Any) -> Any:
        price = {
            "currency": "eur",
            "unit_amount": cents,
            "product_data": {"name": "Trikots für die Mädchenmannschaft"},
        }
        if monthly:
            price["recurring"] = {"interval": "month"}
        given = {
            "mode": "subscription" if monthly else "payment",
            "line_items": [{"quantity": 1, "price_data": price}],
            "success_url": "https://www.example.org/danke/{CHECKOUT_SESSION_ID}",
            "cancel_url": "https://www.example.org/abbruch/",
            **params,
        }
        options = {"idempotency_key": key} if key else {}
        return stripe_client.checkout.sessions.create(given, options)

    return make


@dataclass
class Receiver:
    """Takes webhooks; answers with the next of ``statuses``, else 200."""

    url: str
    statuses: list[int] = field(default_factory=list)
    received: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """An address that webhooks can be sent to."""
    taken = Receiver("")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.received.append((body, dict(self.headers)))
            self.send_response(taken.statuses.pop(0) if taken.statuses else 200)
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        taken.url = f"http://127.0.0.1:{server.server_address[1]}/webhook/"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield taken
        server.shutdown()
        thread.join()
