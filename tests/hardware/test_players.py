"""Simulated machines at a broker: they speak, and answer commands and requests."""

import json
import threading
import time
from datetime import timedelta

import pytest

from hardware_bridge import adapters
from hardware_bridge.adapters.messages import Reading, Result, Status
from hardware_bridge.bridge.addresses import parsed
from hardware_bridge.demo.park import BIN, LOCKER, machines
from hardware_bridge.domain.commands import request_command
from hardware_bridge.models import Command, Compartment, DeviceState, Latest, UnknownDevice
from hardware_bridge.tasks import take_answer
from tests.core.commands import eventually
from tests.factories.hardware import DeviceFactory
from tests.hardware.simulated import BINS, MIDNIGHT, NEW_LIGHT, OLD_LIGHT, SEED, UNUSED
from tests.simulators.devices import behaviour, players
from tests.simulators.devices.players import KINDS
from tests.simulators.devices.simulator import Simulator


class Broker:
    """Takes what a machine publishes."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []

    def __call__(self, topic: str, payload: bytes, retain: bool) -> None:
        self.taken.append((topic, payload))

    def messages(self, what: str) -> list[dict]:
        return [json.loads(payload) for topic, payload in self.taken if topic.endswith(what)]


def player(machine, broker: Broker, at: float = MIDNIGHT) -> players.Player:
    return KINDS[machine.kind](machine, SEED, broker, lambda: at)


def play(one: players.Player, seconds: float) -> None:
    """Let a machine live for some seconds from now on, half a second at a time."""
    now = time.time()
    for half in range(int(seconds * 2) + 1):
        one.tick(now + half / 2)


OPEN = {"action": "open", "compartment": 3, "expires_at": "2199-01-01T00:00:00Z"}
NAME = "7c7b1a4e-6f5d-4f8e-9d6c-2f1f4f0f6a11"


class TestPlayers:
    """What they say and do."""

    @pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.slug)
    def test_everything_that_is_said_is_taken_by_the_adapter(self, machine):
        broker = Broker()
        one = player(machine, broker)
        one.greet()
        one.tick(time.time())
        one.take(NAME, {"action": "identify", "expires_at": "2199-01-01T00:00:00Z"})
        play(one, 3)
        one.leave()
        kinds = set()
        for topic, payload in broker.taken:
            route = adapters.route(topic)
            assert route.address == f"{machine.kind}/{machine.slug}"
            kinds.add(type(adapters.ADAPTERS["own"].read(route, payload)))
        assert kinds == {Reading, Result, Status}

    def test_a_compartment_is_opened_closed_and_turned_over(self):
        broker = Broker()
        one = player(UNUSED, broker)
        one.tick(time.time())
        one.take(NAME, OPEN)
        play(one, 20)
        answers = broker.messages("result")
        assert [answer["state"] for answer in answers] == ["door_opened", "door_closed"]
        events = [each for each in broker.messages("event") if each["compartment"] == 3]
        assert [(each["door"], each["occupied"]) for each in events] == [
            ("open", True),
            ("closed", False),
        ]

    def test_the_same_command_is_done_once_and_answered_again(self):
        broker = Broker()
        one = player(NEW_LIGHT, broker)
        said = {"action": "set_level", "level_percent": 40, "expires_at": OPEN["expires_at"]}
        one.take(NAME, said)
        one.take(NAME, said)
        play(one, 3)
        assert one.values().__next__()[1]["level_percent"] == 40
        assert [answer["state"] for answer in broker.messages("result")] == ["done"]
        one.take(NAME, said)
        assert [answer["state"] for answer in broker.messages("result")] == ["done", "done"]

    def test_one_that_has_expired_is_not_done(self):
        broker = Broker()
        one = player(UNUSED, broker)
        one.take(NAME, OPEN | {"expires_at": "2026-01-01T00:00:00Z"})
        play(one, 3)
        assert broker.messages("result") == []

    def test_an_old_light_cannot_be_dimmed(self):
        broker = Broker()
        one = player(OLD_LIGHT, broker)
        one.take(NAME, {"action": "set_level", "level_percent": 40})
        play(one, 3)
        assert broker.messages("result")[0]["reason"] == "cannot be dimmed"

    def test_a_released_light_follows_its_schedule_again(self):
        broker = Broker()
        one = player(NEW_LIGHT, broker, MIDNIGHT + 12 * 3600)
        one.take("a", {"action": "set_level", "level_percent": 40})
        play(one, 3)
        one.take("b", {"action": "release"})
        play(one, 3)
        assert next(one.values())[1]["level_percent"] == 0

    @pytest.mark.parametrize(
        ("fault", "machine", "measure", "value"),
        [
            ("full", BINS[0], "fill_percent", 99.0),
            ("tilted", BINS[0], "tilt", 87),
            ("fault", NEW_LIGHT, "fault", True),
            ("fault", UNUSED, "fault", True),
        ],
    )
    def test_faults_show_until_it_is_well(self, fault, machine, measure, value):
        broker = Broker()
        one = player(machine, broker)
        one.ail(fault)
        one.tick(time.time())
        assert broker.messages("state")[0][measure] == value
        one.ail("well")
        one.tick(time.time())
        assert [each for each in broker.messages("state") if measure in each][-1][measure] != value

    def test_one_that_is_silent_says_nothing_and_does_nothing(self):
        broker = Broker()
        one = player(UNUSED, broker)
        one.ail("silent")
        one.take(NAME, OPEN)
        play(one, 20)
        assert broker.taken == []

    def test_a_door_that_nobody_asked_for_opens_for_a_minute(self):
        broker = Broker()
        one = player(UNUSED, broker)
        one.tick(time.time())
        one.ail("door", 5)
        play(one, 70)
        doors = [each["door"] for each in broker.messages("") if each.get("compartment") == 5]
        assert "open" in doors
        assert doors[-1] == "closed"

    def test_clocks_and_payloads_can_be_wrong(self):
        broker = Broker()
        one = player(BINS[0], broker)
        one.ail("fast_clock")
        one.ail("twice")
        one.tick(time.time())
        first, second = broker.messages("state")
        assert first == second
        assert first["ts"] / 1000 > time.time() + 7000
        one.ail("well")
        one.ail("broken")
        one.tick(time.time())
        with pytest.raises(ValueError):
            json.loads(broker.taken[-1][1])

    def test_a_fault_that_is_not_known_is_refused(self):
        with pytest.raises(ValueError, match="“sleepy” is none of silent"):
            player(BINS[0], Broker()).ail("sleepy")


@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
def test_the_park_speaks_and_is_told_through_a_real_broker(broker, bridge, settings):
    chosen = [BINS[0], UNUSED, next(each for each in machines() if not each.is_known)]
    container = DeviceFactory(kind=BIN, slug=BINS[0].slug)
    station = DeviceFactory(kind=LOCKER, slug=UNUSED.slug)
    for number in behaviour.compartments(UNUSED):
        Compartment.objects.create(device=station, number=number)
    bridge()
    park = Simulator(parsed(broker.url), chosen, seed=SEED)
    thread = threading.Thread(target=park.run)
    thread.start()
    try:
        eventually(lambda: Latest.objects.filter(measure="door").count() == 12, 30)
        eventually(lambda: Latest.objects.filter(device=container).exists(), 30)
        assert UnknownDevice.objects.filter(address=f"bin/{chosen[2].slug}").exists()
        assert DeviceState.objects.get(device=station).is_online
        command = request_command(device=station, action="open", channel=3)
        doors = Latest.objects.filter(device=station, channel=3, measure="door", value="open")
        eventually(doors.exists, 30)
        eventually(lambda: answers_of(command) == ["door_opened", "door_closed"], 40)
        park.players[f"locker/{UNUSED.slug}"].later.clear()
    finally:
        park.is_wanted = False
        thread.join(20)
    eventually(lambda: DeviceState.objects.get(device=station).is_online is False, 30)


def answers_of(command: Command) -> list[str]:
    """What the worker would take over, in order."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    jobs = ProcrastinateJob.objects.filter(task_name=take_answer.name).order_by("id")
    answers = [job.args["answer"] for job in jobs]
    return [each["state"] for each in answers if each["command"] == str(command.public_id)]


def test_a_day_passes_faster_on_request(time_machine):
    time_machine.move_to("2026-05-05T08:00:00+00:00", tick=False)
    park = Simulator(parsed("mqtt://127.0.0.1:1"), [BINS[0]], speed=1000.0)
    before = park.clock()
    assert timedelta(seconds=before - time.time()) < timedelta(hours=1)
    time_machine.shift(2)
    assert park.clock() - before == pytest.approx(2000)
