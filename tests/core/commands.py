"""Commands as a person types them: real processes in a folder of their own."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cms.core.embedded.places import ROOT

PATIENCE = 180
OURS = (
    *("DATABASE_URL", "PORT", "BASE_URL", "THEME", "DJANGO_SETTINGS_MODULE", "CI"),
    *("MQTT_URL", "EMBEDDED_BROKER", "STREAM_URL"),
    *("STRIPE_API_KEY", "STRIPE_API_BASE", "STRIPE_WEBHOOK_SECRETS", "CHECKOUT_ORIGINS"),
)


def environment(**variables: str) -> dict[str, str]:
    """The environment of a fresh terminal, with these variables set."""
    clean = {name: text for name, text in os.environ.items() if name not in OURS}
    return {**clean, "PYTHONUNBUFFERED": "1", **variables}


def manage(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``manage.py`` to its end; standard output and errors are one text."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def told(result: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a command that failed as it should: exit code 1 and no traceback."""
    assert result.returncode == 1, result.stdout
    assert "Traceback" not in result.stdout, result.stdout
    errors = [line for line in result.stdout.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 1, result.stdout
    assert result.stdout.rstrip().endswith(errors[0])
    return errors[0].removeprefix("Error: ")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until the condition holds. AssertionError when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


class Running:
    """A command under way, and what it has written so far."""

    def __init__(self, command: list[str], **variables: str) -> None:
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(**variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            self._lines.extend(output)

    @property
    def output(self) -> str:
        """Everything it has written so far."""
        return "".join(self._lines)

    def says(self, words: str, *, seconds: float = PATIENCE) -> None:
        """Wait until it has written the words. AssertionError with its output otherwise."""
        deadline = time.monotonic() + seconds
        while words not in self.output:
            assert time.monotonic() < deadline, f"{words!r} is not in:\n{self.output}"
            assert self.process.poll() is None or words in self.output, self.output
            time.sleep(0.05)

    def send(self, number: int) -> None:
        """Send a signal to it alone."""
        self.process.send_signal(number)

    def ends(self) -> int:
        """Wait for its end; the exit code."""
        code = self.process.wait(timeout=PATIENCE)
        self._reader.join(timeout=10)
        return code


@contextmanager
def running(command: list[str], **variables: str) -> Iterator[Running]:
    """Run the command for the block, and end it with the block."""
    started = Running(command, **variables)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.send(signal.SIGTERM)
            started.ends()


def folder_for(tmp_path: Path) -> str:
    """A VAR_DIR for a command."""
    return str(tmp_path / "var")
