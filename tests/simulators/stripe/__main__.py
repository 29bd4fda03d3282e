"""``python -m tests.simulators.stripe --port 9000 --webhook URL --secret whsec_…``."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from tests.simulators.stripe.deliveries import Endpoint
from tests.simulators.stripe.history import remember
from tests.simulators.stripe.server import Simulator
from tests.simulators.stripe.world import KEY


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.simulators.stripe", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--key", default=KEY, help="the API key it answers to")
    parser.add_argument("--webhook", default="", help="address that events are sent to")
    parser.add_argument("--secret", default="", help="what they are signed with")
    parser.add_argument("--types", default="*", help="types of events, separated by commas")
    parser.add_argument("--store", type=Path, help="file that keeps everything")
    parser.add_argument("--history", type=Path, help="file with payments of the past, if it exists")
    parser.add_argument("--sepa-seconds", type=int, help="from a SEPA mandate to the bank's answer")
    return parser.parse_args()


def main() -> None:
    """Serve until SIGTERM or Ctrl-C; the first line written is the address."""
    given = _arguments()
    simulator = Simulator(given.port, given.store)
    simulator.world.switches.key = given.key
    if given.sepa_seconds is not None:
        simulator.world.switches.sepa_seconds = given.sepa_seconds
    if given.history and given.history.exists():
        remember(simulator.world, given.history)
    if given.webhook:
        endpoint = Endpoint(given.webhook, given.secret, tuple(given.types.split(",")))
        simulator.deliveries.endpoints.append(endpoint)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: ended.set())
    threading.Thread(target=simulator.serve, daemon=True).start()
    sys.stdout.write(f"{simulator.address}\n")
    sys.stdout.flush()
    ended.wait()
    simulator.stop()


main()
