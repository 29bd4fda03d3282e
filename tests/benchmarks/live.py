"""How soon a value stands in open pages, and what many of them cost.

``python -m tests.benchmarks.live`` measures this alone. ``BENCH_STREAMS`` (default 500) pages are
open, each with five devices, while 2,000 messages a second come in; before that the same messages
come with no page open.
"""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from cms.core.embedded import places
from cms.core.embedded.processes import end_with_parent
from tests.benchmarks import ingest
from tests.benchmarks.ingest_processes import (
    DEVICES,
    Starter,
    environment,
    load,
    service,
    stock,
    wait_for,
)
from tests.core.commands import free_port

STREAMS = int(os.environ.get("BENCH_STREAMS", "500"))
SECONDS = max(5, ingest.HOLD_SECONDS // 3)
EACH, RATE = 5, ingest.SLOW
VISIBLE_P99, MOST_MEBIBYTES = 1000, 200
SLOWER = 2.0
"""Up to so many times the delay without readers is what a busy machine does by itself."""


@dataclass
class Figures:
    """What was measured, in milliseconds and MiB."""

    quiet: tuple[float, float]
    """Median and 99th percentile of publish → committed without readers."""
    loaded: tuple[float, float]
    visible: tuple[float, float]
    """The same of publish → in the browser."""
    most: float
    events: int
    mebibytes: float
    stored: tuple[int, int]


def measure(say: Callable[[str], None]) -> Figures:
    """Without readers first, then with them."""
    ours = ingest.sides()[0]
    with stock() as url, psycopg.connect(url, autocommit=True) as database:
        command = (sys.executable, "manage.py", "bridge")
        with service(command, url) as start:
            say(f"{RATE} a second for {SECONDS} s with no page open")
            ingest.hold(ours, database, start, RATE, SECONDS)
            quiet, first = ours.held[RATE], ours.stored[RATE]
            say(f"The same with {STREAMS} pages open")
            with streaming(url) as stream, reading(stream) as readers:
                _greet(start, readers)
                ingest.hold(ours, database, start, RATE, SECONDS)
                told = json.loads(readers.communicate(timeout=120)[0].splitlines()[-1])
                mebibytes = stream.mebibytes
    return Figures(
        quiet=quiet,
        loaded=ours.held[RATE],
        visible=(told["p50"], told["p99"]),
        most=told["most"],
        events=told["events"],
        mebibytes=mebibytes,
        stored=(first, ours.stored[RATE]),
    )


def _greet(start: Starter, readers: "subprocess.Popen[str]") -> None:
    """Give each device a value, so that every reader has something, and wait until all have it."""
    bridge = start()
    bridge.subscribes()
    load(start.broker.url, DEVICES, 0)
    assert readers.stdout
    assert readers.stdout.readline().strip() == "ready"
    bridge.stop()


@dataclass
class Stream:
    """The process under measure."""

    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def mebibytes(self) -> float:
        """Its memory and its worker's."""
        pid = str(self.process.pid)
        words = ["ps", "-o", "rss=", "--ppid", pid, "--pid", pid]
        listed = subprocess.run(words, capture_output=True, text=True, check=True)
        return sum(map(int, listed.stdout.split())) / 1024


@contextmanager
def streaming(url: str) -> Iterator[Stream]:
    """The stream process, on this database."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "stream", "--port", str(port)],
        cwd=places.ROOT,
        env=environment(DATABASE_URL=url, TRUSTED_PROXY_COUNT="1"),
        stdout=subprocess.DEVNULL,
        preexec_fn=end_with_parent,
    )
    try:
        wait_for(lambda: _is_well(port), 60)
        yield Stream(port, process)
    finally:
        process.terminate()
        process.wait(20)


def _is_well(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


@contextmanager
def reading(stream: Stream) -> Iterator["subprocess.Popen[str]"]:
    """The open pages."""
    numbers = map(str, (stream.port, STREAMS, DEVICES, EACH))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.live_readers", *numbers],
        cwd=places.ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=end_with_parent,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


# --- the table ------------------------------------------------------------------------------------


def faults(found: Figures) -> list[str]:
    """The targets that are missed, in words."""
    missed = []
    if found.visible[1] > VISIBLE_P99:
        missed.append(f"live values are visible later than after {VISIBLE_P99} ms")
    if found.mebibytes > MOST_MEBIBYTES:
        missed.append(f"event streams take more than {MOST_MEBIBYTES} MiB")
    if found.loaded[0] > SLOWER * found.quiet[0] and found.loaded[1] > ingest.SLOW_P99:
        missed.append("event streams slow the ingest")
    return missed


def lines(found: Figures) -> list[str]:
    """The figures as Markdown."""
    head = f"| live values at {RATE}/s | committed p50 ms | p99 ms | in the page p50 ms | p99 ms |"
    made = [head + " latest ms | events | MiB |", "|---|--:|--:|--:|--:|--:|--:|--:|"]
    quiet, loaded, visible = found.quiet, found.loaded, found.visible
    made.append(f"| no page open | {quiet[0]:.0f} | {quiet[1]:.0f} | | | | | |")
    made.append(
        f"| {STREAMS} pages open | {loaded[0]:.0f} | {loaded[1]:.0f} | {visible[0]:.0f} "
        f"| {visible[1]:.0f} | {found.most:.0f} | {found.events} | {found.mebibytes:.0f} |"
    )
    return made + [f"✗ {fault}" for fault in faults(found)]


if __name__ == "__main__":
    figures = measure(lambda sentence: print(sentence, file=sys.stderr, flush=True))
    print("\n".join(lines(figures)))
    sys.exit(1 if faults(figures) else 0)
