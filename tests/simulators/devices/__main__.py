"""``python -m tests.simulators.devices --seed 1``: plays the park at the broker of ``MQTT_URL``.

``--ask DEVICE FAULT`` tells a park that is being played to have a fault, and ends.
"""

import argparse
import json
import logging
import os
import signal
import sys

from paho.mqtt import publish

from hardware_bridge.bridge.addresses import Address, parsed
from hardware_bridge.demo.park import machines
from tests.simulators.devices.players import FAULTS, WELL
from tests.simulators.devices.simulator import CONTROL, Simulator


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="another park of the same kind (1)")
    parser.add_argument("--speed", type=float, default=1.0, help="how fast its day passes (1)")
    parser.add_argument("--ask", nargs=2, metavar=("DEVICE", "FAULT"), help=f"or “{WELL}”")
    parser.add_argument("--compartment", type=int, default=0, help="of the fault “door” or “ajar”")
    return parser.parse_args()


def ask(address: Address, device: str, fault: str, compartment: int) -> None:
    """Tell the park that is played."""
    if fault not in (*FAULTS, WELL):
        known = [f"  {name}: {words}" for name, words in FAULTS.items()]
        sys.exit("\n".join(["A machine can have these faults:", *known, f"  {WELL}: has none"]))
    if device not in {machine.slug for machine in machines()}:
        sys.exit(f"There is no device “{device}”.")
    login = {"username": address.user, "password": address.password} if address.user else None
    said = {"device": device, "fault": fault, "compartment": compartment}
    tls = {"ca_certs": address.ca} if address.is_encrypted else None
    # paho logs an error when it hangs up after it has published; an operator would take it for one.
    logging.getLogger("paho").addHandler(logging.NullHandler())
    publish.single(
        CONTROL, json.dumps(said), 1, hostname=address.host, port=address.port, auth=login, tls=tls
    )


def main() -> None:
    """Play until SIGTERM or Ctrl-C."""
    given = _arguments()
    try:
        address = parsed(os.environ.get("MQTT_URL", ""))
    except ValueError as fault:
        sys.exit(str(fault))
    if given.ask:
        ask(address, *given.ask, given.compartment)
        return
    simulator = Simulator(address, machines(), seed=given.seed, speed=given.speed)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: setattr(simulator, "is_wanted", False))
    sys.stdout.write(f"{len(simulator.players)} machines at {address}\n")
    sys.stdout.flush()
    simulator.run()


if __name__ == "__main__":
    main()
