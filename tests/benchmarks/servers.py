"""Granian for each of the measured applications, one process with four threads, on free ports."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cms.core.embedded.places import ROOT
from cms.core.embedded.processes import end_with_parent

HOST = "127.0.0.1"
START_SECONDS = 60


@contextmanager
def serving(
    application: str, environment: dict[str, str], *, path: Path = ROOT, health: str = "/"
) -> Iterator[str]:
    """The address of a server for the application, which ends with the block."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    command += ["--host", HOST, "--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    server = subprocess.Popen(
        [*command, "--log-level", "error", application],
        cwd=path,
        env={**os.environ, "PYTHONPATH": str(path), "GRANIAN_LOG_ENABLED": "false"} | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=end_with_parent,
    )
    try:
        address = f"http://{HOST}:{port}"
        _wait_for(server, address + health, application)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(server: subprocess.Popen, url: str, name: str) -> None:
    """Return when the address answers. Raises RuntimeError when it does not."""
    started = time.monotonic()
    while time.monotonic() - started < START_SECONDS:
        if server.poll() is not None:
            raise RuntimeError(f"The server of {name} ended with exit code {server.returncode}.")
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{url} of {name} answers {error.code}.") from error
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{name} does not answer within {START_SECONDS} s.")
