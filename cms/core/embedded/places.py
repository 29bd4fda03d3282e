"""Where a checkout keeps what it makes, and whether it can."""

import contextlib
import errno
import shutil
import socket
import uuid
from pathlib import Path

from cms.core.embedded.faults import Fault
from cms.settings.variables import value

ROOT = Path(__file__).resolve().parents[3]
VAR = ROOT / value("VAR_DIR")
LOWEST_PORT, HIGHEST_PORT = 1, 65535
NEEDED_MEGABYTES = 300
NEIGHBOURS = 20


def make_folder(folder: Path, *, remedy: str = "name another folder in VAR_DIR") -> None:
    """Create the folder and prove that files can be written there. Raises Fault.

    Really writes a file: root passes every permission check, on a read-only mount too.
    """
    probe = folder / f".probe-{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"x" * 4096)
    except OSError as error:
        raise Fault(_reason(folder, error, remedy)) from error
    finally:
        with contextlib.suppress(OSError):
            probe.unlink()


def _reason(folder: Path, error: OSError, remedy: str) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"There is no space left for {folder}: free some and start again."
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"{folder} has to be a folder, but a file is in the way: move it and start again."
    return f"{folder} cannot be written ({error.strerror}): allow it for this user, or {remedy}."


def ensure_space(folder: Path, megabytes: int = NEEDED_MEGABYTES) -> None:
    """Raise Fault when the folder's disk has less than this free, before a step fails half-way."""
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < megabytes:
        raise Fault(
            f"Only {free} MB are free for {folder} and {megabytes} MB are needed: "
            "free some space and start again."
        )


def port_from(text: str) -> int:
    """The port number that a variable names. Raises Fault when it is none."""
    if not (text.isdecimal() and LOWEST_PORT <= int(text) <= HIGHEST_PORT):
        raise Fault(f"PORT has to be a number from {LOWEST_PORT} to {HIGHEST_PORT}, not “{text}”.")
    return int(text)


def ensure_port_free(host: str, port: int) -> None:
    """Raise Fault when another program listens on the port, or may not be listened on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # Ports of connections that just ended are free for a server, as they are for Granian.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except PermissionError as error:
            raise Fault(
                f"Port {port} needs more rights than this user has: choose one above 1023, "
                f"for example PORT=8001 make run."
            ) from error
        except OSError as error:
            raise Fault(
                f"Port {port} is taken by another program: stop it or choose another port, "
                f"for example PORT={port + 1 if port < HIGHEST_PORT else 8001} make run."
            ) from error


def neighbour(host: str, site_port: int, distance: int) -> int:
    """A port so far above the site's, or the next that is free; below it where none is above.

    The same at every start, as far as possible.
    """
    beyond = site_port + distance + NEIGHBOURS > HIGHEST_PORT
    first = site_port + (-distance if beyond else distance)
    for port in range(first, first + NEIGHBOURS):
        with socket.socket() as probe:
            if probe.connect_ex((host, port)):
                return port
    return first
