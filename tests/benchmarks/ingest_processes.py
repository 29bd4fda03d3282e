"""What is started to measure how messages get into the database."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from cms.core.embedded import places
from cms.core.embedded.cluster import Cluster
from cms.core.embedded.processes import end_with_parent
from tests import databases
from tests.simulators import mosquitto

PEER = places.VAR / "bench-peer"
PEER_PACKAGE = "mq-bridge==1.2.0"
DATABASE = "bench_ingest"
DEVICES = 1000
PATIENCE = 180
CONNECTED = "New client connected"
_PEER = """
CREATE TABLE bench_peer (
    ts double precision NOT NULL, fill_percent double precision, temperature_c double precision,
    battery_percent double precision, signal_dbm double precision, tilt double precision
)
"""
_DEVICES = """
INSERT INTO hardware_device
    (kind, name, slug, place, adapter, address, interval_seconds, thresholds, notes, is_public)
SELECT 'bin', 'Container ' || n, 'container-' || n, '', 'own', 'bin/container-' || n, 900, '{}', '',
    true FROM generate_series(1, %s) AS n
"""


class BenchCluster(Cluster):
    """A durable server that notes the time of every commit."""

    def __init__(self) -> None:
        super().__init__(places.VAR / "postgres-bench")
        own = {"track_commit_timestamp": "on", "synchronous_commit": "on", "fsync": "on"}
        self._options = self._options | own | {"shared_buffers": "128MB", "max_wal_size": "2GB"}


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
            database.execute(_PEER)
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
        install = [python, "-m", "pip", "install", "--quiet", PEER_PACKAGE]
        subprocess.run(install, check=True, capture_output=True, timeout=300)
        return python
    say("Without mq-bridge: it cannot be installed here (no wheel, or no network).")
    return None


@contextmanager
def service(command: tuple[str, ...], url: str) -> Iterator["Starter"]:
    """Starts a command at a broker of its own, in which it has a session already. The word
    ``MQTT_URL`` of the command stands for the broker's address."""
    with (
        tempfile.TemporaryDirectory() as folder,
        mosquitto.running(Path(folder) / "mosquitto") as broker,
    ):
        words = [broker.url if word == "MQTT_URL" else word for word in command]
        start = Starter(words, environment(DATABASE_URL=url, MQTT_URL=broker.url), broker)
        try:
            first = start()
            first.subscribes()
            first.stop()
            yield start
        finally:
            start.end_all()


@dataclass
class Starter:
    """Starts a process again and again."""

    command: list[str]
    variables: dict[str, str]
    broker: mosquitto.Mosquitto
    _started: list["Started"] = field(default_factory=list)

    def __call__(self) -> "Started":
        self._started.append(Started(self.command, self.variables, self.broker))
        return self._started[-1]

    def end_all(self) -> None:
        """End what broke off."""
        for each in self._started:
            each.stop()


class Started:
    """A process that stores messages."""

    def __init__(
        self, command: list[str], variables: dict[str, str], broker: mosquitto.Mosquitto
    ) -> None:
        self._broker = broker
        self._seen = broker.log.count(CONNECTED)
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
        wait_for(lambda: self._broker.log.count(CONNECTED) > self._seen)
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


def load(url: str, number: int, rate: int) -> None:
    """Publish; returns when the broker has it all."""
    run("-m", "tests.benchmarks.ingest_load", url, str(DEVICES), str(number), str(rate))


def wait_for(condition: Callable[[], int], seconds: float = PATIENCE) -> int:
    """What the condition gives once it holds. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.2)
    return found
