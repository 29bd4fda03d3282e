"""Signed events for a load: each is another one, signed just now, since old ones are refused."""

import json
import secrets
import time
from collections.abc import Iterator

from tests.simulators.stripe.client import SECRET
from tests.simulators.stripe.deliveries import signature

MOST = 30_000
"""More than a site takes in one load; what comes after them is known already."""


def messages() -> Iterator[tuple[dict[str, str], str]]:
    """Headers and bodies, one for each request."""
    run, now = secrets.token_hex(4), int(time.time())
    for number in range(MOST):
        body = json.dumps(_event(f"{run}{number:05}", now), separators=(",", ":"))
        header = signature(body.encode(), SECRET, now)
        yield {"Content-Type": "application/json", "Stripe-Signature": header}, body


def _event(mark: str, now: int) -> dict[str, object]:
    """A payment that has succeeded, with what the largest part of an event is."""
    intent = {
        "id": f"pi_bench{mark}",
        "object": "payment_intent",
        "amount": 2500,
        "amount_received": 2500,
        "created": now,
        "currency": "eur",
        "latest_charge": f"ch_bench{mark}",
        "livemode": False,
        "metadata": {"donation": mark},
        "payment_method_types": ["card", "sepa_debit"],
        "status": "succeeded",
    } | {f"field_{number}": None for number in range(30)}
    return {
        "id": f"evt_bench{mark}",
        "object": "event",
        "api_version": "2026-05-27.dahlia",
        "created": now,
        "data": {"object": intent},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": "payment_intent.succeeded",
    }
