"""Lockers: opening, maintenance, and doors that are open when they should not be."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from hardware_bridge import models, tasks
from hardware_bridge.domain import commands, doors, lockers
from hardware_bridge.domain.ingest import Stored
from hardware_bridge.domain.rules import NotAllowedError
from hardware_bridge.queries import lockers as queries
from tests.factories.park import says, station
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def box():
    return station().compartments.get(number=1)


@pytest.fixture
def operator():
    return UserFactory(role="Hardware operators")


def sent(command: models.Command) -> models.Command:
    assert commands.advance(command=command, to="sent", origin="system")
    return command


def door(box: models.Compartment, state: str, at=None) -> None:
    """A station's word about a door, stored and told to those who watch."""
    at = at or timezone.now()
    says(box.device, at, channel=box.number, door=state)
    doors.look_at_doors([Stored(box.device_id, "locker", box.number, at, {"door": state})])


def alarms(**where) -> list[tuple[str, bool]]:
    rows = models.Alert.objects.filter(**where).order_by("pk")
    return [(alert.condition, alert.closed_at is None) for alert in rows]


class TestOpening:
    def test_it_is_signed_for_and_asked_for_once(self, box):
        person = UserFactory()
        first, again = (
            lockers.open_compartment(compartment=box, by=person, idempotency_key="loan-1")
            for _each in range(2)
        )
        assert first == again
        assert (first.state, first.requested_by, first.channel) == ("accepted", person, 1)

    def test_one_out_of_service_stays_closed_for_people(self, box):
        lockers.take_out_of_service(compartments=[box], reason="Schloss klemmt")
        assert lockers.open_compartment(compartment=box, by=UserFactory()).is_refused

    def test_operators_open_one_out_of_service_and_the_log_says_so(self, box, operator):
        lockers.take_out_of_service(compartments=[box], reason="Schloss klemmt")
        command = lockers.open_for_maintenance(compartment=box, by=operator)
        assert (command.state, command.is_maintenance) == ("accepted", True)

    def test_operators_who_press_twice_have_asked_once(self, box, operator):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            first = lockers.open_for_maintenance(compartment=box, by=operator)
            assert lockers.open_for_maintenance(compartment=box, by=operator) == first
            clock.shift(6 * SECOND)
            later = lockers.open_for_maintenance(compartment=box, by=operator)
        assert later != first

    def test_nobody_else_does(self, box):
        with pytest.raises(NotAllowedError):
            lockers.open_for_maintenance(compartment=box, by=UserFactory(role="Editors"))
        assert not models.Command.objects.exists()


class TestMaintenance:
    def test_it_needs_a_reason(self, box):
        with pytest.raises(NotAllowedError):
            lockers.take_out_of_service(compartments=[box], reason="  ")

    def test_it_begins_and_ends_once(self, box):
        assert lockers.take_out_of_service(compartments=[box], reason="Schloss  klemmt") == 1
        assert lockers.take_out_of_service(compartments=[box], reason="Nochmal") == 0
        box.refresh_from_db()
        assert (box.out_reason, box.is_in_service) == ("Schloss klemmt", False)
        assert box.out_since is not None
        assert lockers.put_into_service(compartments=[box]) == 1
        box.refresh_from_db()
        assert (box.out_reason, box.out_since, box.is_in_service) == ("", None, True)

    def test_it_ends_the_alarms_of_the_door_and_raises_none(self, box):
        door(box, "open")
        assert alarms() == [("door_unasked", True)]
        lockers.take_out_of_service(compartments=[box], reason="Schloss klemmt")
        assert alarms() == [("door_unasked", False)]
        box.refresh_from_db()
        door(box, "closed")
        door(box, "open", timezone.now() + SECOND)
        assert len(alarms()) == 1


class TestDoors:
    def test_a_door_that_was_to_be_opened_raises_no_alarm(self, box):
        command = sent(lockers.open_compartment(compartment=box, by=None))
        door(box, "open")
        command.refresh_from_db()
        assert command.state == "door_opened"
        door(box, "closed", timezone.now() + SECOND)
        command.refresh_from_db()
        assert command.state == "door_closed"
        assert alarms() == []

    def test_the_stations_own_answer_after_that_is_no_fault(self, box):
        command = sent(lockers.open_compartment(compartment=box, by=None))
        door(box, "open")
        fault = commands.record_result(
            device_id=box.device_id, public_id=command.public_id, state="door_opened"
        )
        assert fault == ""

    def test_one_that_nobody_asked_for_raises_one_until_it_is_closed(self, box):
        door(box, "open")
        door(box, "open", timezone.now() + SECOND)
        assert alarms() == [("door_unasked", True)]
        door(box, "closed", timezone.now() + 2 * SECOND)
        assert alarms() == [("door_unasked", False)]

    def test_where_people_open_with_a_code_nobody_need_have_asked(self, box):
        models.Device.objects.update(has_keypad=True)
        door(box, "open")
        assert alarms() == []

    def test_a_refused_or_expired_command_opens_no_door(self, box):
        command = lockers.open_compartment(compartment=box, by=None)
        commands.advance(command=command, to="expired", origin="system")
        door(box, "open")
        assert alarms() == [("door_unasked", True)]

    def test_the_command_of_another_compartment_does_not_count(self, box):
        other = box.device.compartments.get(number=2)
        sent(lockers.open_compartment(compartment=other, by=None))
        door(box, "open")
        assert alarms(channel=1) == [("door_unasked", True)]

    def test_a_command_of_long_ago_does_not_count(self, box):
        command = sent(lockers.open_compartment(compartment=box, by=None))
        door(box, "open", command.sent_at + 5 * MINUTE)
        assert alarms() == [("door_unasked", True)]

    def test_open_again_after_it_was_closed_is_an_alarm_of_its_own(self, box):
        command = sent(lockers.open_compartment(compartment=box, by=None))
        door(box, "open", command.sent_at + SECOND)
        door(box, "closed", command.sent_at + 5 * SECOND)
        door(box, "open", command.sent_at + 9 * SECOND)
        assert alarms() == [("door_again", True)]
        door(box, "closed", command.sent_at + 12 * SECOND)
        assert alarms() == [("door_again", False)]

    def test_so_it_is_some_minutes_later(self, box):
        command = sent(lockers.open_compartment(compartment=box, by=None))
        door(box, "open", command.sent_at + SECOND)
        door(box, "closed", command.sent_at + 5 * SECOND)
        door(box, "open", command.sent_at + 4 * MINUTE)
        assert alarms() == [("door_again", True)]
        door(box, "closed", command.sent_at + 5 * MINUTE)
        door(box, "open", command.sent_at + 20 * MINUTE)
        assert alarms() == [("door_again", False), ("door_unasked", True)]

    def test_one_that_stays_open_after_a_command_was_asked_for(self, box):
        command = sent(lockers.open_compartment(compartment=box, by=None))
        door(box, "open", command.sent_at + SECOND)
        door(box, "open", command.sent_at + 4 * MINUTE)
        assert alarms() == []

    def test_so_it_is_where_nobody_has_looked_when_it_was_closed(self, box):
        now = timezone.now()
        sent(lockers.open_compartment(compartment=box, by=UserFactory()))
        door(box, "open", now + SECOND)
        says(box.device, now + 5 * SECOND, channel=box.number, door="closed")
        door(box, "open", now + 20 * SECOND)
        assert alarms() == [("door_again", True)]

    def test_a_new_command_in_between_allows_it(self, box):
        with time_machine.travel(timezone.now() - MINUTE):
            first = sent(lockers.open_compartment(compartment=box, by=None))
        door(box, "open", first.sent_at + SECOND)
        door(box, "closed", first.sent_at + 5 * SECOND)
        second = sent(lockers.open_compartment(compartment=box, by=None))
        door(box, "open", second.sent_at + SECOND)
        assert alarms() == []

    def test_the_same_reading_told_twice_raises_one_alarm(self, box):
        at = timezone.now() - MINUTE
        door(box, "open", at)
        door(box, "closed", at + SECOND)
        doors.look_at_doors([Stored(box.device_id, "locker", 1, at, {"door": "open"})])
        assert alarms() == [("door_unasked", False)]

    def test_an_opening_that_is_told_late_is_an_incident_that_is_over(self, box):
        now = timezone.now()
        says(box.device, now, channel=1, door="closed")
        door(box, "open", now - MINUTE)
        assert alarms() == [("door_unasked", False)]

    def test_what_a_door_does_not_know_raises_nothing(self, box):
        door(box, "unknown")
        assert alarms() == []


class TestOpenTooLong:
    def test_the_time_counts_from_the_first_word_that_it_is_open(self, box):
        now = timezone.now()
        sent(lockers.open_compartment(compartment=box, by=None))
        for minutes in (5, 3, 1):
            says(box.device, now - minutes * MINUTE, channel=1, door="open")
        tasks.look_at_doors(timestamp=0)
        tasks.look_at_doors(timestamp=0)
        assert alarms() == [("door_long", True)]

    def test_within_its_time_it_raises_none(self, box):
        now = timezone.now()
        says(box.device, now - 5 * MINUTE, channel=1, door="open")
        says(box.device, now - 2 * MINUTE, channel=1, door="closed")
        says(box.device, now - MINUTE, channel=1, door="open")
        assert doors.look_for_long_open_doors() == 0

    def test_the_rule_that_fits_says_how_long(self, box):
        models.AlertRule.objects.create(
            name="Türen", kind="locker", condition="door_long", seconds=30
        )
        says(box.device, timezone.now() - MINUTE, channel=1, door="open")
        assert doors.look_for_long_open_doors() == 1
        assert models.Alert.objects.get().rule.name == "Türen"

    def test_out_of_service_it_may_stay_open(self, box):
        says(box.device, timezone.now() - 9 * MINUTE, channel=1, door="open")
        lockers.take_out_of_service(compartments=[box], reason="Wartung")
        assert doors.look_for_long_open_doors() == 0


class TestWhatIsFree:
    def test_shut_empty_in_service_and_nobody_at_it(self, box):
        found = station(2, compartments=6)
        for number in range(1, 7):
            says(found, channel=number, door="closed", occupied=False, fault=False)
        says(found, channel=1, door="open")
        says(found, channel=2, occupied=True)
        says(found, channel=3, fault=True)
        lockers.take_out_of_service(compartments=found.compartments.filter(number=4), reason="Test")
        lockers.open_compartment(compartment=found.compartments.get(number=5), by=None)
        free = queries.free_compartments(station=found)
        assert [each.number for each in free] == [6]
        assert queries.free_compartments(station=found, size="l") == []

    def test_a_station_that_has_said_nothing_has_none(self, box):
        assert queries.free_compartments(station=box.device) == []

    @pytest.mark.parametrize("many", [1, 30])
    def test_all_stations_cost_five_queries(self, many, assert_query_count):
        for number in range(many):
            found = station(number + 10, compartments=3)
            says(found, channel=1, door="closed", occupied=False)
            lockers.open_compartment(compartment=found.compartments.first(), by=UserFactory())
        with assert_query_count(5):
            shown = queries.stations()
            assert len(shown) == many
            assert all(each.boxes[0].command.requested_by.email for each in shown)
