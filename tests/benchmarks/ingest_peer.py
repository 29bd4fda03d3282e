"""The nearest peer on PyPI, in an environment of its own: a route of mq-bridge from MQTT to COPY.

``python ingest_peer.py MQTT_URL DATABASE_URL``. The route reads each message as JSON and writes its
time and its measures into columns of one table, in batches, and acknowledges what is committed. No
device is looked up, no value is checked, no latest value is kept, and nothing is compared with what
was stored before: a message that comes twice is stored twice.
"""

import signal
import sys
from threading import Event

from mq_bridge import Route

BATCH = 1000
# What the broker may send before the subscription is answered has to fit into the queue, else the
# answer never comes; and acknowledgements wait in a channel as long as what may be in flight.
IN_FLIGHT, QUEUE = 4096, 5000
COLUMNS = ("ts", "fill_percent", "temperature_c", "battery_percent", "signal_dbm", "tilt")


def route(broker: str, database: str) -> Route:
    """From every device's state to the table."""
    values = ", ".join(f"${{payload:{name}}}" for name in COLUMNS)
    source = {
        "url": broker.replace("mqtt://", "tcp://"),
        "topic": "ngo/v1/+/+/state",
        "client_id": "peer",
        "qos": 1,
        "clean_session": False,
        "session_expiry_interval": 86_400,
        "queue_capacity": QUEUE,
        "max_inflight": IN_FLIGHT,
    }
    table = {
        # It wants a host, though the server is behind a socket.
        "url": database.replace("@/", "@localhost/"),
        "table": "bench_peer",
        "insert_query": f"INSERT INTO bench_peer ({', '.join(COLUMNS)}) VALUES ({values})",
        "bulk_copy": True,
    }
    return Route.from_config(
        {"input": {"mqtt": source}, "output": {"sqlx": table}, "batch_size": BATCH}
    )


def main(broker: str, database: str) -> None:
    """Store until SIGTERM."""
    ended = Event()
    signal.signal(signal.SIGTERM, lambda *_arguments: ended.set())
    with route(broker, database):
        ended.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
