"""The board of incidents, their rules, and the groups on duty."""

from datetime import time

import pytest
from django.urls import reverse
from django.utils import timezone

from hardware_bridge import models
from hardware_bridge.queries import alerts as queries
from hardware_bridge.roles import DEPOT
from tests.factories.hardware import (
    AlertFactory,
    AlertRuleFactory,
    DeviceFactory,
    DutyGroupFactory,
)
from tests.factories.people import UserFactory
from tests.hardware.office import signed_in

pytestmark = pytest.mark.django_db
BOARD = "/admin/hardware/alerts/"
RULES = "/admin/hardware/rules/"


def rule(**more: object) -> dict:
    """What the form of a rule sends."""
    own = {"name": "Voll", "kind": "bin", "condition": "above", "measure": "fill_percent"}
    return own | {"limit": "80", "back_at": "60", "is_active": "on"} | more


class TestBoard:
    """What is open, what somebody looks after, what is over."""

    def test_new_ones_come_first_and_closed_ones_last(self, client):
        signed_in(client)
        now, user = timezone.now(), UserFactory()
        AlertFactory(device__name="closed", closed_at=now)
        AlertFactory(device__name="taken", acknowledged_at=now, acknowledged_by=user)
        AlertFactory(device__name="new")
        page = client.get(BOARD)
        assert [row.device.name for row in page.context["page_obj"]] == ["new", "taken", "closed"]
        assert page.context["counts"] == {"new": 1, "taken": 1}

    def test_one_and_thirty_cost_the_same(self, client, assert_query_count):
        signed_in(client)
        AlertFactory(rule=AlertRuleFactory())
        client.get(BOARD)
        with assert_query_count(14):
            client.get(BOARD)
        for _number in range(29):
            AlertFactory(rule=AlertRuleFactory())
        with assert_query_count(14):
            assert len(client.get(BOARD).context["page_obj"]) == 30

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("state=new", 1),
            ("state=closed", 1),
            ("state=taken", 0),
            ("kind=light", 1),
            ("condition=silence", 1),
            ("q=laterne", 1),
            ("state=nonsense", 2),
        ],
    )
    def test_it_can_be_filtered(self, client, query, count):
        signed_in(client)
        AlertFactory(device__kind="light", device__name="Laterne", condition="silence")
        AlertFactory(closed_at=timezone.now())
        assert len(client.get(f"{BOARD}?{query}").context["page_obj"]) == count

    def test_somebody_looks_after_one_or_several(self, client):
        user = signed_in(client)
        one, *others = [AlertFactory() for _number in range(4)]
        client.post(reverse("hardware_take_alert", args=[one.pk]))
        ticked = [others[0].pk, others[1].pk, "x", "9" * 5000]
        client.post(reverse("hardware_take_alerts"), {"alert": ticked})
        taken = models.Alert.objects.filter(acknowledged_by=user)
        assert {row.pk for row in taken} == {one.pk, others[0].pk, others[1].pk}

    def test_only_what_nothing_ends_by_itself_can_be_closed(self, client):
        user = signed_in(client)
        door = AlertFactory(condition="door_unasked", rule=AlertRuleFactory())
        full = AlertFactory(condition="above", rule=AlertRuleFactory())
        page = client.get(BOARD).text
        assert reverse("hardware_end_alert", args=[door.pk]) in page
        assert reverse("hardware_end_alert", args=[full.pk]) not in page
        for alert in (door, full):
            client.post(reverse("hardware_end_alert", args=[alert.pk]))
            alert.refresh_from_db()
        assert door.closed_at
        assert door.acknowledged_by == user
        assert full.closed_at is None

    def test_the_depot_looks_and_takes_none(self, client):
        signed_in(client, DEPOT)
        alert = AlertFactory()
        url = reverse("hardware_take_alert", args=[alert.pk])
        assert url not in client.get(BOARD).text
        client.post(url)
        alert.refresh_from_db()
        assert alert.acknowledged_at is None


class TestRules:
    """The form of a rule."""

    def test_a_rule_is_entered_and_said_in_words(self, client):
        signed_in(client)
        answer = client.post(f"{RULES}new/", rule())
        assert answer.status_code == 302, answer.context["form"].errors
        assert "Füllstand über 80\xa0%, schließt bei 60\xa0%" in client.get(RULES).text

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({}, "Füllstand über 80\xa0%, schließt bei 60\xa0%"),
            ({"back_at": None}, "Füllstand über 80\xa0%"),
            ({"condition": "below", "back_at": 80}, "Füllstand unter 80\xa0%"),
            ({"limit": None}, "Füllstand über dem eigenen Grenzwert des Geräts"),
            (
                {"limit": None, "condition": "below"},
                "Füllstand unter dem eigenen Grenzwert des Geräts",
            ),
            ({"measure": "of_old", "back_at": None}, "of_old über 80"),
            ({"condition": "door_long", "seconds": 90}, "Tür länger als 90 Sekunden offen"),
            ({"condition": "door_long", "seconds": None}, "Tür zu lange offen"),
            ({"condition": "fault"}, "Störung gemeldet"),
        ],
    )
    def test_the_list_says_what_each_looks_at(self, client, values, words):
        signed_in(client)
        made = AlertRuleFactory(**values)
        assert queries.in_words(made) == words
        assert words in client.get(RULES).text

    def test_the_list_of_groups_says_when_each_rests(self, client):
        signed_in(client)
        DutyGroupFactory(night_from=time(22), night_until=time(6, 30))
        DutyGroupFactory()
        page = client.get("/admin/hardware/duty/").text
        assert "22:00 bis 06:30" in page
        assert "–" in page

    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("condition", {"condition": ""}),
            ("measure", {"measure": ""}),
            ("measure", {"measure": "door", "limit": "", "back_at": ""}),
            ("back_at", {"back_at": "90"}),
            ("back_at", {"condition": "below", "back_at": "70"}),
            ("back_at", {"limit": ""}),
            ("limit", {"limit": "120", "back_at": ""}),
            ("intervals", {"condition": "silence"}),
            ("seconds", {"condition": "door_long"}),
        ],
    )
    def test_what_a_condition_needs_is_said_beside_its_field(self, client, field, values):
        signed_in(client)
        answer = client.post(f"{RULES}new/", rule(**values))
        assert list(answer.context["form"].errors) == [field]

    def test_the_device_has_to_fit_the_rest(self, client):
        signed_in(client)
        group = models.DeviceGroup.objects.create(name="Park", slug="park")
        device = DeviceFactory(kind="light")
        answer = client.post(f"{RULES}new/", rule(device=device.pk, group=group.pk))
        assert set(answer.context["form"].errors) == {"kind", "group"}

    def test_what_a_condition_does_not_need_is_emptied(self, client):
        signed_in(client)
        client.post(f"{RULES}new/", rule(condition="silence", intervals="3", seconds="9"))
        made = models.AlertRule.objects.get()
        assert (made.measure, made.limit, made.back_at, made.seconds) == ("", None, None, None)
        assert queries.in_words(made) == "Keine Meldung seit 3 erwarteten Intervallen"

    def test_a_rule_that_looks_at_something_else_ends_its_incidents(self, client):
        signed_in(client)
        made = AlertRuleFactory(name="Voll")
        alert = AlertFactory(rule=made, condition="above")
        edit = f"{RULES}edit/{made.pk}/"
        client.post(edit, rule(limit="85"))
        alert.refresh_from_db()
        assert alert.closed_at is None
        client.post(edit, rule(measure="temperature_c"))
        alert.refresh_from_db()
        assert alert.closed_at

    def test_with_a_rule_its_open_incidents_end_and_stay_in_the_books(self, client):
        signed_in(client)
        made = AlertRuleFactory()
        alert = AlertFactory(rule=made, condition="above")
        client.post(f"{RULES}delete/{made.pk}/")
        alert.refresh_from_db()
        assert alert.closed_at
        assert alert.rule is None

    def test_a_night_has_two_ends(self, client):
        signed_in(client)
        sent = {"name": "Bauhof", "email": "bauhof@example.org", "night_from": "22:00"}
        answer = client.post("/admin/hardware/duty/new/", sent)
        assert list(answer.context["form"].errors) == ["night_until"]
        client.post("/admin/hardware/duty/new/", sent | {"night_until": "06:00"})
        assert models.DutyGroup.objects.get().night_until == time(6)

    def test_one_and_thirty_rules_cost_the_same(self, client, assert_query_count):
        signed_in(client)
        DutyGroupFactory()
        AlertRuleFactory(device=DeviceFactory())
        client.get(RULES)
        with assert_query_count(14):
            client.get(RULES)
        for _number in range(29):
            AlertRuleFactory(device=DeviceFactory())
        with assert_query_count(14):
            client.get(RULES)
