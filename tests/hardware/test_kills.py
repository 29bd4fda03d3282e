"""Whatever is killed in the middle of many messages: each is stored exactly once."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from hardware_bridge import models
from tests import databases
from tests.core.commands import eventually
from tests.factories.hardware import DeviceFactory
from tests.hardware.processes import Process, timed, untimed
from tests.simulators import mosquitto
from tests.simulators.publisher import Publisher

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.broker,
    pytest.mark.xdist_group("kills"),
]
PATIENCE = 240
FULL = """
CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER disk_is_full BEFORE INSERT ON hardware_reading
    FOR EACH ROW EXECUTE FUNCTION disk_is_full()
"""


def url() -> str:
    """The test's own database."""
    name = connection.settings_dict["NAME"]
    return urlunsplit(urlsplit(databases.url())._replace(path=f"/{name}"))


@pytest.fixture(autouse=True)
def devices():
    for number in range(10):
        DeviceFactory(kind="sensor", slug=f"s-{number}")


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[mosquitto.Mosquitto]:
    # What was written down when it is killed is what it comes back with; production does it each
    # minute.
    with mosquitto.running(tmp_path / "mosquitto", autosave=1) as running:
        yield running


@pytest.fixture
def bridge(broker: mosquitto.Mosquitto) -> Iterator[Process]:
    """A bridge that runs."""
    process = Process(broker, url()).start()
    yield process
    process.kill()


@pytest.fixture
def publishing(broker: mosquitto.Mosquitto) -> Iterator[Callable[..., threading.Thread]]:
    """``publishing(messages, rate)`` publishes in a thread of its own."""
    threads: list[threading.Thread] = []

    def start(messages: list, rate: float = 0, name: str = "device") -> threading.Thread:
        publisher = Publisher(broker.url, name, window=500)

        def publish() -> None:
            step = int(rate / 20) or len(messages)
            for first in range(0, len(messages), step):
                publisher.publish(messages[first : first + step])
                if rate:
                    time.sleep(0.05)
            publisher.close()

        threads.append(threading.Thread(target=publish))
        threads[-1].start()
        return threads[-1]

    yield start
    for thread in threads:
        thread.join(PATIENCE)


def count() -> int:
    return models.Reading.objects.count()


def stored_once(number: int, *, timed: bool = True) -> None:
    """Each of the messages from 0 on is there, and none of them twice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT measures->'count') FROM hardware_reading"
            " WHERE (at <> received_at) = %s",
            [timed],
        )
        assert cursor.fetchone() == (number, number)


def settles(number: int) -> None:
    eventually(lambda: count() >= number, PATIENCE)
    time.sleep(1)


def test_a_bridge_that_is_killed_among_100_000_messages_loses_and_doubles_none(
    broker, bridge, publishing
):
    half = 50_000
    threads = [publishing(timed(half)), publishing(untimed(half), name="without-time")]
    for share in (0.1, 0.4, 0.7):
        eventually(lambda share=share: count() > share * 2 * half, PATIENCE)
        bridge.kill()
        bridge.start()
    for thread in threads:
        thread.join(PATIENCE)
    settles(2 * half)
    stored_once(half)
    stored_once(half, timed=False)


def test_a_bridge_that_is_stopped_in_order_stores_what_it_has_and_ends_at_once(
    broker, bridge, publishing
):
    number = 20_000
    publishing(timed(number))
    eventually(lambda: count() > 2000, PATIENCE)
    started = time.monotonic()
    assert bridge.stop() == 0
    assert time.monotonic() - started < 10
    bridge.start()
    settles(number)
    stored_once(number)


def test_a_broker_that_is_stopped_and_started_again_loses_none(broker, bridge, publishing):
    number = 20_000
    publishing(timed(number))
    eventually(lambda: count() > 2000, PATIENCE)
    broker.stop()
    time.sleep(0.5)
    broker.start()
    settles(number)
    stored_once(number)


def test_a_broker_that_is_killed_loses_none_that_it_could_pass_on(broker, bridge, publishing):
    number = 4000
    time.sleep(2)  # the subscription is written down
    publishing(timed(number), rate=800)
    eventually(lambda: count() > 1000, PATIENCE)
    broker.kill()
    time.sleep(0.5)
    broker.start()
    settles(number)
    stored_once(number)


def test_a_database_that_hangs_up_and_refuses_for_a_while_loses_none(broker, bridge, publishing):
    number = 20_000
    name = connection.settings_dict["NAME"]
    publishing(timed(number // 2))
    publishing(untimed(number // 2), name="without-time")
    eventually(lambda: count() > 2000, PATIENCE)
    connection.close()
    with databases.maintenance() as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        time.sleep(3)
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    settles(number)
    stored_once(number // 2)
    stored_once(number // 2, timed=False)


def test_a_full_disk_stops_the_acknowledgements_and_loses_none(broker, bridge, publishing):
    with connection.cursor() as cursor:
        cursor.execute(FULL)
    publishing(timed(1000)).join(PATIENCE)
    time.sleep(2)
    assert count() == 0
    assert not models.DeadLetter.objects.exists()
    eventually(lambda: "No space left" in models.BridgeStatus.objects.get().last_fault, 15)
    assert models.BridgeStatus.objects.get().is_connected
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION disk_is_full() CASCADE")
    settles(1000)
    stored_once(1000)


def test_a_bridge_that_ends_while_the_database_is_away_leaves_all_to_the_broker(
    broker, bridge, publishing
):
    with connection.cursor() as cursor:
        cursor.execute(FULL)
    publishing(timed(1000)).join(PATIENCE)
    time.sleep(1)
    started = time.monotonic()
    assert bridge.stop() == 0
    assert time.monotonic() - started < 12
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION disk_is_full() CASCADE")
    bridge.start()
    settles(1000)
    stored_once(1000)


def test_memory_stays_bounded_while_nothing_can_be_stored(broker, bridge, publishing):
    with psycopg.connect(url(), autocommit=True) as database:
        database.execute("BEGIN; LOCK TABLE hardware_reading")
        pid = bridge.process.pid
        before = memory(pid)
        publishing(timed(60_000)).join(PATIENCE)
        time.sleep(2)
        assert memory(pid) - before < 60
        database.execute("ROLLBACK")
    settles(60_000)
    stored_once(60_000)


def memory(pid: int) -> float:
    """Resident mebibytes of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError(pid)
