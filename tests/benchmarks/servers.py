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
from tempfile import TemporaryFile

from cms.core.embedded.places import ROOT
from cms.core.embedded.processes import end_with_parent

HOST = "127.0.0.1"
START_SECONDS = 60


class NotServingError(Exception):
    """A server has not started; why, and what it wrote."""


@contextmanager
def serving(
    application: str, environment: dict[str, str], *, path: Path = ROOT, health: str = "/"
) -> Iterator[str]:
    """The address of a server for the application, which ends with the block.

    Raises NotServingError.
    """
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    command += ["--host", HOST, "--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    with TemporaryFile() as errors:
        server = subprocess.Popen(
            [*command, "--log-level", "error", application],
            cwd=path,
            env={**os.environ, "PYTHONPATH": str(path)} | environment,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            preexec_fn=end_with_parent,
        )
        try:
            address = f"http://{HOST}:{port}"
            try:
                _wait_for(server, address + health)
            except _WaitedInVainError as reason:
                errors.seek(0)
                words = errors.read().decode(errors="replace").strip()
                raise NotServingError(f"{application} {reason}.\n{words}".strip()) from reason
            yield address
        finally:
            _end(server)


def _end(server: subprocess.Popen) -> None:
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


class _WaitedInVainError(Exception):
    """Why a server is no use."""


def _wait_for(server: subprocess.Popen, url: str) -> None:
    """Return when the address answers."""
    started = time.monotonic()
    while time.monotonic() - started < START_SECONDS:
        if server.poll() is not None:
            raise _WaitedInVainError(f"ended with exit code {server.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except urllib.error.HTTPError as error:
            raise _WaitedInVainError(f"answers {error.code} for {url}") from error
        except OSError:
            time.sleep(0.2)
    raise _WaitedInVainError(f"does not answer within {START_SECONDS} s")
