"""Idempotency keys as Stripe keeps them (docs.stripe.com/api/idempotent_requests).

The answer to the first request is kept for a day, errors too, once the work has begun. Requests
that are refused before that, and those that meet another one at work, leave nothing behind.
"""

from dataclasses import dataclass

from tests.simulators.stripe.errors import Refused, busy_key, other_endpoint, other_parameters
from tests.simulators.stripe.world import DAY, World

LONGEST_KEY = 255


@dataclass(frozen=True)
class Kept:
    """An answer that is repeated."""

    request_id: str
    status: int
    body: str


def _sorted(sent: str) -> list[str]:
    """Parameters in another order are the same."""
    return sorted(sent.split("&"))


class Keys:
    """The keys in use and those with an answer. Callers hold the world's lock."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._busy: set[str] = set()

    def begin(self, key: str, path: str, sent: str) -> Kept | None:
        """Take the key for this request; the answer when there is one. Raises Refused."""
        if len(key) > LONGEST_KEY:
            raise Refused(
                "Idempotency key is too long: it can have up to 255 characters.",
                type="idempotency_error",
            )
        if key in self._busy:
            raise busy_key(key)
        kept = self._world.store.find(f"key:{key}")
        if kept is None or kept["created"] < self._world.now() - DAY:
            self._busy.add(key)
            return None
        if kept["path"] != path:
            raise other_endpoint(key, kept["path"])
        if _sorted(kept["sent"]) != _sorted(sent):
            raise other_parameters(key)
        return Kept(kept["request"], kept["status"], kept["body"])

    def finish(self, key: str, path: str, sent: str, answer: Kept | None) -> None:
        """Let go of the key, with the answer if the work had begun."""
        self._busy.discard(key)
        if answer is None:
            return
        self._world.store.add(
            {
                "object": "_key",
                "id": f"key:{key}",
                "created": self._world.now(),
                "path": path,
                "sent": sent,
                "request": answer.request_id,
                "status": answer.status,
                "body": answer.body,
            }
        )
