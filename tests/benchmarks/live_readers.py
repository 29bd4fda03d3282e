"""``python -m tests.benchmarks.live_readers PORT STREAMS DEVICES EACH``: open pages.

Opens the streams, each of some devices, writes a line when all have got their first event, and at
the end of its input another one with the delays from sending to arrival, in milliseconds.
"""

import json
import re
import selectors
import socket
import sys
import time
from datetime import datetime
from statistics import quantiles

MEASURED = re.compile(rb'"at":"([^"]+)"')


def opened(port: int, number: int, devices: int, each: int) -> socket.socket:
    """A stream of some devices, not the same for all."""
    slugs = ",".join(f"container-{(number * each + n) % devices + 1}" for n in range(each))
    stream = socket.create_connection(("127.0.0.1", port), timeout=60)
    # As a proxy tells it: an address has only so many streams.
    address = f"X-Forwarded-For: 192.0.2.{number % 250}"
    request = f"GET /live/stream/?devices={slugs} HTTP/1.1\r\nHost: bench\r\n{address}\r\n\r\n"
    stream.sendall(request.encode())
    stream.setblocking(False)
    return stream


def main(port: int, streams: int, devices: int, each: int) -> None:
    """Read until the standard input ends."""
    selector = selectors.DefaultSelector()
    for number in range(streams):
        selector.register(opened(port, number, devices, each), selectors.EVENT_READ, [b""])
    selector.register(sys.stdin, selectors.EVENT_READ)
    greeted: set[int] = set()
    delays: list[float] = []
    ready = float("inf")
    while True:
        for key, _events in selector.select():
            if key.fileobj is sys.stdin:
                return tell(delays)
            chunk = key.fileobj.recv(262_144)  # type: ignore[union-attr]
            if not chunk:
                sys.exit("a stream has ended")
            *whole, key.data[0] = (key.data[0] + chunk).split(b"\n\n")
            now = time.time()
            sent = [_seconds(match[1]) for event in whole if (match := MEASURED.search(event))]
            delays += [(now - moment) * 1000 for moment in sent if moment > ready]
            if sent and len(greeted) < streams:
                greeted.add(key.fd)
                if len(greeted) == streams:
                    print("ready", flush=True)
                    ready = now


def tell(delays: list[float]) -> None:
    """Write down what was measured."""
    cuts = quantiles(delays, n=100) if len(delays) > 1 else [0.0] * 99
    told = {"events": len(delays), "p50": cuts[49], "p99": cuts[98]}
    print(json.dumps(told | {"most": max(delays, default=0.0)}), flush=True)


def _seconds(moment: bytes) -> float:
    return datetime.fromisoformat(moment.decode()).timestamp()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
