"""``python -m tests.benchmarks.ingest_load URL DEVICES NUMBER RATE``: publishes like many devices.

Each message bears the moment of its sending, to the microsecond, as the device's time. With a rate
of 0 as fast as the broker takes them, with times of the past milliseconds.
"""

import sys
import time

from tests.simulators.publisher import Message, Publisher

SLICE_SECONDS = 0.005
PAYLOAD = (
    '{"ts": %.3f, "fill_percent": %d, "temperature_c": 21.5, "battery_percent": 88, '
    '"signal_dbm": -97, "tilt": 2}'
)


def message(number: int, devices: int, milliseconds: float) -> Message:
    """A message of about 120 bytes."""
    topic = f"ngo/v1/bin/container-{number % devices + 1}/state"
    return topic, (PAYLOAD % (milliseconds, number % 100)).encode()


def flood(publisher: Publisher, devices: int, number: int) -> None:
    """All at once."""
    first = time.time() * 1000 - number
    publisher.publish([message(each, devices, first + each) for each in range(number)])


def pace(publisher: Publisher, devices: int, number: int, rate: float) -> None:
    """At a steady rate, in slices of some milliseconds."""
    started, sent = time.time(), 0
    while sent < number:
        due = min(number, int((time.time() - started) * rate) + 1)
        # Between the last due message and now, so that no time is given twice to a device.
        now = time.time() * 1000
        part = [message(each, devices, now - (due - each) * 0.001) for each in range(sent, due)]
        publisher.stream(part)
        sent = due
        time.sleep(SLICE_SECONDS)
    publisher.publish([])


if __name__ == "__main__":
    url, devices, number, rate = sys.argv[1], *map(int, sys.argv[2:])
    client = Publisher(url, "load", window=60_000 if rate else 2_000)
    client.connect()
    if rate:
        pace(client, devices, number, rate)
    else:
        flood(client, devices, number)
