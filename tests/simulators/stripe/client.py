"""A handle for tests and benchmarks: starts the simulator, turns its switches, reads the truth.

``with StripeSimulator.start() as stripe: …`` runs it in a process of its own on a free port; it
ends with the block, and with the process that started it.
"""

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cms.core.embedded import places
from cms.core.embedded.processes import end_with_parent
from tests.simulators.stripe.world import KEY

Object = dict[str, Any]
SECRET = "whsec_simulator_of_the_city"
PATIENCE_SECONDS = 60


class StripeSimulator:
    """A running simulator. Methods that are not written out here are its controls by name."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = KEY
        self.secret = SECRET

    @classmethod
    @contextmanager
    def start(
        cls, *, webhook: str = "", store: Path | None = None, history: Path | None = None
    ) -> Iterator["StripeSimulator"]:
        """Run one; with a store it goes on where an earlier one with the same file ended."""
        command = [sys.executable, "-m", "tests.simulators.stripe", "--port", "0"]
        command += ["--webhook", webhook, "--secret", SECRET] if webhook else []
        command += ["--store", str(store)] if store else []
        command += ["--history", str(history)] if history else []
        with subprocess.Popen(
            command,
            cwd=places.ROOT,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=end_with_parent,
        ) as process:
            try:
                assert process.stdout
                yield cls(process.stdout.readline().strip())
            finally:
                process.terminate()

    # --- switches --------------------------------------------------------------------------

    def send_webhooks_to(self, url: str, *types: str) -> None:
        """Send events of these types, or all, to this address, signed with :attr:`secret`."""
        one = {"url": url, "secret": self.secret, "types": types or ("*",)}
        self.control("endpoints", endpoints=[one])

    def switch(self, **words: Any) -> Object:
        """Set fields of ``world.Switches``."""
        return self.control("switch", **words)

    def fault(self, kind: str, **words: Any) -> None:
        """Switch a fault of ``faults.Fault`` on: ``fault("hang_up", times=2, after=True)``."""
        self.control("fault", kind=kind, **words)

    def reset(self) -> None:
        """As new: no objects, endpoints, faults; the clock at the machine's time."""
        self.control("reset")

    def clear_faults(self) -> None:
        """Switch all faults off."""
        self.control("clear_faults")

    def advance(self, *, days: float = 0, seconds: float = 0) -> int:
        """Move the clock; renewals, debits, deadlines and expiries on the way happen."""
        return self.control("advance", seconds=days * 86_400 + seconds)

    # --- people and banks ------------------------------------------------------------------

    def pay(self, session: str, action: str = "card", **words: str) -> Object:
        """Press a button of the hosted page: card, decline, sepa, sepa_fails."""
        return self.control("act", session=session, action=action, **words)

    def finish_debit(self, payment_intent: str, *, comes: bool = True) -> Object:
        """The bank pays or refuses a SEPA debit."""
        return self.control("finish_debit", payment_intent=payment_intent, comes=comes)

    def refund(self, payment_intent: str, amount: int | None = None) -> Object:
        """Somebody refunds in the dashboard."""
        return self.control("refund", payment_intent=payment_intent, amount=amount)

    def finish_refund(self, refund: str, *, arrives: bool = True) -> Object:
        """The bank has booked a refund, or sends it back."""
        return self.control("finish_refund", refund=refund, arrives=arrives)

    def dispute(self, payment_intent: str) -> Object:
        """The payer asks the bank for the money back."""
        return self.control("dispute", payment_intent=payment_intent)

    def finish_dispute(self, dispute: str, *, won: bool) -> Object:
        """The bank has decided."""
        return self.control("finish_dispute", dispute=dispute, won=won)

    def break_card(self, subscription: str, *, broken: bool = True) -> Object:
        """The next renewals fail, or succeed again."""
        return self.control("break_card", subscription=subscription, broken=broken)

    def pay_out(self) -> Object:
        """Stripe sends what is available to the city's bank."""
        return self.control("pay_out")

    def get_on_board(self, account: str) -> Object:
        """A connected account has told Stripe everything."""
        return self.control("get_on_board", account=account)

    # --- webhooks --------------------------------------------------------------------------

    def events(self, *, undelivered: bool = False) -> list[Object]:
        """All events, oldest first."""
        return self.control("events", undelivered=undelivered)

    def signed(self, event: str, *, offset: int = 0, secret: str = "") -> tuple[bytes, Object]:
        """Body and headers of a webhook, to hand over without a network."""
        made = self.control("signed", event=event, offset=offset, secret=secret)
        return made["body"].encode(), made["headers"]

    def deliver(self, event: str, *, offset: int = 0, secret: str = "") -> Object:
        """Send an event now: ``status``, ``accepted`` and ``answer`` of the receiver."""
        return self.control("deliver", event=event, offset=offset, secret=secret)

    def resend(self) -> int:
        """Queue all that nobody has accepted, lost ones too."""
        return self.control("resend")

    def deliveries(self) -> list[Object]:
        """What was sent, and what the receiver said."""
        return self.control("deliveries")

    def wait_idle(self, seconds: float = 30) -> None:
        """Wait until every event has been tried once."""
        assert self.control("wait_idle", seconds=seconds), "Webhooks are still on their way."

    # --- what is the case ------------------------------------------------------------------

    def books(self) -> Object:
        """Payments, refunds, disputes, transfers, transactions, balance."""
        return self.control("books")

    def violations(self) -> list[Object]:
        """What was asked against Stripe's schema; empty when all was well."""
        return self.control("violations")

    def requests(self) -> list[Object]:
        """What was asked: operation, id, idempotency key, version."""
        return self.control("requests")

    def objects(self, kind: str) -> list[Object]:
        """All objects of a kind, newest first."""
        return self.control("objects", kind=kind)

    def control(self, name: str, /, **words: Any) -> Any:
        """Use a control. Raises AssertionError with the refusal's sentence."""
        place = urlsplit(self.address)
        connection = http.client.HTTPConnection(
            place.hostname or "", place.port, timeout=PATIENCE_SECONDS
        )
        try:
            connection.request("POST", f"/_control/{name}", json.dumps(words))
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        assert answer.status == 200, text
        return json.loads(text)
