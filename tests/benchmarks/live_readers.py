"""``python -m tests.benchmarks.live_readers PORT STREAMS DEVICES EACH SECONDS``: open pages.

Opens the streams, each of some devices, writes a line when all have got their first event, and when
the time is over another one with the delays from sending a value to its arrival, in milliseconds.
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


def main(port: int, streams: int, devices: int, each: int, seconds: int) -> None:
    """Read until the time is over."""
    selector = selectors.DefaultSelector()
    for number in range(streams):
        selector.register(opened(port, number, devices, each), selectors.EVENT_READ, [b""])
    greeted: set[int] = set()
    delays: list[float] = []
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for key, _events in selector.select(0.5):
            chunk = key.fileobj.recv(262_144)  # type: ignore[union-attr]
            if not chunk:
                sys.exit("a stream has ended")
            *whole, key.data[0] = (key.data[0] + chunk).split(b"\n\n")
            now = time.time()
            if key.fd in greeted and len(greeted) == streams:
                found = (MEASURED.search(event) for event in whole)
                delays += [(now - _seconds(match[1])) * 1000 for match in found if match]
            elif any(b"data:" in event for event in whole):
                greeted.add(key.fd)
                if len(greeted) == streams:
                    print("ready", flush=True)
                    deadline = time.monotonic() + seconds
    cuts = quantiles(delays, n=100) if len(delays) > 1 else [0.0] * 99
    told = {"events": len(delays), "p50": cuts[49], "p99": cuts[98], "ready": len(greeted)}
    print(json.dumps(told | {"most": max(delays, default=0.0)}), flush=True)


def _seconds(moment: bytes) -> float:
    return datetime.fromisoformat(moment.decode()).timestamp()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
