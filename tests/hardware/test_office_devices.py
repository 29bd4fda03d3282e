"""Devices in the admin: the list, one device, the form."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hardware_bridge import models
from hardware_bridge.queries import devices as queries
from tests.factories.hardware import (
    AlertFactory,
    AlertRuleFactory,
    CommandFactory,
    DeviceFactory,
    has_said,
)
from tests.hardware.office import signed_in

pytestmark = pytest.mark.django_db
LIST = "/admin/hardware/devices/"


def state(device: models.Device, **values: object) -> models.Device:
    models.DeviceState.objects.filter(device=device).update(**values)
    return device


def form(**more: object) -> dict:
    """What the form sends."""
    own = {
        "name": "Korb am See",
        "kind": "bin",
        "slug": "",
        "adapter": "own",
        "address": "",
        "interval_seconds": "900",
        "thresholds-fill_percent": "",
        "is_public": "on",
    }
    return own | more


class TestHealth:
    """One word for how a device is, the same in the list and in its filter."""

    @pytest.mark.parametrize(
        ("values", "health"),
        [
            ({"seen": 1}, "ok"),
            ({"seen": 44}, "ok"),
            ({"seen": 46}, "silent"),
            ({}, "never"),
            ({"seen": 1, "is_online": False}, "offline"),
            ({"seen": 1, "is_online": True}, "ok"),
            ({"seen": 1, "retired": True}, "retired"),
        ],
    )
    def test_it_is_the_same_for_one_and_for_many(self, values, health):
        retired = timezone.localdate() if values.pop("retired", False) else None
        device = DeviceFactory(interval_seconds=900, retired_on=retired)
        if "seen" in values:
            values["last_seen_at"] = timezone.now() - timedelta(minutes=values.pop("seen"))
        state(device, **values)
        (row,) = queries.listed()
        assert queries.health_of(row) == health
        for key in queries.HEALTH:
            found = queries.of_health(queries.listed(), key)
            assert found.exists() is (key == health), key


class TestList:
    """What the list shows, and at which cost."""

    def test_it_says_how_each_device_is(self, client):
        signed_in(client)
        state(
            DeviceFactory(name="Korb am See"),
            last_seen_at=timezone.now(),
            battery_percent=83.4,
            signal_dbm=-97,
            firmware="2.1",
        )
        page = client.get(LIST).text
        for words in ("Korb am See", "Meldet sich", "83,4\xa0%", "-97\xa0dBm", "2.1"):
            assert words in page

    def test_one_and_thirty_devices_cost_the_same(self, client, assert_query_count):
        signed_in(client)
        group = models.DeviceGroup.objects.create(name="Park", slug="park")
        DeviceFactory(group=group)
        client.get(LIST)
        with assert_query_count(15):
            client.get(LIST)
        for _number in range(29):
            DeviceFactory(group=group)
        with assert_query_count(15):
            assert client.get(LIST).context["page_obj"].paginator.count == 30

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("kind=light", 1),
            ("health=never", 2),
            ("health=battery", 1),
            ("q=stadtpark", 3),
            ("q=laterne", 1),
            ("health=nonsense", 3),
        ],
    )
    def test_it_can_be_filtered_and_searched(self, client, query, count):
        signed_in(client)
        DeviceFactory(kind="light", name="Laterne")
        state(DeviceFactory(), last_seen_at=timezone.now(), battery_percent=12)
        DeviceFactory()
        assert client.get(f"{LIST}?{query}").context["page_obj"].paginator.count == count

    def test_devices_without_a_value_come_last_either_way(self, client):
        signed_in(client)
        for name, battery in (("none", None), ("full", 90), ("empty", 5)):
            state(DeviceFactory(name=name), battery_percent=battery)
        for order, names in (("", "empty full none"), ("-", "full empty none")):
            page = client.get(f"{LIST}?ordering={order}state__battery_percent")
            assert " ".join(each.name for each in page.context["page_obj"]) == names


class TestOne:
    """The page of a device."""

    def test_it_shows_values_incidents_and_commands(self, client):
        signed_in(client)
        device = DeviceFactory(kind="locker", slug="anlage", thresholds={"battery_percent": 90})
        has_said(device, battery_percent=95)
        has_said(device, 3, door="open")
        CommandFactory(device=device, channel=3)
        models.Alert.objects.create(device=device, condition="door_unasked", channel=3)
        page = client.get(reverse("hardware_device", args=[device.pk])).text
        for words in ("95\xa0%", "über seinem Grenzwert", "offen", "Fach 3", "Tür ohne Befehl"):
            assert words in page
        assert "ngo/v1/locker/anlage/state" in page

    def test_its_cost_does_not_grow(self, client, assert_query_count):
        signed_in(client)
        device = DeviceFactory(kind="locker")
        for channel in range(30):
            has_said(device, channel, door="closed")
            CommandFactory(device=device, channel=channel)
            models.Alert.objects.create(device=device, condition="fault", channel=channel)
        url = reverse("hardware_device", args=[device.pk])
        client.get(url)
        with assert_query_count(15):
            client.get(url)

    def test_an_operator_lets_it_show_itself(self, client):
        user = signed_in(client)
        device = DeviceFactory()
        client.post(reverse("hardware_identify", args=[device.pk]))
        command = models.Command.objects.get()
        assert (command.action, command.requested_by) == ("identify", user)

    def test_a_refusal_is_said(self, client):
        signed_in(client)
        device = DeviceFactory(kind="light")
        url = reverse("hardware_identify", args=[device.pk])
        page = client.post(url, follow=True).text
        assert "Diese Leuchte gehört zu keinem Projekt" in page


class TestForm:
    """Entering and changing a device."""

    def test_a_device_needs_little(self, client):
        signed_in(client)
        answer = client.post(f"{LIST}new/", form())
        assert answer.status_code == 302, answer.context["form"].errors
        device = models.Device.objects.get()
        assert (device.slug, device.address) == ("korb-am-see", "bin/korb-am-see")

    def test_limits_are_numbers_of_measures(self, client):
        signed_in(client)
        client.post(f"{LIST}new/", form(**{"thresholds-fill_percent": "82,5"}))
        assert models.Device.objects.get().thresholds == {"fill_percent": 82.5}

    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("thresholds", {"thresholds-fill_percent": "viel"}),
            ("thresholds", {"thresholds-fill_percent": "101"}),
            ("thresholds", {"thresholds-fill_percent": "nan"}),
            ("address", {"adapter": "chirpstack", "address": ""}),
            ("address", {"adapter": "chirpstack", "address": "24e124136d49017g"}),
            ("address", {"adapter": "things_stack", "address": "app"}),
            ("address", {"adapter": "home_assistant", "address": "sensor/+"}),
            ("longitude", {"latitude": "53.7"}),
            ("latitude", {"latitude": "93", "longitude": "9"}),
            ("retired_on", {"installed_on": "2026-02-01", "retired_on": "2026-01-01"}),
            ("compartment_count", {"compartment_count": "12"}),
            ("interval_seconds", {"interval_seconds": "0"}),
            ("slug", {"slug": "korb am see"}),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field(self, client, field, values):
        signed_in(client)
        answer = client.post(f"{LIST}new/", form(**values))
        assert list(answer.context["form"].errors) == [field]
        assert not models.Device.objects.exists()

    @pytest.mark.parametrize(("slug", "found"), [("", "park-am-see"), ("see", "see")])
    def test_a_group_is_named_in_addresses_after_its_name(self, client, slug, found):
        signed_in(client)
        client.post("/admin/hardware/groups/new/", {"name": "Park am See", "slug": slug})
        assert models.DeviceGroup.objects.get().slug == found

    def test_an_address_is_stored_as_topics_bear_it(self, client):
        signed_in(client)
        client.post(f"{LIST}new/", form(adapter="chirpstack", address="24E124136D490175"))
        assert models.Device.objects.get().address == "24e124136d490175"

    def test_two_devices_cannot_have_one_address(self, client):
        signed_in(client)
        DeviceFactory(slug="korb-1")
        answer = client.post(f"{LIST}new/", form(slug="korb-1"))
        assert "slug" in answer.context["form"].errors

    def test_whose_address_it_is_already_is_said_beside_it(self, client):
        signed_in(client)
        twin = {"adapter": "chirpstack", "address": "24e124136d490175"}
        device = DeviceFactory(name="Korb am See", **twin)
        answer = client.post(f"{LIST}new/", form(**twin))
        (error,) = answer.context["form"].errors["address"]
        assert error == "„Korb am See“ hat diese Adresse schon."
        answer = client.post(f"{LIST}edit/{device.pk}/", form(slug=device.slug, **twin))
        assert answer.status_code == 302

    def test_a_station_gets_its_compartments(self, client):
        signed_in(client)
        client.post(f"{LIST}new/", form(kind="locker", compartment_count="12"))
        device = models.Device.objects.get()
        assert device.compartments.count() == 12
        edit = f"{LIST}edit/{device.pk}/"
        client.post(edit, form(kind="locker", slug=device.slug, compartment_count="14"))
        assert list(device.compartments.values_list("number", flat=True)) == list(range(1, 15))

    def test_the_form_shows_the_limits_of_its_kind(self, client):
        signed_in(client)
        device = DeviceFactory(thresholds={"fill_percent": 80})
        page = client.get(f"{LIST}edit/{device.pk}/").text
        assert 'name="thresholds-fill_percent" value="80"' in page
        assert "thresholds-co2_ppm" not in page


class TestDeleting:
    """What was entered by mistake goes; what has a past is retired."""

    def delete(self, client, device: models.Device) -> str:
        return client.post(f"{LIST}delete/{device.pk}/", follow=True).text

    def test_one_without_a_past_goes(self, client):
        signed_in(client)
        self.delete(client, DeviceFactory())
        assert not models.Device.objects.exists()

    def test_one_with_readings_or_commands_stays_and_it_is_said_why(self, client):
        signed_in(client)
        heard = DeviceFactory()
        has_said(heard, fill_percent=1)
        for device in (heard, CommandFactory().device):
            assert "hat Messwerte oder Befehle und bleibt" in self.delete(client, device)
        assert models.Device.objects.count() == 2

    def test_who_may_not_delete_is_not_told_what_a_device_has_done(self, client):
        signed_in(client, "Editors")
        assert "hat Messwerte" not in self.delete(client, CommandFactory().device)

    def test_with_a_group_its_rules_go_and_their_incidents_end(self, client):
        signed_in(client)
        group = models.DeviceGroup.objects.create(name="Park", slug="park")
        alert = AlertFactory(rule=AlertRuleFactory(group=group), device__group=group)
        client.post(f"/admin/hardware/groups/delete/{group.pk}/")
        assert not models.AlertRule.objects.exists()
        alert.refresh_from_db()
        assert alert.closed_at
