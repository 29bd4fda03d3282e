"""500 people press "book" for the last 20 seats at once, over HTTP, each signed in.

``python -m tests.benchmarks.rush`` measures this alone. The last 20 seats are sold once, everybody
else is on the waiting list in the order in which they came, and nobody sees an error.
"""

import http.client
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from cms.core.embedded import postgres
from tests import databases
from tests.benchmarks import stock
from tests.benchmarks.servers import serving

PEOPLE, SEATS = 500, 20
COPY = "bench_rush"
TOKEN = "a" * 32
LONGEST = 120
SLOWEST_MS = 60_000
"""After a minute without an answer, proxies and people give up."""


@dataclass
class Figures:
    """Answers by status, how long each took in milliseconds, and what the database holds."""

    statuses: Counter[int] = field(default_factory=Counter)
    taken: list[float] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    first_states: list[str] = field(default_factory=list)
    in_order: bool = False
    seconds: float = 0.0


def measure(say: Callable[[str], None]) -> Figures:
    """Make an installation of its own, let everybody press at once, and look what came of it."""
    say(f"{PEOPLE} people press “book” for {SEATS} seats")
    with databases.maintenance() as server:
        databases.copy(server, "template0", COPY)
    variables = stock.environment(stock.url_of(COPY))
    try:
        stock.run(("manage.py", "migrate"), variables)
        words = ("-m", "tests.benchmarks.rush_stock")
        given = json.loads(stock.run((*words, str(PEOPLE), str(SEATS)), variables))
        with serving("cms.wsgi:application", variables, health="/healthz") as address:
            figures = _press(address, given)
        found = json.loads(stock.run(words, variables))
    finally:
        with databases.maintenance() as server:
            databases.drop(server, COPY)
    figures.states = Counter(found["states"])
    figures.first_states = found["states"][:SEATS]
    figures.in_order = found["in_order"]
    return figures


def _press(address: str, given: dict[str, object]) -> Figures:
    figures, start = Figures(), threading.Barrier(PEOPLE + 1)
    guests: list[list[str]] = given["guests"]  # type: ignore[assignment]
    threads = [
        threading.Thread(target=_one, args=(address, given, guest, start, figures))
        for guest in guests
    ]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    figures.seconds = time.perf_counter() - began
    return figures


def _one(
    address: str,
    given: dict[str, object],
    guest: list[str],
    start: threading.Barrier,
    figures: Figures,
) -> None:
    email, session = guest
    form = {"people": "1", "key": str(uuid4()), "name_1": "Gast", "email": email, "consent": "on"}
    form |= {"opened": str(given["stamp"]), "csrfmiddlewaretoken": TOKEN, "wants_queue": "on"}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{given['cookie']}={session}; csrftoken={TOKEN}",
    }
    place = urlsplit(address)
    wire = http.client.HTTPConnection(place.hostname or "", place.port, timeout=LONGEST)
    start.wait()
    began = time.perf_counter()
    wire.request("POST", str(given["path"]), urlencode(form), headers)
    answer = wire.getresponse()
    answer.read()
    figures.taken.append((time.perf_counter() - began) * 1000)
    figures.statuses[answer.status] += 1
    wire.close()


def faults(figures: Figures) -> list[str]:
    """The targets that are missed, in words."""
    p99 = quantiles(figures.taken, n=100)[98]
    expected = {"booked": SEATS, "waiting": PEOPLE - SEATS}
    told = [
        (dict(figures.states) == expected, f"bookings are {dict(figures.states)}"),
        (set(figures.statuses) == {302}, f"answers are {dict(figures.statuses)}"),
        (figures.first_states == ["booked"] * SEATS, "seats went to others than the first"),
        (figures.in_order, "the queue is not in the order of arrival"),
        (p99 <= SLOWEST_MS, f"p99 is {p99:.0f} ms"),
    ]
    return [f"the rush: {words}" for holds, words in told if not holds]


def lines(figures: Figures) -> list[str]:
    """The figures as Markdown."""
    half, p99 = median(figures.taken), quantiles(figures.taken, n=100)[98]
    booked, waiting = figures.states["booked"], figures.states["waiting"]
    return [
        f"| {PEOPLE} for {SEATS} seats | booked | waiting | p50 ms | p99 ms | all in s |",
        "|---|--:|--:|--:|--:|--:|",
        f"| at once | {booked} | {waiting} | {half:.0f} | {p99:.0f} | {figures.seconds:.1f} |",
        *(f"✗ {fault}" for fault in faults(figures)),
    ]


def main() -> int:
    """Measure and print; 1 when a target is missed."""
    postgres.ensure_running(postgres.FOR_TESTS)
    figures = measure(lambda words: print(words, file=sys.stderr))
    print("\n".join(lines(figures)))
    return 1 if faults(figures) else 0


if __name__ == "__main__":
    sys.exit(main())
