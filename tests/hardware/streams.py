"""The stream process as it is started, and browsers that read from it."""

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Self
from urllib.error import HTTPError

from cms.core.embedded.places import ROOT
from cms.core.embedded.processes import end_with_parent
from hardware_bridge.management.commands.stream import command, configuration
from hardware_bridge.stream.config import VARIABLE
from tests.core.commands import eventually, free_port

PATIENCE = 60


class Browser:
    """An open stream; what comes is read when it is asked for."""

    def __init__(self, port: int, query: str = "") -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._socket.sendall(
            f"GET /live/stream/?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        )
        self.text = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def fileno(self) -> int:
        """To wait for several at once."""
        return self._socket.fileno()

    def more(self, seconds: float = PATIENCE) -> bool:
        """Read what has come; False when nothing comes in time or the stream has ended."""
        self._socket.settimeout(seconds)
        try:
            chunk = self._socket.recv(65536)
        except TimeoutError:
            return False
        self.text += chunk.decode()
        return bool(chunk)

    def state(self, seconds: float = PATIENCE) -> dict[str, Any]:
        """The next event's data. AssertionError when none comes in time."""
        deadline = time.monotonic() + seconds
        begin = "event: state\n"
        while "\n\n" not in self.text.partition(begin)[2]:
            left = deadline - time.monotonic()
            assert left > 0, self.text
            assert self.more(left) or time.monotonic() >= deadline, self.text
        event, _end, self.text = self.text.partition(begin)[2].partition("\n\n")
        return json.loads(event.partition("data: ")[2])

    def close(self) -> None:
        """Go away without a word."""
        self._socket.close()


class Streams:
    """The process, at a port of its own."""

    def __init__(self, **more: Any) -> None:
        self.port = free_port()
        self._variables = os.environ | {VARIABLE: replace(configuration(), **more).dumped()}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it; returns once it listens to the database."""
        self.process = subprocess.Popen(
            command(host="127.0.0.1", port=str(self.port)),
            cwd=ROOT,
            env=self._variables,
            preexec_fn=end_with_parent,
        )
        eventually(lambda: self.health().get("database"), PATIENCE)

    def stop(self) -> int:
        """End it in order; its exit code."""
        assert self.process
        self.process.terminate()
        return self.process.wait(20)

    def health(self) -> dict[str, Any]:
        """What it says of itself; nothing when it does not answer."""
        try:
            return self.answer("/healthz")[1]
        except OSError:
            return {}

    def answer(self, path: str, method: str = "GET") -> tuple[int, dict[str, Any]]:
        """Status and content of an ordinary answer."""
        url = f"{self.address}{path}"
        try:
            with urllib.request.urlopen(
                urllib.request.Request(url, method=method), timeout=PATIENCE
            ) as given:
                return given.status, json.loads(given.read())
        except HTTPError as error:
            with error:
                return error.code, json.loads(error.read())

    def open(self, query: str = "") -> Browser:
        """A browser that reads."""
        return Browser(self.port, query)

    @property
    def mebibytes(self) -> float:
        """Memory of the process and its children."""
        assert self.process
        pid = str(self.process.pid)
        words = ["/bin/ps", "-o", "rss=", "--ppid", pid, "--pid", pid]
        listed = subprocess.run(words, capture_output=True, text=True, check=True)
        return sum(map(int, listed.stdout.split())) / 1024


@contextmanager
def streaming(**more: Any) -> Iterator[Streams]:
    """The process for the block."""
    streams = Streams(**more)
    streams.start()
    try:
        yield streams
    finally:
        if streams.process and streams.process.poll() is None:
            streams.stop()
