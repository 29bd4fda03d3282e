"""A Mosquitto of the tests' own: a real broker on a free port, with limits like production's.

Only the size of messages has none, so that the bridge has to refuse what is too large itself.
"""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from cms.core.embedded.processes import end_with_parent
from tests.core.commands import free_port
from tests.tools import mosquitto

START_SECONDS = 10
CONFIG = """
listener {port} 127.0.0.1
allow_anonymous true
persistence true
persistence_location {folder}/
autosave_interval {autosave}
persistent_client_expiration 7d
max_queued_messages 500000
max_queued_bytes 0
max_inflight_messages 0
"""
# Started by root it would else give that up for a user who may not write into the folder.
OWN = """
user root
log_dest file {folder}/log
log_type error
log_type warning
log_type notice
connection_messages true
"""


class Mosquitto:
    """A broker that can be stopped, killed and started again with what it has kept."""

    def __init__(self, folder: Path, *, config: str = CONFIG, autosave: int = 1800) -> None:
        self.folder = folder
        self.port = free_port()
        folder.mkdir(parents=True, exist_ok=True)
        self._config = folder / "mosquitto.conf"
        text = (config + OWN).format(port=self.port, folder=folder, autosave=autosave)
        self._config.write_text(text)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"mqtt://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it listens. AssertionError when it does not."""
        program = mosquitto().path
        assert program, mosquitto().remedy
        self.process = subprocess.Popen(
            [program, "-c", str(self._config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=end_with_parent,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            assert self.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether it listens."""
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        """End it in order: it writes down what it keeps."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as the kernel would."""
        self._end(signal.SIGKILL)

    def _end(self, number: int) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.send_signal(number)
            self.process.wait(10)
            self.process = None

    @property
    def log(self) -> str:
        """What it has written."""
        log = self.folder / "log"
        return log.read_text(errors="replace") if log.exists() else ""


@contextmanager
def running(folder: Path, **options: Any) -> Iterator[Mosquitto]:
    """A broker for the block."""
    broker = Mosquitto(folder, **options)
    broker.start()
    try:
        yield broker
    finally:
        broker.kill()
        shutil.rmtree(folder, ignore_errors=True)
