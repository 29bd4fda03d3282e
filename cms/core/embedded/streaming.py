"""The process of ``make run`` that holds event streams; in production the proxy leads to it."""

import os
import sys

from cms.core.embedded import broker, places

ADDRESS = "STREAM_URL"
HOST, DISTANCE = "127.0.0.1", 3000
PATH = "/live/stream/"


def prepare(site_port: int) -> None:
    """Tell this process and its children where streams are, unless that has been told already."""
    if not os.environ.get(ADDRESS) and broker.is_there():
        port = places.neighbour(HOST, site_port, DISTANCE)
        os.environ[ADDRESS] = f"http://{HOST}:{port}{PATH}"


def command() -> tuple[str, ...] | None:
    """Start it; None where streams are elsewhere."""
    prefix, _path, _rest = os.environ.get(ADDRESS, "").partition(PATH)
    if not prefix.startswith(f"http://{HOST}:"):
        return None
    return (
        *(sys.executable, str(places.ROOT / "manage.py"), "stream"),
        *("--host", HOST, "--port", prefix.rpartition(":")[2]),
    )
