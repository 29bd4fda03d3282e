"""How fast devices' messages get into the database, beside the nearest peer in the same run.

``python -m tests.benchmarks.ingest`` measures this alone. ``BENCH_DRAIN`` (default 100,000) is the
number of messages that pile up, ``BENCH_HOLD`` (default 60) how long the rate is held, in seconds.
The database is a server of its own that writes every commit to the disk, and tells when each was.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psycopg

from cms.core.embedded import places
from cms.core.embedded.cluster import Cluster
from cms.core.embedded.processes import end_with_parent
from tests import databases
from tests.simulators import mosquitto

DRAIN = int(os.environ.get("BENCH_DRAIN", "100000"))
HOLD_SECONDS = int(os.environ.get("BENCH_HOLD", "60"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
DEVICES = 1000
FAST, SLOW = 10_000, 2_000
OF_PEER = 0.8
FAST_P99, SLOW_P99, MOST_MEBIBYTES = 150, 100, 150
PEER = places.VAR / "bench-peer"
PEER_PACKAGES = ("mq-bridge==1.2.0", "psycopg[binary]~=3.3")
DATABASE = "bench_ingest"
PATIENCE = 180
OURS, THEIRS = "bridge", "mq-bridge and COPY"
_DEVICES = """
INSERT INTO hardware_device
    (kind, name, slug, place, adapter, address, interval_seconds, thresholds, notes, is_public)
SELECT 'bin', 'Container ' || n, 'container-' || n, '', 'own', 'bin/container-' || n, 900, '{}', '',
    true FROM generate_series(1, %s) AS n
"""
_OURS = "SELECT count(*) FROM hardware_reading"
_THEIRS = "SELECT count(*) FROM bench_peer"
# When each was sent and when it was committed, in milliseconds.
_DELAYS = """
SELECT percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY
    extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000 - sent)
FROM (SELECT xmin, {sent} AS sent FROM {table}) AS each
"""


class BenchCluster(Cluster):
    """A durable server that notes the time of every commit."""

    def __init__(self) -> None:
        super().__init__(places.VAR / "postgres-bench")
        own = {"track_commit_timestamp": "on", "synchronous_commit": "on", "fsync": "on"}
        self._options = self._options | own | {"shared_buffers": "128MB", "max_wal_size": "2GB"}


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
        _DELAYS.format(table="bench_peer", sent="(payload::json->>'ts')::numeric"),
        "TRUNCATE bench_peer",
    )
    return ours, theirs


def measure(say: Callable[[str], None]) -> list[Side]:
    """Both sides, or ours alone where the peer cannot be installed."""
    ours, theirs = sides()
    peer = installed_peer(say)
    measured = [ours, *([theirs] if peer else [])]
    with stock() as url, psycopg.connect(url, autocommit=True) as database:
        for number in range(1, ROUNDS + 1):
            for side in measured:
                say(f"Round {number} of {ROUNDS}: {side.name} drains {DRAIN} messages")
                with service(side, url, peer) as start:
                    drain(side, database, start)
        for rate, seconds in ((FAST, HOLD_SECONDS), (SLOW, max(5, HOLD_SECONDS // 3))):
            for side in measured:
                say(f"{side.name} holds {rate} a second for {seconds} s")
                with service(side, url, peer) as start:
                    hold(side, database, start, rate, seconds)
    return measured


# --- what is started ------------------------------------------------------------------------------


@contextmanager
def stock() -> Iterator[str]:
    """A database with devices, on a server of its own; its address."""
    cluster = BenchCluster()
    places.make_folder(cluster.data.parent)
    cluster.hold()
    url = cluster.url(DATABASE)
    try:
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as server:
            databases.drop(server, DATABASE)
            server.execute(f"CREATE DATABASE {DATABASE}")  # type: ignore[arg-type]
        run("manage.py", "migrate", "--verbosity", "0", DATABASE_URL=url)
        with psycopg.connect(url, autocommit=True) as database:
            database.execute(_DEVICES, [DEVICES])
            database.execute("CREATE TABLE bench_peer (payload text NOT NULL)")
        yield url
    finally:
        cluster.let_go()


def environment(**variables: str) -> dict[str, str]:
    """What a process of ours needs."""
    return os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test"} | variables


def run(*command: str, **variables: str) -> None:
    """Run a Python command to its end. Raises CalledProcessError."""
    subprocess.run(
        [sys.executable, *command], cwd=places.ROOT, env=environment(**variables), check=True
    )


def installed_peer(say: Callable[[str], None]) -> Path | None:
    """Python with the peer; None, and the reason told, where it cannot be installed."""
    python = PEER / "bin" / "python"
    try:
        if subprocess.run([python, "-c", "import mq_bridge"], capture_output=True).returncode == 0:
            return python
    except OSError:
        pass
    say("Installing mq-bridge into an environment of its own")
    with suppress(OSError, subprocess.CalledProcessError):
        subprocess.run([sys.executable, "-m", "venv", PEER], check=True, capture_output=True)
        install = [python, "-m", "pip", "install", "--quiet", *PEER_PACKAGES]
        subprocess.run(install, check=True, capture_output=True, timeout=300)
        return python
    say("Without mq-bridge: it cannot be installed here (no wheel, or no network).")
    return None


@contextmanager
def service(side: Side, url: str, peer: Path | None) -> Iterator[Callable[..., "Started"]]:
    """``start()`` starts the side at a broker of its own, in which it has a session already."""
    with (
        tempfile.TemporaryDirectory() as folder,
        mosquitto.running(Path(folder) / "mosquitto") as broker,
    ):
        if side.name == OURS:
            command = [sys.executable, "manage.py", "bridge"]
        else:
            command = [str(peer), str(Path(__file__).with_name("ingest_peer.py")), broker.url, url]
        variables = environment(DATABASE_URL=url, MQTT_URL=broker.url)

        def start() -> Started:
            return Started(command, variables, broker)

        first = start()
        first.subscribes()
        first.stop()
        yield start


class Started:
    """A process that stores messages."""

    def __init__(
        self, command: list[str], variables: dict[str, str], broker: mosquitto.Mosquitto
    ) -> None:
        self.broker = broker
        self._process = subprocess.Popen(
            command,
            cwd=places.ROOT,
            env=variables,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=end_with_parent,
        )

    def subscribes(self) -> None:
        """Wait until the broker has logged it in, and it has had time to subscribe."""
        wait_for(lambda: "New client connected" in self.broker.log)
        time.sleep(1)

    def stop(self) -> None:
        """End it in order, or not."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def cpu_seconds(self) -> float:
        """Processor time so far."""
        text = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(text[11]) + int(text[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def mebibytes(self) -> float:
        """The most memory that it has had since it became what it is."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


# --- what is measured -----------------------------------------------------------------------------


def drain(side: Side, database: psycopg.Connection, start: Callable[[], Started]) -> None:
    """How fast what has piled up is stored, from the first tenth of it to the last message."""
    database.execute(side.empty)  # type: ignore[arg-type]
    broker = None
    started = start()
    broker = started.broker
    started.stop()
    load(broker.url, DRAIN, 0)
    started = start()
    first = wait_for(lambda: counted(side, database) >= DRAIN // 10 and counted(side, database))
    before, cpu = time.monotonic(), started.cpu_seconds
    wait_for(lambda: counted(side, database) >= DRAIN)
    seconds = time.monotonic() - before
    side.drained.append((DRAIN - first) / seconds)
    side.cpu.append((started.cpu_seconds - cpu) / (DRAIN - first) * 1e6)
    started.stop()


def hold(
    side: Side, database: psycopg.Connection, start: Callable[[], Started], rate: int, seconds: int
) -> None:
    """How long messages take to be committed while they come at a steady rate."""
    database.execute(side.empty)  # type: ignore[arg-type]
    started = start()
    time.sleep(4)
    load(started.broker.url, rate * seconds, rate)
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


def load(url: str, number: int, rate: int) -> None:
    """Publish; returns when the broker has it all."""
    run("-m", "tests.benchmarks.ingest_load", url, str(DEVICES), str(number), str(rate))


def wait_for(condition: Callable[[], int], seconds: float = PATIENCE) -> int:
    """What the condition gives once it holds. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)
    return found


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
