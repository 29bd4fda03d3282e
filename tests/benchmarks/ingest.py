"""How fast devices' messages get into the database, beside the nearest peer in the same run.

``python -m tests.benchmarks.ingest`` measures this alone. ``BENCH_DRAIN`` (default 200,000) is the
number of messages that pile up, ``BENCH_HOLD`` (default 60) how long the rate is held, in seconds.
The database is a server of its own that writes every commit to the disk, and tells when each was.
"""

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psycopg

from tests.benchmarks.ingest_processes import (
    Starter,
    installed_peer,
    load,
    service,
    stock,
    wait_for,
)
from tests.tools import mosquitto

DRAIN = int(os.environ.get("BENCH_DRAIN", "200000"))
HOLD_SECONDS = int(os.environ.get("BENCH_HOLD", "60"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
FAST, SLOW = 10_000, 2_000
OF_PEER = 0.8
FAST_P99, SLOW_P99, MOST_MEBIBYTES = 150, 100, 150
REMEDY = "apt-get install mosquitto"
OURS, THEIRS = "bridge", "mq-bridge and COPY"
_OURS = "SELECT count(*) FROM hardware_reading"
_THEIRS = "SELECT count(*) FROM bench_peer"
# When each was sent and when it was committed, in milliseconds.
_DELAYS = """
SELECT percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY
    extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000 - sent)
FROM (SELECT xmin, {sent} AS sent FROM {table}) AS each
"""


@dataclass
class Side:
    """One of the two that are measured."""

    name: str
    count: str
    delays: str
    empty: str
    drained: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    held: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Median and 99th percentile of the delay, by rate."""
    mebibytes: float = 0.0
    stored: dict[int, int] = field(default_factory=dict)


def sides() -> tuple[Side, Side]:
    """Ours and the peer."""
    ours = Side(
        OURS,
        _OURS,
        _DELAYS.format(table="hardware_reading", sent="extract(epoch FROM at) * 1000"),
        "TRUNCATE hardware_reading, hardware_latest, hardware_received",
    )
    theirs = Side(
        THEIRS,
        _THEIRS,
        _DELAYS.format(table="bench_peer", sent="ts"),
        "TRUNCATE bench_peer",
    )
    return ours, theirs


def is_there() -> bool:
    """Whether there is a broker to measure with."""
    return mosquitto().path is not None


def measure(say: Callable[[str], None]) -> list[Side]:
    """Both sides, or ours alone where the peer cannot be installed or does not run."""
    ours, theirs = sides()
    peer = installed_peer(say)
    measured = [ours, *([theirs] if peer else [])]
    with stock() as url, psycopg.connect(url, autocommit=True) as database:
        commands = {
            OURS: (sys.executable, "manage.py", "bridge"),
            THEIRS: (str(peer), str(Path(__file__).with_name("ingest_peer.py")), "MQTT_URL", url),
        }
        for number in range(1, ROUNDS + 1):
            for side in tuple(measured):
                say(f"Round {number} of {ROUNDS}: {side.name} drains {DRAIN} messages")
                try:
                    with service(commands[side.name], url) as start:
                        drain(side, database, start)
                except TimeoutError:
                    if side is ours:
                        raise
                    say(f"{side.name} stores nothing here and is left out")
                    measured.remove(side)
        for rate, seconds in ((FAST, HOLD_SECONDS), (SLOW, max(5, HOLD_SECONDS // 3))):
            for side in measured:
                say(f"{side.name} holds {rate} a second for {seconds} s")
                with service(commands[side.name], url) as start:
                    hold(side, database, start, rate, seconds)
    return measured


# --- what is measured -----------------------------------------------------------------------------


def drain(side: Side, database: psycopg.Connection, start: Starter) -> None:
    """How fast what has piled up is stored, from the first tenth of it to the last message."""
    database.execute(side.empty)  # type: ignore[arg-type]
    load(start.broker.url, DRAIN, 0)
    started = start()
    wait_for(lambda: counted(side, database) >= DRAIN // 10)
    before, cpu, first = time.monotonic(), started.cpu_seconds, counted(side, database)
    wait_for(lambda: counted(side, database) >= DRAIN)
    seconds = time.monotonic() - before
    side.drained.append((DRAIN - first) / seconds)
    side.cpu.append((started.cpu_seconds - cpu) / (DRAIN - first) * 1e6)
    started.stop()


def hold(side: Side, database: psycopg.Connection, start: Starter, rate: int, seconds: int) -> None:
    """How long messages take to be committed while they come at a steady rate."""
    database.execute(side.empty)  # type: ignore[arg-type]
    # What earlier parts have written goes to the disk now, and not while this is measured.
    database.execute("CHECKPOINT")
    started = start()
    started.subscribes()
    load(start.broker.url, rate * seconds, rate)
    with suppress(TimeoutError):
        wait_for(lambda: counted(side, database) >= rate * seconds, 30)
    row = database.execute(side.delays).fetchone()  # type: ignore[arg-type]
    side.held[rate] = tuple(map(float, row[0]))  # type: ignore[index,assignment]
    side.stored[rate] = counted(side, database)
    side.mebibytes = max(side.mebibytes, started.mebibytes)
    started.stop()


def counted(side: Side, database: psycopg.Connection) -> int:
    """Rows stored."""
    return database.execute(side.count).fetchone()[0]  # type: ignore[arg-type,index]


# --- the table ------------------------------------------------------------------------------------


def faults(measured: list[Side]) -> list[str]:
    """The targets that ours misses, in words."""
    ours, *others = measured
    found = []
    for other in others:
        share = median(a / b for a, b in zip(ours.drained, other.drained, strict=True))
        if share < OF_PEER:
            found.append(f"drains {share:.2f} of {other.name}, less than {OF_PEER}")
    for rate, most in ((FAST, FAST_P99), (SLOW, SLOW_P99)):
        if ours.held[rate][1] > most:
            found.append(f"p99 above {most} ms at {rate} a second")
    if ours.mebibytes > MOST_MEBIBYTES:
        found.append(f"more than {MOST_MEBIBYTES} MiB")
    return found


def lines(measured: list[Side]) -> list[str]:
    """The figures as Markdown."""
    head = f"| devices' messages | drained/s | µs of CPU each | p50 ms at {FAST}/s | p99 ms |"
    head += f" p50 ms at {SLOW}/s | p99 ms | MiB | stored |"
    made = [head, "|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for side in measured:
        cells = [side.name, f"{median(side.drained):.0f}", f"{median(side.cpu):.1f}"]
        for rate in (FAST, SLOW):
            cells += [f"{each:.0f}" for each in side.held[rate]]
        cells += [f"{side.mebibytes:.0f}", "/".join(map(str, side.stored.values()))]
        made.append(f"| {' | '.join(cells)} |")
    return made + [f"✗ {fault}" for fault in faults(measured)]


if __name__ == "__main__":
    found = measure(lambda sentence: print(sentence, file=sys.stderr, flush=True))
    print("\n".join(lines(found)))
    sys.exit(1 if faults(found) else 0)
