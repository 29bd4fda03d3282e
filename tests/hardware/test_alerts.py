"""Incidents: when they begin, and when they are over."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from hardware_bridge import models
from hardware_bridge.domain import alerts, judging
from hardware_bridge.models.choices import Condition
from tests.factories.hardware import (
    AlertFactory,
    AlertRuleFactory,
    DeviceFactory,
    has_said,
    working_bridge,
)
from tests.factories.people import UserFactory
from tests.hardware.desk import Desk, ms

pytestmark = pytest.mark.django_db


def open_ones() -> list[str]:
    found = models.Alert.objects.filter(closed_at=None).order_by("pk")
    return [f"{alert.device.slug} {alert.condition}" for alert in found]


class TestVerbs:
    """Opening, acknowledging and closing."""

    def test_an_incident_is_opened_once_while_it_lasts(self):
        device = DeviceFactory()
        first = alerts.open_alert(device=device, condition=Condition.DOOR_LONG, channel=3)
        assert first.channel == 3
        assert alerts.open_alert(device=device, condition=Condition.DOOR_LONG, channel=3) is None
        assert alerts.open_alert(device=device, condition=Condition.DOOR_LONG, channel=4)
        assert alerts.close_alert(device=device, condition=Condition.DOOR_LONG, channel=3) == 1
        assert alerts.close_alert(device=device, condition=Condition.DOOR_LONG, channel=3) == 0
        assert alerts.open_alert(device=device, condition=Condition.DOOR_LONG, channel=3)

    def test_the_rule_that_fits_best_says_who_is_told(self):
        group = models.DeviceGroup.objects.create(name="Park", slug="park")
        device = DeviceFactory(kind="locker", group=group)
        own = {"condition": "door_unasked", "measure": "", "limit": None, "back_at": None}
        for_all = AlertRuleFactory(kind="", **own)
        assert alerts.rule_for(device=device, condition="door_unasked") == for_all
        for_kind = AlertRuleFactory(kind="locker", **own)
        assert alerts.rule_for(device=device, condition="door_unasked") == for_kind
        for_group = AlertRuleFactory(kind="", group=group, **own)
        assert alerts.rule_for(device=device, condition="door_unasked") == for_group
        for_device = AlertRuleFactory(kind="", device=device, **own)
        AlertRuleFactory(device=DeviceFactory(), **own)
        AlertRuleFactory(kind="bin", **own)
        alert = alerts.open_alert(device=device, condition="door_unasked")
        assert alert.rule == for_device

    def test_without_a_rule_it_stands_on_the_board_all_the_same(self):
        alert = alerts.open_alert(device=DeviceFactory(), condition="door_unasked")
        assert alert.rule is None

    def test_the_first_to_acknowledge_it_looks_after_it(self):
        alert, first, second = AlertFactory(), UserFactory(), UserFactory()
        assert alerts.acknowledge(alert=alert, by=first)
        assert not alerts.acknowledge(alert=alert, by=second)
        alert.refresh_from_db()
        assert alert.acknowledged_by == first

    def test_what_is_over_is_not_acknowledged(self):
        alert = AlertFactory(closed_at=timezone.now())
        assert not alerts.acknowledge(alert=alert, by=UserFactory())


class TestLimits:
    """Values above and below, with hysteresis."""

    @pytest.mark.parametrize(
        ("values", "is_open"),
        [
            ([80], False),
            ([81], True),
            ([81, 61], True),
            ([81, 60], False),
            ([70], False),
            ([81, 60, 70], False),
            ([81, 60, 90], True),
        ],
    )
    def test_it_opens_above_the_limit_and_closes_at_the_other(self, values, is_open):
        AlertRuleFactory(limit=80, back_at=60)
        device = DeviceFactory()
        for value in values:
            has_said(device, fill_percent=value)
            judging.judge_all()
        assert bool(open_ones()) is is_open

    def test_below_works_the_other_way_round(self):
        AlertRuleFactory(
            kind="", condition="below", measure="battery_percent", limit=20, back_at=30
        )
        device = DeviceFactory()
        seen = []
        for value in (20, 19, 25, 30):
            has_said(device, battery_percent=value)
            judging.judge_all()
            seen.append(len(open_ones()))
        assert seen == [0, 1, 1, 0]

    def test_a_rule_without_a_limit_takes_the_devices_own(self):
        AlertRuleFactory(limit=None, back_at=None)
        for threshold in (50, 90, None):
            device = DeviceFactory(
                slug=f"b{threshold}", thresholds={"fill_percent": threshold} if threshold else {}
            )
            has_said(device, fill_percent=70)
        judging.judge_all()
        assert open_ones() == ["b50 above"]
        assert "70\xa0% (Grenzwert 50\xa0%)" in models.Alert.objects.get().detail

    def test_words_are_no_values(self):
        AlertRuleFactory(measure="tilt", limit=10, back_at=None)
        has_said(DeviceFactory(), tilt="much")
        assert judging.judge_all() == {"opened": 0, "closed": 0}

    def test_only_devices_of_the_rule_are_judged(self):
        group = models.DeviceGroup.objects.create(name="Park", slug="park")
        AlertRuleFactory(group=group)
        for slug, more in {
            "in": {"group": group},
            "other-kind": {"group": group, "kind": "sensor"},
            "retired": {"group": group, "retired_on": timezone.localdate()},
            "other-group": {},
        }.items():
            has_said(DeviceFactory(slug=slug, **more), fill_percent=99)
        judging.judge_all()
        assert open_ones() == ["in above"]

    def test_compartments_are_incidents_of_their_own(self):
        AlertRuleFactory(kind="locker", condition="fault", measure="", limit=None, back_at=None)
        station = DeviceFactory(kind="locker")
        for channel in (1, 2):
            has_said(station, channel, fault=channel == 2)
        judging.judge_all()
        assert [alert.channel for alert in models.Alert.objects.all()] == [2]

    def test_thirty_devices_are_judged_in_one_query(self, assert_query_count):
        rule = AlertRuleFactory()
        for _number in range(30):
            has_said(DeviceFactory(), fill_percent=50)
        with assert_query_count(1):
            judging.judge(rule=rule)


class TestFaults:
    """The fault flag is looked at as soon as it is stored."""

    def test_from_the_message_to_the_incident_and_back(self):
        AlertRuleFactory(kind="light", condition="fault", measure="", limit=None, back_at=None)
        DeviceFactory(kind="light", slug="mast-1")
        desk = Desk(watched=("fault",))
        seen = []
        for number, fault in enumerate([True, True, False]):
            topic = "ngo/v1/light/mast-1/state"
            batch = desk.commit((topic, {"ts": ms(-9 + number), "fault": fault}))
            judging.look_at_faults(
                [
                    judging.Stored(key[0], row.kind, key[1], timezone.now(), row.measures)
                    for key, row in batch.rows.items()
                ]
            )
            seen.append(len(open_ones()))
        assert seen == [1, 1, 0]


class TestRulesThatChange:
    """An incident ends with what has opened it."""

    @pytest.fixture
    def rule(self):
        rule = AlertRuleFactory()
        has_said(DeviceFactory(slug="full"), fill_percent=99)
        judging.judge_all()
        assert open_ones() == ["full above"]
        return rule

    @pytest.mark.parametrize(
        "change", [{"is_active": False}, {"kind": "light"}, {"condition": "below"}]
    )
    def test_when_the_rule_no_longer_watches_the_device(self, rule, change):
        models.AlertRule.objects.filter(pk=rule.pk).update(**change)
        judging.judge_all()
        assert open_ones() == []

    def test_when_the_group_is_another(self, rule):
        rule.group = models.DeviceGroup.objects.create(name="Park", slug="park")
        rule.save()
        judging.judge_all()
        assert open_ones() == []

    def test_when_the_device_is_retired(self, rule):
        models.Device.objects.update(retired_on=timezone.localdate())
        judging.judge_all()
        assert open_ones() == []

    def test_a_rule_that_fails_hinders_no_other(self, rule):
        AlertRuleFactory(condition="silence", measure="", intervals=None)
        working_bridge()
        has_said(DeviceFactory(slug="second"), fill_percent=99)
        models.Device.objects.update(installed_on="2001-01-01")
        judging.judge_all()
        assert "second above" in open_ones()

    def test_one_about_a_measure_that_is_no_more_fails_for_itself_alone(self, rule):
        lost = AlertRuleFactory(measure="of_old", limit=1, back_at=None)
        AlertRuleFactory(name="after it", measure="temperature_c", limit=30, back_at=None)
        has_said(DeviceFactory(slug="third"), of_old=2, temperature_c=60)
        with pytest.raises(KeyError, match="of_old"):
            judging.judge_all()
        assert open_ones()[-1] == "third above"
        assert not models.Alert.objects.filter(rule=lost).exists()


@pytest.mark.django_db(transaction=True)
def test_many_who_notice_the_same_at_once_open_one_incident():
    AlertRuleFactory(kind="locker", condition="door_unasked", measure="", limit=None, back_at=None)
    device = DeviceFactory(kind="locker")
    together = threading.Barrier(6)

    def notice(_number: int) -> bool:
        try:
            together.wait(10)
            return alerts.open_alert(device=device, condition="door_unasked", channel=1) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(notice, range(6)))
    assert opened.count(True) == 1
    assert models.Alert.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (1,)
