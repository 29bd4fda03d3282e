"""Bridges as the processes that operators start, to be killed."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from cms.core.embedded.places import ROOT
from cms.core.embedded.processes import end_with_parent
from tests.simulators.mosquitto import Mosquitto
from tests.simulators.publisher import Message

START_SECONDS = 90


class Process:
    """``manage.py bridge`` on a database."""

    def __init__(self, broker: Mosquitto, database: str, *words: str) -> None:
        self._broker, self._words = broker, words
        self._variables = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "DATABASE_URL": database,
            "MQTT_URL": broker.url,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, waits: bool = True) -> "Process":
        """Start it; wait until it has subscribed."""
        before = self._broker.log.count("New client connected")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "bridge", *self._words],
            cwd=ROOT,
            env=self._variables,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=end_with_parent,
        )
        deadline = time.monotonic() + START_SECONDS
        while waits and self._broker.log.count("New client connected") == before:
            assert self.process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        if waits:
            time.sleep(0.5)
        return self

    def kill(self) -> None:
        """End it as the kernel would."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """End it in order; its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: int) -> int:
        if self.process is None:
            return 0
        with suppress(ProcessLookupError):
            self.process.send_signal(number)
        code = self.process.wait(30)
        self.process = None
        return code


def timed(number: int, devices: int = 10) -> list[Message]:
    """Messages with a time of their own each; ``count`` tells them apart."""
    first = round(time.time() * 1000) - number
    return [
        (f"ngo/v1/sensor/s-{each % devices}/state", b'{"ts":%d,"count":%d}' % (first + each, each))
        for each in range(number)
    ]


def untimed(number: int, devices: int = 10) -> list[Message]:
    """The same without a time."""
    return [
        (f"ngo/v1/sensor/s-{each % devices}/state", b'{"count":%d}' % each)
        for each in range(number)
    ]
