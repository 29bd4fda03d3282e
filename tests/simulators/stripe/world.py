"""What all parts of the simulator share: objects, clock, jobs that come due, events, switches."""

import copy
import heapq
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.simulators.stripe.schema import Excerpt
from tests.simulators.stripe.store import Object, Store, new_id

KEY = "sk_test_simulator_of_the_city"
MINUTE, HOUR, DAY = 60, 3600, 86_400
EVENT_DAYS = 30
Job = Callable[..., None]
JOBS: dict[str, Job] = {}


def job(function: Job) -> Job:
    """Something that is done at its time: a function of the world and of words."""
    JOBS[function.__name__] = function
    return function


@dataclass
class Switches:
    """What tests and the demo set. Times in seconds of the simulated clock."""

    key: str = KEY
    sepa_seconds: int | None = 5 * DAY  # from the mandate to the money; None: never by itself
    available_seconds: int = 0  # from a payment to its money being available for payouts
    fees_seconds: int = 0  # a charge's balance transaction, and so its fee, comes this much later
    refunds: str = "succeed"  # what becomes of the next ones: succeed, pending, fail
    timestamp_offset: int = 0  # added to the time in the signatures of webhooks
    automatic: bool = True  # deliver events; else they wait to be delivered one by one
    retry_seconds: tuple[int, ...] = (1, 5, 30, 5 * MINUTE, HOUR, 6 * HOUR, DAY)
    api_version: str = ""


@dataclass
class World:
    """The one account that is simulated. Whoever touches it holds ``lock``."""

    excerpt: Excerpt
    address: str
    path: Path | None = None
    switches: Switches = field(default_factory=Switches)

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self.store = Store(self.path)
        self.deliver: Callable[[Object], None] = lambda event: None
        self.request: dict[str, str | None] = {"id": None, "idempotency_key": None}
        self.wanted: dict[str, list[str]] = {}
        self._begin()

    def _begin(self) -> None:
        """Go on with what is in the store."""
        self.switches.api_version = self.excerpt.version
        kept = self.store.find("clock")
        self._clock = kept or self.store.add({"object": "_clock", "id": "clock", "offset": 0})
        self._numbers = itertools.count()
        self._forget_old()
        self._due: list[tuple[float, int, str]] = []
        for waiting in reversed(self.store.all("_job")):
            self._remember(waiting)

    def _forget_old(self) -> None:
        """Stripe keeps events for 30 days and idempotency keys for one."""
        for kind, days in (("event", EVENT_DAYS), ("_key", 1)):
            for one in self.store.all(kind):
                if one["created"] < self.now() - days * DAY:
                    self.store.remove(one)

    def reset(self) -> None:
        """Be as new, switches too, which others hold on to."""
        self.store.clear()
        vars(self.switches).update(vars(Switches(key=self.switches.key)))
        self._begin()

    # --- the clock -------------------------------------------------------------------------

    def now(self) -> int:
        """The simulated time: the machine's and what it has been moved by."""
        return int(self.time())

    def time(self) -> float:
        """The same in fractions of a second."""
        return time.time() + self._clock["offset"]

    @property
    def clock_offset(self) -> float:
        """What the clock has been moved by, in seconds."""
        return self._clock["offset"]

    @clock_offset.setter
    def clock_offset(self, seconds: float) -> None:
        self.store.change(self._clock, offset=seconds)

    def advance(self, seconds: float) -> None:
        """Move the clock forward, stopping at everything that comes due on the way."""
        target = self.time() + seconds
        for due in self._jobs_until(target):
            self._move_to(max(due["at"], self.time()))
            self._run(due)
        self._move_to(max(target, self.time()))

    def _move_to(self, moment: float) -> None:
        self.store.change(self._clock, offset=self._clock["offset"] + moment - self.time())

    # --- jobs ------------------------------------------------------------------------------

    def schedule(self, after: float, function: Job, **words: str) -> None:
        """Do something so many seconds from now; at once when that is none."""
        if after <= 0:
            function(self, **words)
            return
        waiting = {
            "object": "_job",
            "id": new_id("job", "job"),
            "at": self.time() + after,
            "job": function.__name__,
            "words": words,
        }
        self._remember(self.store.add(waiting))

    def _remember(self, waiting: Object) -> None:
        heapq.heappush(self._due, (waiting["at"], next(self._numbers), waiting["id"]))

    def run_due(self) -> None:
        """Run what has come due."""
        for due in self._jobs_until(self.time()):
            self._run(due)

    def _jobs_until(self, moment: float) -> Iterator[Object]:
        """One after the other, as a job may schedule the next one."""
        while self._due and self._due[0][0] <= moment:
            yield self.store.get("_job", heapq.heappop(self._due)[2])

    def _run(self, due: Object) -> None:
        self.store.remove(due)
        JOBS[due["job"]](self, **due["words"])

    # --- objects and events ----------------------------------------------------------------

    def make(self, kind: str, *, prefix: str = "", **fields: Any) -> Object:
        """A new object of this kind, with every field that Stripe says can be null."""
        one = {
            **dict.fromkeys(self.excerpt.nullable.get(kind, [])),
            "id": self._wanted(kind) or new_id(kind, prefix),
            "object": kind,
            "created": self.now(),
            "livemode": False,
            **fields,
        }
        return self.store.add(one)

    def _wanted(self, kind: str) -> str:
        """The id that a remembered past has for the next object of this kind, if any."""
        wanted = self.wanted.get(kind)
        return wanted.pop(0) if wanted else ""

    def update(self, one: Object, event: str | None = None, **fields: Any) -> None:
        """Change an object; tell of it by an event of this type when there is one."""
        former = self.store.change(one, **fields)
        if event and (former or not event.endswith(".updated")):
            self.emit(event, one, former if event.endswith(".updated") else None)

    def emit(self, kind: str, one: Object, former: Object | None = None) -> Object:
        """Record an event with a snapshot of its object, and deliver it."""
        data: Object = {"object": public(one)}
        if former:
            data["previous_attributes"] = former
        event = self.make(
            "event",
            api_version=self.switches.api_version,
            data=data,
            pending_webhooks=0,
            request=dict(self.request),
            type=kind,
        )
        self.deliver(event)
        return event


def public(one: Any) -> Any:
    """A copy without the simulator's own fields."""
    if isinstance(one, dict):
        return {key: public(value) for key, value in one.items() if not key.startswith("_")}
    return [public(part) for part in one] if isinstance(one, list) else copy.copy(one)
