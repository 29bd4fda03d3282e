"""Signed webhooks: sent by threads, tried again as Stripe does, and the faults of the way.

Signature: docs.stripe.com/webhooks#verify-manually. Delivery is at least once and in no order.
"""

import contextlib
import hashlib
import heapq
import hmac
import http.client
import itertools
import json
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.faults import Faults
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.world import World, public

SENDERS = 4
LOGGED = 100_000
TIMEOUT_SECONDS = 10
PATIENCE_SECONDS = 2.0  # how long an event waits for another one to overtake it


@dataclass
class Endpoint:
    """Where webhooks go: which types (``*`` is all), signed with which secret."""

    url: str
    secret: str
    types: tuple[str, ...] = ("*",)

    def wants(self, kind: str) -> bool:
        """Whether it asked for events of this type."""
        return "*" in self.types or kind in self.types


@dataclass
class Delivery:
    """One event on its way to one endpoint."""

    event: str
    endpoint: Endpoint
    due: float
    attempts: int = 0
    taken: bool = False


def body_of(event: Object) -> bytes:
    """The bytes that are signed; indented, as Stripe's are."""
    return json.dumps(public(event), indent=2).encode()


def signature(body: bytes, secret: str, timestamp: int) -> str:
    """The header ``Stripe-Signature``."""
    signed = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"t={timestamp},v1={signed.hexdigest()}"


class Deliveries:
    """What is on its way. ``world.lock`` guards the queue, too."""

    def __init__(self, world: World, faults: Faults) -> None:
        self.world = world
        self.faults = faults
        self.endpoints: list[Endpoint] = []
        self.log: deque[dict[str, Any]] = deque(maxlen=LOGGED)
        self._queue: list[tuple[float, int, Delivery]] = []
        self._numbers = itertools.count()
        self._overtaken: list[Delivery] = []
        self._sending = 0
        self._work = threading.Condition(world.lock)
        self._stopped = False
        self._threads = [
            threading.Thread(target=self._send_all, daemon=True) for _sender in range(SENDERS)
        ]
        world.deliver = self.accept

    def start(self) -> None:
        """Begin to send, with what an earlier process could not deliver."""
        with self.world.lock:
            for event in reversed(self.world.store.all("event")):
                if event["pending_webhooks"]:
                    self._enqueue(event)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Send nothing more."""
        with self._work:
            self._stopped = True
            self._work.notify_all()

    def reset(self) -> None:
        """Forget endpoints and what is on its way."""
        for kept in (self.endpoints, self.log, self._queue, self._overtaken):
            kept.clear()

    # --- the queue -------------------------------------------------------------------------

    def accept(self, event: Object) -> None:
        """Take an event over for every endpoint that asked for its type."""
        wanted = [one for one in self.endpoints if one.wants(event["type"])]
        self.world.store.change(event, pending_webhooks=len(wanted))
        if self.world.switches.automatic:
            self._enqueue(event)

    def _enqueue(self, event: Object) -> None:
        for endpoint in self.endpoints:
            if endpoint.wants(event["type"]):
                self._put(event, endpoint)
        self._work.notify_all()

    def _put(self, event: Object, endpoint: Endpoint) -> None:
        """Queue it, with the faults that are switched on."""
        now = self.world.time()
        if self.faults.pick("drop", event["type"]):
            self._note(event["id"], endpoint, "dropped")
            return
        late = self.faults.pick("delay", event["type"])
        due = now + (late.seconds if late else 0)
        if self.faults.pick("double", event["type"]):
            self._push(Delivery(event["id"], endpoint, due))
        if self.faults.pick("reorder", event["type"]):
            self._overtaken.append(Delivery(event["id"], endpoint, now + PATIENCE_SECONDS))
            self._push(self._overtaken[-1])
            return
        self._push(Delivery(event["id"], endpoint, due))
        for earlier in self._overtaken:
            earlier.due = min(earlier.due, now + 0.1)
            self._push(earlier)
        self._overtaken.clear()

    def _push(self, one: Delivery) -> None:
        heapq.heappush(self._queue, (one.due, next(self._numbers), one))

    def resend(self) -> int:
        """Queue everything that no endpoint has accepted yet, as the dashboard's button does."""
        waiting = [one for one in self.world.store.all("event") if one["pending_webhooks"]]
        queued = {one.event for _due, _number, one in self._queue}
        for event in reversed(waiting):
            if event["id"] not in queued:
                self._enqueue(event)
        return len(waiting)

    def idle(self) -> bool:
        """Whether nothing is due or being sent; what waits for a later time does not count."""
        soon = self.world.time() + PATIENCE_SECONDS
        return not self._sending and not any(
            due <= soon and not one.attempts and not one.taken for due, _number, one in self._queue
        )

    # --- sending ---------------------------------------------------------------------------

    def _send_all(self) -> None:
        while True:
            with self._work:
                one = self._next()
                if one is None:
                    return
                event = public(self.world.store.find(one.event) or {})
                self._sending += 1
            accepted = False
            try:
                accepted = bool(event) and self.send(event, one.endpoint)["accepted"]
            finally:
                with self._work:
                    self._sending -= 1
                    self._finish(one, accepted=accepted)
                    self._work.notify_all()

    def _next(self) -> Delivery | None:
        """The next that is due; waits for it. None when everything has stopped."""
        while not self._stopped:
            due = self._queue[0][0] if self._queue else None
            if due is None or due > self.world.time():
                self._work.wait(min(due - self.world.time(), 0.5) if due else 0.5)
                continue
            first = heapq.heappop(self._queue)[2]
            if not first.taken:  # it may stand there twice, once for its later time
                first.taken = True
                return first
        return None

    def _finish(self, one: Delivery, *, accepted: bool) -> None:
        event = self.world.store.find(one.event)
        if event is None:  # everything has been forgotten meanwhile
            return
        if accepted:
            left = max(event["pending_webhooks"] - 1, 0)
            self.world.store.change(event, pending_webhooks=left)
            return
        pauses = self.world.switches.retry_seconds
        if one.attempts < len(pauses):
            due = self.world.time() + pauses[one.attempts]
            self._push(Delivery(one.event, one.endpoint, due, one.attempts + 1))

    def signed(self, event: Object, secret: str, offset: int | None = None) -> dict[str, Any]:
        """Body and headers as they are sent now; the time in the signature may be wrong."""
        wrong = self.world.switches.timestamp_offset if offset is None else offset
        body = body_of(event)
        # The machine's time, not the simulated one: the receiver's clock has not been moved.
        header = signature(body, secret, int(time.time()) + wrong)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": header,
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }
        return {"body": body.decode(), "headers": headers}

    def send(self, event: Object, endpoint: Endpoint, offset: int | None = None) -> dict[str, Any]:
        """Send it now; what came of it. Not under the lock: the receiver may ask back."""
        message = self.signed(event, endpoint.secret, offset)
        status, answer = 0, ""
        with contextlib.suppress(OSError, http.client.HTTPException):
            status, answer = _post(endpoint.url, message["body"].encode(), message["headers"])
        with self.world.lock:
            return self._note(event["id"], endpoint, answer, status)

    def _note(self, event: str, endpoint: Endpoint, answer: str, status: int = 0) -> dict[str, Any]:
        entry = {
            "event": event,
            "url": endpoint.url,
            "status": status,
            "accepted": 200 <= status < 300,
            "answer": answer,
        }
        self.log.append(entry)
        return entry

    def endpoint(self) -> Endpoint:
        """The first endpoint. Raises Refused when there is none."""
        if not self.endpoints:
            raise Refused("There is no webhook endpoint.")
        return self.endpoints[0]


def _post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    place = urlsplit(url)
    secure = place.scheme == "https"
    connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = connect(place.hostname or "", place.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", place.path or "/", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(500).decode(errors="replace")
    finally:
        connection.close()
