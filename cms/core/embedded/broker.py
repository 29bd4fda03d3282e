"""The broker of ``make run``: the one of ``MQTT_URL``, else Mosquitto, else one from PyPI.

Whoever names a broker of another host is only listened to: the machines of the demo are played at
brokers of this host alone.
"""

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from cms.core.embedded import places

ADDRESS, PROGRAM = "MQTT_URL", "EMBEDDED_BROKER"
HOST, DISTANCE = "127.0.0.1", 2000
HERE = {"127.0.0.1", "::1", "localhost"}
FOLDER = places.VAR / "mosquitto"
KEPT = places.VAR / "broker.url"
SMALL = "amqtt"
SMALL_MODULE = "cms.core.embedded.small_broker"
PARK = "tests.simulators.devices"
PARK_FOLDER = places.ROOT / "tests" / "simulators" / "devices"
# Debian puts it where only root looks for programs.
MORE_FOLDERS = "/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"
CONFIG = """
listener {port} {host}
allow_anonymous true
persistence true
persistence_location {folder}/
autosave_interval 60
persistent_client_expiration 1d
max_queued_messages 100000
memory_limit 500000000
max_packet_size 66000
max_inflight_messages 0
log_dest stdout
log_type error
log_type warning
"""


def prepare(site_port: int) -> None:
    """Tell this process and its children where the broker is, unless that has been told already."""
    if os.environ.get(ADDRESS):
        return
    program = mosquitto() or (SMALL if find_spec(SMALL) else "")
    if not program:
        return
    port = places.neighbour(HOST, site_port, DISTANCE)
    os.environ.update({ADDRESS: f"mqtt://{HOST}:{port}", PROGRAM: program})
    KEPT.write_text(os.environ[ADDRESS])
    if program != SMALL:
        _configure(port)


def running() -> str:
    """The address of the broker that ``make run`` has started last; empty if it never has."""
    return KEPT.read_text() if KEPT.exists() else ""


def mosquitto() -> str | None:
    """Where Mosquitto is."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path=MORE_FOLDERS)


def _configure(port: int) -> None:
    places.make_folder(FOLDER)
    text = CONFIG.format(port=port, host=HOST, folder=FOLDER)
    if os.geteuid() == 0:
        # It would give root up for a user who may not write into the folder.
        text += "user root\n"
    _config().write_text(text)


def _config() -> Path:
    return FOLDER / "mosquitto.conf"


def command() -> tuple[str, ...] | None:
    """Start the broker; None where there is one already, or none at all."""
    program = os.environ.get(PROGRAM)
    if not program:
        return None
    if program == SMALL:
        return (sys.executable, "-m", SMALL_MODULE, os.environ[ADDRESS].rpartition(":")[2])
    return (program, "-c", str(_config()))


def is_there() -> bool:
    """Whether there is a broker to listen to."""
    return bool(os.environ.get(ADDRESS))


def park() -> tuple[str, ...] | None:
    """Start the simulated machines; None where they are not played."""
    if not (is_there() and PARK_FOLDER.is_dir()):
        return None
    if urlsplit(os.environ[ADDRESS]).hostname not in HERE:
        return None
    return (sys.executable, "-m", PARK)


def sentence() -> str:
    """Which broker the devices speak with, in one line."""
    if not is_there():
        return "There are no live devices: there is no broker. Install mosquitto or set MQTT_URL."
    if os.environ.get(PROGRAM) == SMALL:
        return (
            "Devices speak through a small broker for trying out, which may lose messages when a "
            "connection breaks; `apt-get install mosquitto` brings a real one."
        )
    address = urlsplit(os.environ[ADDRESS])
    where = f"{address.hostname}:{address.port}" if address.port else address.hostname
    played = "and are simulated" if park() else "and none is simulated"
    return f"Devices speak through the broker at {where} {played}."
