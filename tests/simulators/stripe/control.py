"""The switches that Stripe does not have: what people, banks and the network do, and the truth.

Each is a POST to ``/_control/<name>`` with a JSON object; ``client.py`` has a method for each.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.simulators.stripe import balance, connect, disputes, paying, refunds
from tests.simulators.stripe.deliveries import Endpoint
from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.truth import truth
from tests.simulators.stripe.world import public

if TYPE_CHECKING:
    from tests.simulators.stripe.server import Simulator

Control = Callable[..., Any]
CONTROLS: dict[str, Control] = {}


def control(function: Control) -> Control:
    """Make the function a switch of its name."""
    CONTROLS[function.__name__] = function
    return function


def run(simulator: Simulator, name: str, words: dict[str, Any]) -> Any:
    """Carry out what is asked. Raises Refused."""
    if name not in CONTROLS:
        raise Refused(f"There is no control “{name}”.", status=404)
    if name in {"deliver", "wait_idle"}:  # they wait for others, who need the lock
        return CONTROLS[name](simulator, **words)
    with simulator.world.lock:
        result = public(CONTROLS[name](simulator, **words))
        simulator.world.store.flush()
        return result


@control
def switch(simulator: Simulator, **words: Any) -> Object:
    """Set fields of ``Switches``; all as they are now."""
    switches = simulator.world.switches
    known = {field.name for field in dataclasses.fields(switches)}
    if strange := set(words) - known:
        raise Refused(f"There is no switch “{min(strange)}”.")
    for name, value in words.items():
        setattr(switches, name, tuple(value) if isinstance(value, list) else value)
    return dataclasses.asdict(switches)


@control
def reset(simulator: Simulator) -> int:
    """As new, with the clock at the machine's time."""
    simulator.reset()
    return 0


@control
def process(simulator: Simulator) -> int:
    """The number of the simulator's process."""
    return os.getpid()


@control
def endpoints(simulator: Simulator, endpoints: list[Object]) -> int:
    """Set where webhooks go: ``url``, ``secret``, ``types``."""
    simulator.deliveries.endpoints[:] = [
        Endpoint(one["url"], one["secret"], tuple(one.get("types", ["*"]))) for one in endpoints
    ]
    return len(endpoints)


@control
def fault(simulator: Simulator, **words: Any) -> int:
    """Switch a fault on; how many are on."""
    simulator.faults.add(**words)
    return len(simulator.faults.on)


@control
def clear_faults(simulator: Simulator) -> int:
    """Switch all faults off."""
    simulator.faults.clear()
    return 0


@control
def advance(simulator: Simulator, seconds: float) -> int:
    """Move the clock forward; what time it is then."""
    simulator.world.advance(seconds)
    return simulator.world.now()


# --- people and banks --------------------------------------------------------------------------


@control
def act(simulator: Simulator, session: str, action: str, email: str = "", name: str = "") -> Object:
    """Press a button of the hosted page."""
    return paying.act(simulator.world, session, action, email=email, name=name)


@control
def finish_debit(simulator: Simulator, payment_intent: str, comes: bool) -> Object:
    """The bank pays or refuses a SEPA debit now."""
    paying.finish_debit(simulator.world, payment_intent, comes=comes)
    return simulator.world.store.get("payment_intent", payment_intent)


@control
def refund(simulator: Simulator, payment_intent: str, amount: int | None = None) -> Object:
    """Somebody refunds in the dashboard, without our metadata."""
    params: Object = {"payment_intent": payment_intent}
    return refunds.create(simulator.world, params | ({"amount": amount} if amount else {}))


@control
def finish_refund(simulator: Simulator, refund: str, arrives: bool) -> Object:
    """The bank has booked a refund, or has sent it back."""
    return (refunds.succeed if arrives else refunds.fail)(simulator.world, refund)


@control
def dispute(simulator: Simulator, payment_intent: str, reason: str = "fraudulent") -> Object:
    """The payer's bank asks for the money back."""
    intent = simulator.world.store.get("payment_intent", payment_intent)
    charge = simulator.world.store.get("charge", intent["latest_charge"] or "")
    return disputes.begin(simulator.world, charge, reason)


@control
def finish_dispute(simulator: Simulator, dispute: str, won: bool) -> Object:
    """The bank has decided."""
    one = simulator.world.store.get("dispute", dispute)
    disputes.finish(simulator.world, one, won=won)
    return one


@control
def break_card(simulator: Simulator, subscription: str, broken: bool = True) -> Object:
    """The kept card or account of a subscription does not pay any more, or does again."""
    one = simulator.world.store.get("subscription", subscription)
    simulator.world.update(one, _broken=broken)
    return one


@control
def pay_out(simulator: Simulator) -> Object:
    """Stripe sends what is available to the bank."""
    return balance.pay_out(simulator.world)


@control
def get_on_board(simulator: Simulator, account: str) -> Object:
    """A connected account has told Stripe everything."""
    one = simulator.world.store.get("account", account)
    connect.get_on_board(simulator.world, one)
    return one


# --- webhooks ----------------------------------------------------------------------------------


@control
def events(simulator: Simulator, undelivered: bool = False) -> list[Object]:
    """All events, oldest first."""
    ones = reversed(simulator.world.store.all("event"))
    return [one for one in ones if one["pending_webhooks"] or not undelivered]


@control
def signed(simulator: Simulator, event: str, offset: int = 0, secret: str = "") -> Object:
    """Body and headers of a webhook, for whoever hands it over without a network."""
    one = simulator.world.store.get("event", event)
    return simulator.deliveries.signed(
        one, secret or simulator.deliveries.endpoint().secret, offset
    )


@control
def deliver(simulator: Simulator, event: str, offset: int = 0, secret: str = "") -> Object:
    """Send an event now, in this call; what the receiver said."""
    with simulator.world.lock:
        one = public(simulator.world.store.get("event", event))
        endpoint = simulator.deliveries.endpoint()
    endpoint = dataclasses.replace(endpoint, secret=secret or endpoint.secret)
    entry = simulator.deliveries.send(one, endpoint, offset)
    if entry["accepted"]:
        with simulator.world.lock:
            kept = simulator.world.store.get("event", event)
            simulator.world.store.change(kept, pending_webhooks=0)
    return entry


@control
def resend(simulator: Simulator) -> int:
    """Queue all that nobody has accepted, lost ones too."""
    return simulator.deliveries.resend()


@control
def deliveries(simulator: Simulator) -> list[Object]:
    """What was sent and what the receiver said."""
    return list(simulator.deliveries.log)


@control
def wait_idle(simulator: Simulator, seconds: float = 30) -> bool:
    """Wait until every event has been tried once; whether that came about in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with simulator.world.lock:
            if simulator.deliveries.idle():
                return True
        time.sleep(0.02)
    return False


# --- what is the case --------------------------------------------------------------------------


@control
def books(simulator: Simulator) -> Object:
    """All payments, refunds, disputes, transfers and the balance."""
    return truth(simulator.world)


@control
def violations(simulator: Simulator) -> list[Object]:
    """What was asked against Stripe's schema."""
    return list(simulator.api.violations)


@control
def requests(simulator: Simulator) -> list[Object]:
    """What was asked."""
    return list(simulator.api.requests)


@control
def objects(simulator: Simulator, kind: str) -> list[Object]:
    """All objects of a kind, newest first."""
    return simulator.world.store.all(kind)
