"""Calendars of others for the demo of ``make run``: the simulator that the tests use, too.

It is part of the checkout but not of the platform, which is why it is started by its name. Its
address is of this machine, so it has to be named as one that may be asked.
"""

import os
import sys

from cms.core.embedded import places

MODULE = "tests.simulators.feeds"
FOLDER = places.ROOT / "tests" / "simulators" / "feeds"
HOST = "127.0.0.1"
# The same at every start, as institutions of the demo know the address.
DISTANCE = 4000
ALLOWED, SIMULATED = "CALENDAR_INTERNAL_ORIGINS", "CALENDAR_SIMULATOR"


def prepare(site_port: int) -> None:
    """Tell this process and its children where the demo's calendars are."""
    if not FOLDER.is_dir():
        return
    address = f"http://{HOST}:{places.neighbour(HOST, site_port, DISTANCE)}"
    named = [each for each in os.environ.get(ALLOWED, "").split(",") if each]
    os.environ.update({SIMULATED: address, ALLOWED: ",".join([*named, address])})


def is_simulated() -> bool:
    """Whether there are calendars to be served."""
    return bool(os.environ.get(SIMULATED))


def command() -> tuple[str, ...]:
    """Start the simulator."""
    return (sys.executable, "-m", MODULE, "--port", os.environ[SIMULATED].rpartition(":")[2])
