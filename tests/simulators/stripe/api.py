"""One request to the API, from its headers and parameters to the answer."""

import json
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.simulators.stripe import (  # noqa: F401 - they register what they answer
    balance,
    catalogue,
    checkout,
    connect,
    customers,
    disputes,
    events,
    invoices,
    payments,
    refunds,
    subscription_routes,
)
from tests.simulators.stripe.answers import expanded
from tests.simulators.stripe.errors import Refused, wrong_key
from tests.simulators.stripe.idempotency import Kept, Keys
from tests.simulators.stripe.parameters import check_metadata, parse, typed
from tests.simulators.stripe.routing import Route, find
from tests.simulators.stripe.store import new_id
from tests.simulators.stripe.world import World

LOGGED = 100_000


@dataclass(frozen=True)
class Request:
    """What came over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: str = ""

    @property
    def path(self) -> str:
        """Without the query."""
        return unquote(urlsplit(self.target).path)

    @property
    def sent(self) -> str:
        """The parameters as they were encoded."""
        return self.body if self.method == "post" else urlsplit(self.target).query

    @property
    def key(self) -> str:
        """The API key, as bearer or as the user of basic authentication."""
        return self.headers.get("authorization", "").removeprefix("Bearer ").strip()


@dataclass
class Response:
    """What goes back."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


class Api:
    """All of Stripe's operations that are spoken."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.keys = Keys(world)
        self.violations: deque[dict[str, Any]] = deque(maxlen=LOGGED)
        self.requests: deque[dict[str, Any]] = deque(maxlen=LOGGED)

    def reset(self) -> None:
        """Forget what was asked."""
        self.violations.clear()
        self.requests.clear()

    def answer(self, request: Request, *, pause: float = 0) -> Response:
        """Answer it; never raises. A pause keeps the idempotency key in use that long."""
        request_id = new_id("request", "req")
        headers = {
            "Request-Id": request_id,
            "Stripe-Version": request.headers.get(
                "stripe-version", self.world.switches.api_version
            ),
        }
        try:
            kept = self._answer(request, request_id, pause)
        except Refused as refusal:
            return Response(refusal.status, _text(refusal.body()), headers)
        if kept.request_id != request_id:
            headers |= {"Idempotent-Replayed": "true", "Original-Request": kept.request_id}
        if key := request.headers.get("idempotency-key"):
            headers["Idempotency-Key"] = key
        return Response(kept.status, kept.body, headers)

    def _answer(self, request: Request, request_id: str, pause: float) -> Kept:
        if request.key != self.world.switches.key:
            raise wrong_key(request.key)
        key = request.headers.get("idempotency-key", "") if request.method == "post" else ""
        with self.world.lock:
            self._note(request, request_id)
            kept = self.keys.begin(key, request.path, request.sent) if key else None
        if kept:
            return kept
        done: Kept | None = None
        try:
            time.sleep(pause)
            with self.world.lock:
                route, words, params = self._read(request)
                done = self._work(route, words, params, request_id, key)
                self.world.store.flush()
        finally:
            with self.world.lock:
                if key:
                    self.keys.finish(key, request.path, request.sent, done)
                    self.world.store.flush()
        return done

    def _note(self, request: Request, request_id: str) -> None:
        self.requests.append(
            {
                "id": request_id,
                "operation": f"{request.method} {request.path}",
                "idempotency_key": request.headers.get("idempotency-key"),
                "version": request.headers.get("stripe-version"),
            }
        )
        version = request.headers.get("stripe-version", self.world.excerpt.version)
        if version != self.world.excerpt.version:
            self._violation(
                request,
                f"Stripe-Version {version} is not the schema's {self.world.excerpt.version}",
            )

    def _violation(self, request: Request, message: str, param: str | None = None) -> None:
        operation = f"{request.method} {request.path}"
        self.violations.append({"operation": operation, "message": message, "param": param})

    def _read(self, request: Request) -> tuple[Route, dict[str, str], dict[str, Any]]:
        """The route and the checked parameters. What is against the schema is noted and refused."""
        try:
            route, words = find(request.method, request.path)
            tree = parse(request.sent)
            params = typed(self.world.excerpt.requests[route.operation], tree)
            check_metadata(tree)
        except Refused as refusal:
            self._violation(request, refusal.message, refusal.details.get("param"))
            raise
        return route, words, params

    def _work(
        self, route: Route, words: dict[str, str], params: dict[str, Any], request_id: str, key: str
    ) -> Kept:
        """Do it. What is refused from here on is kept under the idempotency key, too."""
        self.world.request = {"id": request_id, "idempotency_key": key or None}
        expand = params.pop("expand", [])
        try:
            one = route.answer(self.world, params, **words)
            return Kept(request_id, 200, _text(expanded(self.world, one, expand)))
        except Refused as refusal:
            return Kept(request_id, refusal.status, _text(refusal.body()))
        finally:
            self.world.request = {"id": None, "idempotency_key": None}


def _text(answer: dict[str, Any]) -> str:
    return json.dumps(answer, indent=2)
