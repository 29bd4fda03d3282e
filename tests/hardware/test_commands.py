"""Commands: what may be given, how far they come, and their log."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cms.programme.models import Permit
from hardware_bridge import models, tasks
from hardware_bridge.domain import commands
from tests.factories.hardware import DeviceFactory
from tests.factories.people import UserFactory
from tests.factories.programme import ProjectFactory
from tests.factories.site import translated

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def station():
    device = DeviceFactory(kind="locker", slug="station-1")
    for number in (1, 2):
        models.Compartment.objects.create(device=device, number=number)
    return device


@pytest.fixture
def light():
    return DeviceFactory(kind="light", slug="mast-1")


def open_one(station, **more) -> models.Command:
    return commands.request_command(device=station, action="open", channel=1, **more)


def steps(command: models.Command) -> list[str]:
    return [event.state for event in command.events.all()]


def sent(command: models.Command) -> models.Command:
    assert commands.advance(command=command, to="sent", origin="system")
    return command


def answer(command: models.Command, state: str, **more) -> str:
    return commands.record_result(
        device_id=command.device_id, public_id=command.public_id, state=state, **more
    )


class TestAsking:
    """What may be given."""

    def test_a_command_is_accepted_and_signed_for(self, station):
        person = UserFactory()
        command = open_one(station, by=person)
        assert (command.state, command.requested_by) == ("accepted", person)
        assert steps(command) == ["requested", "accepted"]
        assert [event.origin for event in command.events.all()] == ["person", "system"]

    def test_the_same_key_again_is_the_same_command(self, station):
        first, second = (open_one(station, idempotency_key="lend-17") for _each in range(2))
        assert first == second
        assert models.Command.objects.count() == 1

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"channel": 0}, "Fach"),
            ({"channel": 9}, "Fach"),
            ({"action": "set_level"}, "kennt"),
        ],
    )
    def test_what_the_device_cannot_do_is_refused_and_kept(self, station, change, words):
        command = commands.request_command(
            **{"device": station, "action": "open", "channel": 1} | change
        )
        assert command.is_refused
        assert words in command.reason
        assert steps(command) == ["requested", "refused"]

    def test_a_compartment_out_of_service_stays_closed(self, station):
        station.compartments.filter(number=1).update(is_in_service=False)
        assert open_one(station).is_refused

    def test_a_retired_device_gets_no_commands(self, station):
        station.retired_on = timezone.localdate()
        station.save()
        assert open_one(station).is_refused

    def test_a_device_of_another_source_gets_none(self):
        sensor = DeviceFactory(kind="sensor", adapter="chirpstack", address="a")
        assert commands.request_command(device=sensor, action="identify").is_refused

    def test_an_expiry_has_a_limit(self, station):
        command = open_one(station, expires_in=timedelta(days=400))
        assert command.expires_at - timezone.now() <= timedelta(days=1)


class TestPermits:
    """No command leaves for a light whose project has not its permits."""

    def ask(self, light, level: object = 40) -> models.Command:
        return commands.request_command(
            device=light, action="set_level", arguments={"level_percent": level}
        )

    def project(self, site, light, *states: str):
        project = ProjectFactory(parent=site.projects)
        for state in states:
            Permit.objects.create(page=project, locale=project.locale, title="P", state=state)
        light.project = project
        light.save()
        return project

    def test_a_light_of_no_project_is_refused(self, light):
        assert self.ask(light).is_refused

    @pytest.mark.parametrize("states", [(), ("requested",), ("granted", "needed"), ("refused",)])
    def test_without_all_permits_it_is_refused(self, site, light, states):
        self.project(site, light, *states)
        assert self.ask(light).is_refused

    def test_with_all_permits_it_is_accepted(self, site, light):
        self.project(site, light, "granted", "granted")
        assert self.ask(light).state == "accepted"

    def test_permits_are_those_of_the_german_page_whichever_page_is_named(self, site, light):
        project = self.project(site, light, "granted")
        english = translated(project, slug="english")
        Permit.objects.filter(page=english).update(state="needed")
        light.project = english
        light.save()
        assert self.ask(light).state == "accepted"
        Permit.objects.filter(page=project).update(state="requested")
        assert self.ask(light).is_refused

    @pytest.mark.parametrize("level", [-1, 101, "40", None, True])
    def test_a_level_is_a_number_from_0_to_100(self, site, light, level):
        self.project(site, light, "granted")
        assert self.ask(light, level).is_refused


class TestSteps:
    """How far a command comes."""

    def test_a_door_that_opens_and_closes(self, station):
        command = sent(open_one(station))
        assert answer(command, "door_opened") == ""
        assert answer(command, "door_closed") == ""
        assert steps(command) == ["requested", "accepted", "sent", "door_opened", "door_closed"]
        assert [event.origin for event in command.events.all()][3:] == ["device", "device"]

    def test_an_answer_may_overtake_the_brokers_acknowledgement(self, station):
        command = open_one(station)
        assert answer(command, "door_opened") == ""
        assert not commands.advance(command=command, to="sent", origin="system")

    def test_the_same_answer_again_is_written_once(self, station):
        command = sent(open_one(station))
        assert answer(command, "door_opened") == ""
        assert answer(command, "door_opened") == ""
        assert steps(command).count("door_opened") == 1

    def test_an_answer_that_does_not_fit_is_a_fault(self, station):
        command = sent(open_one(station))
        answer(command, "failed", detail="jammed")
        assert "cannot follow" in answer(command, "door_closed")
        command.refresh_from_db()
        assert (command.state, command.reason) == ("failed", "jammed")

    def test_a_device_cannot_answer_for_another(self, station):
        command = sent(open_one(station))
        other = DeviceFactory(kind="locker", slug="station-2")
        fault = commands.record_result(
            device_id=other.pk, public_id=command.public_id, state="door_opened"
        )
        assert "no command of this device" in fault
        command.refresh_from_db()
        assert command.state == "sent"

    def test_one_that_is_not_sent_in_time_expires(self, station):
        command = open_one(station)
        assert commands.end_what_is_over() == 0
        with time_machine.travel(timezone.now() + MINUTE):
            assert commands.end_what_is_over() == 1
        command.refresh_from_db()
        assert command.state == "expired"

    def test_one_that_a_bridge_is_just_sending_does_not_expire(self, station):
        command = open_one(station)
        models.Command.objects.update(lease_until=timezone.now() + 2 * MINUTE)
        with time_machine.travel(timezone.now() + MINUTE):
            assert commands.end_what_is_over() == 0
        command.refresh_from_db()
        assert command.state == "accepted"

    def test_without_an_answer_it_is_given_up_and_a_late_answer_is_still_the_truth(self, station):
        command = sent(open_one(station, answer_seconds=20))
        with time_machine.travel(timezone.now() + MINUTE):
            tasks.end_commands(timestamp=0)
            command.refresh_from_db()
            assert command.state == "timed_out"
            assert answer(command, "door_opened") == ""
        assert steps(command)[-2:] == ["timed_out", "door_opened"]


class TestAnswers:
    """Answers as the bridge hands them over."""

    def said(self, command: models.Command, **more: object) -> dict:
        now = int(timezone.now().timestamp() * 1_000_000)
        return {
            "device": command.device_id,
            "command": str(command.public_id),
            "state": "door_opened",
            "detail": "",
            "at": now,
            "received": now,
            "topic": f"{command.topic}/result",
            "payload": "{}",
        } | more

    def test_one_that_fits_is_a_step(self, station):
        command = sent(open_one(station))
        tasks.take_answer(answer=self.said(command))
        command.refresh_from_db()
        assert command.state == "door_opened"
        assert not models.DeadLetter.objects.exists()

    def test_one_that_fits_no_command_is_set_aside(self, station):
        command = open_one(station)
        odd = self.said(command) | {"command": "00000000-0000-4000-8000-000000000000"}
        tasks.take_answer(answer=odd)
        tasks.take_answer(answer=odd)
        letter = models.DeadLetter.objects.get()
        assert (letter.reason, letter.count) == ("command", 2)

    def test_a_time_before_the_command_is_not_believed(self, station):
        command = sent(open_one(station))
        tasks.take_answer(answer=self.said(command, at=0))
        assert command.events.last().at >= command.requested_at
