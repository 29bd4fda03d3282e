"""How long the page of a device takes with all that is stored, and how many queries.

``python -m tests.benchmarks.device_page`` asks the database of ``DATABASE_URL`` for the pages of
twenty devices, with a day and with ninety, and prints ``{"span": [milliseconds, queries]}``.
"""

import json
import time
from statistics import median

import django
from django.test import Client

from tests.benchmarks.counting import ANSWER, QUESTION

SPANS = ("day", "quarter")
PAGES = 20


def measure() -> dict[str, tuple[float, int]]:
    """The median of the pages' milliseconds, and the most queries of one."""
    from hardware_bridge.models import Device

    client, found = Client(headers={"host": "127.0.0.1"}), {}
    addresses = [device.get_absolute_url() for device in Device.objects.order_by("pk")[:PAGES]]
    client.get(addresses[0])  # what a process reads once
    for span in SPANS:
        taken, queries = [], []
        for address in addresses:
            began = time.perf_counter()
            answer = client.get(address, {"span": span}, **{QUESTION: "1"})
            taken.append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:
                raise ValueError(f"{address} answered {answer.status_code}")
            queries.append(int(answer[ANSWER]))
        found[span] = (median(taken), max(queries))
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(measure()))
