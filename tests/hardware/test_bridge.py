"""The bridge between a real broker and a real database."""

import json
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from hardware_bridge import models, tasks
from hardware_bridge.bridge.config import Rules
from hardware_bridge.domain import commands
from tests.core.commands import eventually
from tests.factories.hardware import DeviceFactory
from tests.hardware.listener import Listener

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.broker]
STATE = "ngo/v1/bin/container-1/state"
PATIENCE = 20


@pytest.fixture(autouse=True)
def device():
    return DeviceFactory(slug="container-1")


def count() -> int:
    return models.Reading.objects.count()


def status() -> models.BridgeStatus:
    return models.BridgeStatus.objects.get()


def test_what_a_device_says_is_stored_and_acknowledged(bridge, publish, device):
    run = bridge()
    publish(STATE, {"ts": time.time() * 1000, "fill_percent": 40}, {"fill_percent": 41})
    run.settles(2)
    assert count() == 2
    run.stop()
    again = bridge()
    publish(STATE, {"fill_percent": 42})
    again.settles(1)
    assert count() == 3


def test_what_is_published_while_the_bridge_is_away_waits_at_the_broker(bridge, publish):
    bridge().stop()
    publish(STATE, *[{"fill_percent": number} for number in range(50)])
    bridge().settles(50)
    assert count() == 50


def test_poison_is_set_aside_and_the_rest_goes_on(bridge, publish):
    run = bridge()
    poison = (b"{broken", b'{"fill_percent": NaN}', {"fill_percent": "x"}, b"x" * 10_000_000)
    publish(STATE, {"fill_percent": 1}, *poison, {"fill_percent": 2})
    run.settles(6)
    assert count() == 2
    reasons = set(models.DeadLetter.objects.values_list("reason", flat=True))
    assert reasons == {"not_json", "no_number", "type", "size"}


def test_what_the_database_itself_refuses_is_set_aside(bridge, publish):
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE hardware_reading ADD CHECK ((measures->>'fill_percent')::int <> 13)"
        )
    run = bridge()
    publish(STATE, *[{"fill_percent": number} for number in range(20)])
    run.settles(20)
    assert count() == 19
    letter = models.DeadLetter.objects.get()
    assert (letter.reason, letter.text) == ("database", '{"fill_percent": 13}')


def test_a_device_made_while_the_bridge_runs_is_known_at_once(bridge, publish):
    run = bridge()
    publish("ngo/v1/bin/container-2/state", {"fill_percent": 1})
    run.settles(1)
    assert models.UnknownDevice.objects.count() == 1
    before = run.bridge.intake.registry
    DeviceFactory(slug="container-2")
    eventually(lambda: run.bridge.intake.registry is not before, PATIENCE)
    publish("ngo/v1/bin/container-2/state", {"fill_percent": 2})
    run.settles(2)
    assert count() == 1


def test_two_devices_with_one_id_do_not_hinder_each_other(bridge, publish):
    run = bridge()
    at = time.time() * 1000
    publish(STATE, {"ts": at, "fill_percent": 10}, {"ts": at, "fill_percent": 90})
    publish(STATE, {"ts": at + 1, "fill_percent": 90}, {"ts": at + 2, "fill_percent": 10})
    run.settles(4)
    values = models.Reading.objects.order_by("at").values_list("measures__fill_percent", flat=True)
    assert list(values) == [10, 90, 10]


def test_a_device_that_sends_too_much_is_held_to_its_limit(bridge, publish):
    run = bridge(rules=Rules(rate=1, burst=10))
    publish(STATE, *[{"fill_percent": 1}] * 100)
    run.settles(100)
    assert 10 <= count() <= 15
    assert models.DeadLetter.objects.get().reason == "rate"


def test_the_status_and_the_last_will_of_a_device_are_kept(bridge, broker, publish, device):
    run = bridge()
    topic = "ngo/v1/bin/container-1/status"
    with Listener(broker.url, "dying", will=(topic, b"offline")) as dying:
        publish(topic, b"online")
        run.settles(1)
        device.state.refresh_from_db()
        assert device.state.is_online is True
        dying.break_off()
    run.settles(2)
    device.state.refresh_from_db()
    assert device.state.is_online is False


def test_ten_thousand_devices_that_come_back_at_once_are_taken_in(bridge, broker, publish):
    models.Device.objects.bulk_create(
        DeviceFactory.build(slug=f"c-{n}", address=f"bin/c-{n}") for n in range(10_000)
    )
    run = bridge()
    publish.many([(f"ngo/v1/bin/c-{n}/status", b"online") for n in range(10_000)])
    run.settles(10_000)
    assert models.DeviceState.objects.filter(is_online=True).count() == 10_000


def test_several_bridges_share_the_messages(bridge, publish):
    runs = [bridge(client_id=f"bridge-{n}", share="city") for n in range(2)]
    publish(STATE, *[{"ts": time.time() * 1000 - n, "fill_percent": 1} for n in range(400)])
    eventually(lambda: count() == 400, PATIENCE)
    received = [run.bridge.intake.received for run in runs]
    assert sum(received) == 400
    assert min(received) > 100
    numbers = models.BridgeStatus.objects.values_list("number", flat=True)
    assert sorted(numbers) == [0, 1]


def test_a_bridge_that_shares_from_now_on_gets_nothing_twice(bridge, publish):
    bridge(client_id="bridge-0").stop()
    publish(STATE, {"fill_percent": 1})
    runs = [bridge(client_id=f"bridge-{n}", share="city") for n in range(2)]
    runs[0].settles(1)
    publish(STATE, *[{"fill_percent": 1}] * 100)
    eventually(lambda: count() >= 101, PATIENCE)
    time.sleep(0.5)
    assert sum(run.bridge.intake.received for run in runs) == count() == 101


def test_every_one_of_several_bridges_hears_of_a_status(bridge, publish, device):
    for number in range(2):
        bridge(client_id=f"bridge-{number}", share="city")
    publish("ngo/v1/bin/container-1/status", b"online")
    eventually(lambda: models.DeviceState.objects.get(device=device).is_online, PATIENCE)


def test_a_second_bridge_of_the_same_name_stands_by(bridge, publish):
    first = bridge()
    second = bridge(listens=False)
    time.sleep(1)
    assert not second.bridge.broker.is_connected
    publish(STATE, {"fill_percent": 1})
    first.settles(1)
    first.stop()
    second.listens()
    publish(STATE, {"fill_percent": 2})
    second.settles(1)
    assert count() == 2


def test_the_status_of_the_bridge_tells_how_it_is(bridge, publish, broker):
    run = bridge()
    publish(STATE, {"fill_percent": 1}, b"{")
    run.settles(2)
    eventually(lambda: status().received == 2, PATIENCE)
    found = status()
    assert (found.is_connected, found.protocol, found.queue) == (True, "5", 0)
    assert (found.stored, found.dead_letters) == (1, 1)
    assert found.is_alive
    assert timezone.now() - found.last_message_at < timedelta(minutes=1)
    run.stop()
    assert not status().is_alive


def test_readers_are_notified_of_devices_that_have_changed(bridge, publish, device):
    run = bridge()
    with connection.cursor() as cursor:
        cursor.execute("LISTEN hardware")
        publish(STATE, {"fill_percent": 1})
        run.settles(1)
        (notice,) = connection.connection.notifies(timeout=5, stop_after=1)
    assert notice.payload == str(device.pk)


class TestCommands:
    """Commands to a device, and its answers."""

    @pytest.fixture
    def station(self):
        device = DeviceFactory(kind="locker", slug="station-1")
        models.Compartment.objects.create(device=device, number=1)
        return device

    def jobs(self) -> list[dict]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT args FROM procrastinate_jobs WHERE task_name = 'hardware.take_answer'"
            )
            return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor]

    def test_a_command_reaches_the_device_and_its_answer_comes_back(
        self, bridge, broker, publish, station
    ):
        bridge()
        with Listener(broker.url, "station", topics=["ngo/v1/locker/station-1/command/+"]) as own:
            command = commands.request_command(device=station, action="open", channel=1)
            topic, payload = own.next_message(PATIENCE)
            said = json.loads(payload)
            assert topic == f"ngo/v1/locker/station-1/command/{command.public_id}"
            assert (said["id"], said["action"], said["compartment"]) == (
                str(command.public_id),
                "open",
                1,
            )
            eventually(lambda: models.Command.objects.get().state == "sent", PATIENCE)
            publish(f"{topic}/result", {"state": "door_opened"})
            eventually(self.jobs, PATIENCE)
        tasks.take_answer(**self.jobs()[0])
        command.refresh_from_db()
        assert command.state == "door_opened"

    def test_a_light_without_permits_is_sent_nothing_whoever_wrote_the_row(
        self, bridge, broker, publish
    ):
        light = DeviceFactory(kind="light", slug="mast-1")
        bridge()
        with Listener(broker.url, "mast", topics=["ngo/v1/light/#"]) as own:
            models.Command.objects.create(device=light, action="identify", state="accepted")
            assert own.next_message(3) is None
        assert models.Command.objects.get().state == "accepted"

    def test_one_that_is_over_is_ended_by_a_job(self, bridge, station):
        bridge()
        past = timezone.now() - timedelta(minutes=1)
        models.Command.objects.create(
            device=station, channel=1, action="open", state="accepted", expires_at=past
        )

        def queued() -> bool:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM procrastinate_jobs"
                    " WHERE task_name = 'hardware.end_commands'"
                )
                return cursor.fetchone()[0] == 1

        eventually(queued, PATIENCE)
