"""The nearest peer on PyPI, in an environment of its own: mq-bridge polls, psycopg copies.

``python ingest_peer.py MQTT_URL DATABASE_URL``. Each message is read as JSON and stored as its time
and its measures. No device is looked up, no value is checked, no latest value is kept, and nothing
is compared with what was stored before: a message that comes twice is stored twice.
"""

import json
import signal
import sys

import psycopg
from mq_bridge import Consumer

BATCH = 2000
# What a broker sends before its subscription is answered must fit into its queue, else it waits for
# the answer for ever. The broker of the benchmark leaves 4,096 unacknowledged.
QUEUE = 5_000
wanted = True


def stop(*_arguments: object) -> None:
    """End after the batch."""
    global wanted
    wanted = False


def main(broker: str, database: str) -> None:
    """Store until SIGTERM."""
    signal.signal(signal.SIGTERM, stop)
    endpoint = {
        "url": broker.replace("mqtt://", "tcp://"),
        "topic": "ngo/v1/+/+/state",
        "client_id": "peer",
        "qos": 1,
        "clean_session": False,
        "session_expiry_interval": 86_400,
        "queue_capacity": QUEUE,
        "max_inflight": 1000,
    }
    connection = psycopg.connect(database)
    consumer = Consumer.from_config({"mqtt": endpoint})
    while wanted:
        messages, token = consumer.poll_batch(BATCH, 200)
        if token is None:
            continue
        statement = "COPY bench_peer (sent, measures) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for message in messages:
                measures = json.loads(message.payload)
                copy.write_row((measures.pop("ts"), json.dumps(measures)))
        connection.commit()
        consumer.ack(token)


if __name__ == "__main__":
    main(*sys.argv[1:])
