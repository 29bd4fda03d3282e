"""Who is told of incidents, when, and how often."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail

from cms.core import mail as mails
from cms.core.models import OutgoingMail
from hardware_bridge import models, tasks
from hardware_bridge.domain import alerts, duty
from tests.factories.hardware import (
    AlertFactory,
    AlertRuleFactory,
    DeviceFactory,
    DutyGroupFactory,
    has_said,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
MORNING = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)


@pytest.fixture
def group():
    return DutyGroupFactory(night_from=time(22), night_until=time(6))


def incident(group: models.DutyGroup, name: str = "Container am See", **more: object):
    urgent = more.pop("is_urgent", False)
    rule = AlertRuleFactory(duty_group=group, is_urgent=urgent)
    return AlertFactory(
        rule=rule, device=DeviceFactory(name=name), condition="above", **{"opened_at": NOON} | more
    )


def sent() -> list[mail.EmailMultiAlternatives]:
    for waiting in OutgoingMail.objects.order_by("pk"):
        mails.send_queued(mail=waiting)
    return mail.outbox


def test_an_incident_is_told_once(group):
    incident(group, detail="Füllstand: 91 % (Grenze 80 %)")
    with time_machine.travel(NOON, tick=False):
        assert duty.tell(group=group) == 1
        assert duty.tell(group=group) == 0
        assert duty.tell_all() == 0
    (letter,) = sent()
    assert letter.to == [group.email]
    assert letter.subject == "Container am See: Wert über einer Grenze"
    html = letter.alternatives[0].content
    for body in (letter.body, html):
        assert "Füllstand: 91 % (Grenze 80 %)" in body
        assert "Stadtpark, Eingang Nord" in body
        assert "/admin/hardware/alerts/" in body


def test_a_fault_of_many_is_one_mail(group):
    for number in range(60):
        incident(group, f"Container {number}")
    with time_machine.travel(NOON, tick=False):
        assert duty.tell(group=group) == 60
    (letter,) = sent()
    assert letter.subject == "60 Alarme zu Geräten"
    assert letter.body.count("Wert über einer Grenze") == 50
    assert "und 10 weitere" in letter.body


def test_at_night_only_what_is_urgent_is_told(group):
    incident(group, "Papierkorb")
    incident(group, "Schließfach", is_urgent=True)
    with time_machine.travel(MIDNIGHT, tick=False):
        assert duty.tell(group=group) == 1
    (letter,) = sent()
    assert letter.subject.startswith("Schließfach")


def test_the_digest_of_the_morning_tells_the_rest_and_what_has_closed_by_itself(group):
    incident(group, "Papierkorb", opened_at=MIDNIGHT)
    incident(group, "Laterne", opened_at=MIDNIGHT, closed_at=MIDNIGHT + timedelta(hours=1))
    with time_machine.travel(MIDNIGHT, tick=False):
        assert duty.tell_all() == 0
    with time_machine.travel(MORNING, tick=False):
        assert duty.tell_all() == 2
    (letter,) = sent()
    assert "von selbst beendet 03.03.2026 01:00" in letter.body


@pytest.mark.parametrize(
    ("begin", "end", "moment", "is_night"),
    [
        (time(22), time(6), MIDNIGHT, True),
        (time(22), time(6), MORNING, False),
        (time(22), time(6), datetime(2026, 3, 3, 4, 59, tzinfo=UTC), True),
        (time(22), time(6), datetime(2026, 3, 3, 5, 0, tzinfo=UTC), False),
        (time(0), time(6), MIDNIGHT, True),
        (time(1), time(6), MIDNIGHT, False),
        (None, None, MIDNIGHT, False),
    ],
)
def test_nights_may_go_past_midnight(begin, end, moment, is_night):
    group = DutyGroupFactory(night_from=begin, night_until=end)
    assert duty.is_night(group, moment) is is_night


def test_what_closed_long_ago_is_no_longer_told(group):
    incident(group, opened_at=NOON - timedelta(days=9), closed_at=NOON - timedelta(days=2))
    with time_machine.travel(NOON, tick=False):
        assert duty.tell_all() == 0


def test_opening_an_incident_queues_the_mail(group, django_capture_on_commit_callbacks):
    from django.db import connection

    AlertRuleFactory(duty_group=group)
    assert alerts.open_alert(device=DeviceFactory(), condition="above")
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name='hardware.tell_duty'")
        assert len(cursor.fetchall()) == 1


def test_the_jobs_lead_from_the_reading_to_the_mail(group):
    AlertRuleFactory(duty_group=group)
    with time_machine.travel(NOON, tick=False):
        has_said(DeviceFactory(name="Container am See"), fill_percent=99)
        tasks.judge(timestamp=0)
        tasks.judge(timestamp=0)
        tasks.tell_duty(group_id=group.pk)
        tasks.tell_duty(group_id=group.pk)
    (letter,) = sent()
    assert letter.subject == "Container am See: Wert über einer Grenze"


def test_in_the_morning_a_job_tells_what_the_night_has_brought(group):
    incident(group, opened_at=MIDNIGHT)
    with time_machine.travel(MIDNIGHT, tick=False):
        tasks.tell_waiting(timestamp=0)
    assert not OutgoingMail.objects.exists()
    with time_machine.travel(MORNING, tick=False):
        tasks.tell_waiting(timestamp=0)
    assert len(sent()) == 1


def test_the_job_passes_over_a_group_that_is_gone(group):
    incident(group)
    tasks.tell_duty(group_id=group.pk + 1)
    assert not OutgoingMail.objects.exists()


def test_ten_or_thirty_incidents_cost_the_same(group, assert_query_count):
    def cost(count: int) -> None:
        for number in range(count):
            incident(group, f"Container {number}")
        with time_machine.travel(NOON, tick=False), assert_query_count(10):
            duty.tell(group=group)

    cost(1)
    cost(30)
