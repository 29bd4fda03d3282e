"""Senders that are no devices yet, and makes that tell what they say."""

import json

import pytest
from django.urls import reverse

from hardware_bridge import models
from hardware_bridge.queries.inbox import guess, makes
from tests.factories.hardware import DeviceFactory
from tests.hardware.desk import Desk
from tests.hardware.office import EUI, UPLINK, make, signed_in, stranger

pytestmark = pytest.mark.django_db
INBOX = "/admin/hardware/inbox/"


class TestGuess:
    """What a sender seems to be."""

    def test_its_network_tells_name_and_make_and_the_make_tells_the_rest(self):
        made = make()
        found = guess(stranger(), makes())
        assert (found.kind, found.name, found.model) == ("bin", "Korb am See", made)
        assert found.measures == {"fill_percent": 50.0}

    def test_a_message_that_is_cut_off_still_tells_its_name(self):
        found = guess(stranger(sample=(UPLINK % '"object": {')[:70]), makes())
        assert (found.name, found.kind, found.measures) == ("Korb am See", "sensor", {})

    def test_our_own_topics_name_kind_and_device(self):
        sender = stranger(
            adapter="own",
            address="light/mast-7",
            topic="ngo/v1/light/mast-7/state",
            sample='{"on": true}',
        )
        found = guess(sender, makes())
        assert (found.kind, found.slug, found.refusal) == ("light", "mast-7", "")

    @pytest.mark.parametrize("address", ["drone/a", "bin/übel", "bin/a b", f"bin/{'a' * 61}"])
    def test_what_can_be_no_device_says_why(self, address):
        sender = stranger(adapter="own", address=address, topic=f"ngo/v1/{address}/state")
        assert guess(sender, makes()).refusal

    @pytest.mark.parametrize("sample", ["", "[]", "\\", '{"deviceName": "\\ud800"}', "{" * 900])
    def test_nonsense_is_a_sensor_by_its_address(self, sample):
        found = guess(stranger(sample=sample), makes())
        assert found.kind == "sensor"
        assert not found.refusal


class TestInbox:
    """From a sender to a device by one press."""

    def test_one_press_makes_a_device_whose_messages_are_stored(self, client):
        make()
        signed_in(client)
        sender = stranger()
        assert "Füllstand <strong>50 %</strong>" in " ".join(client.get(INBOX).text.split())
        client.post(reverse("hardware_adopt", args=[sender.pk]), {"kind": "bin"})
        device = models.Device.objects.get()
        assert (device.name, device.slug, device.kind) == ("Korb am See", "korb-am-see", "bin")
        assert not device.is_public
        assert not models.UnknownDevice.objects.exists()
        Desk().commit((sender.topic, json.loads(sender.sample)))
        assert models.Reading.objects.get().measures == {"fill_percent": 50.0}

    def test_a_name_that_is_taken_gets_a_number(self, client):
        signed_in(client)
        DeviceFactory(slug="korb-am-see")
        client.post(reverse("hardware_adopt", args=[stranger().pk]), {"kind": "sensor"})
        assert models.Device.objects.filter(slug="korb-am-see-2").exists()

    def test_somebody_may_have_been_faster(self, client):
        signed_in(client)
        sender = stranger()
        DeviceFactory(name="Korb am Ufer", adapter="chirpstack", address=EUI)
        url = reverse("hardware_adopt", args=[sender.pk])
        page = client.post(url, {"kind": "bin"}, follow=True).text
        assert "„Korb am Ufer“ hat diese Adresse schon." in page
        assert models.Device.objects.count() == 1

    def test_a_kind_that_is_none_is_refused(self, client):
        signed_in(client)
        client.post(reverse("hardware_adopt", args=[stranger().pk]), {"kind": "drone"})
        assert not models.Device.objects.exists()

    def test_what_is_not_ours_stays_away_though_it_sends_on(self, client):
        signed_in(client)
        sender = stranger()
        client.post(reverse("hardware_ignore", args=[sender.pk]))
        Desk().commit((sender.topic, {"object": {"distance": 1}}))
        assert not client.get(INBOX).context["senders"]
        assert len(client.get(f"{INBOX}?ignored=1").context["senders"]) == 1
        client.post(reverse("hardware_ignore", args=[sender.pk]))
        assert len(client.get(INBOX).context["senders"]) == 1

    def test_one_and_thirty_cost_the_same(self, client, assert_query_count):
        signed_in(client)
        make()
        stranger()
        client.get(INBOX)
        with assert_query_count(14):
            client.get(INBOX)
        for number in range(29):
            stranger(address=f"{number:016x}")
        with assert_query_count(14):
            assert len(client.get(INBOX).context["senders"]) == 30

    def test_a_sample_is_never_markup(self, client):
        signed_in(client)
        stranger(sample="<script>alert(1)</script>")
        assert "<script>alert(1)" not in client.get(INBOX).text


class TestMakes:
    """The map from a maker's fields to measures."""

    def rows(self, *rows: tuple) -> dict:
        parts = ("path", "measure", "factor", "offset", "words")
        columns = zip(*rows, strict=True)
        sent = {f"fields-{part}": list(column) for part, column in zip(parts, columns, strict=True)}
        return {"name": "EM400", "vendor": "Milesight", "notes": ""} | sent

    def test_rows_become_the_map(self, client):
        signed_in(client)
        sent = self.rows(
            ("data.distance", "fill_percent", "-0,5", "100", ""),
            ("lid", "door", "", "", "OPEN = open, SHUT = closed"),
            ("tilted", "tilt", "", "", "yes = true, no = false"),
            ("level", "battery_percent", "", "", "LOW = 10, HIGH = 90.5"),
            ("", "", "", "", ""),
        )
        answer = client.post("/admin/hardware/makes/new/", sent)
        assert answer.status_code == 302, answer.context["form"].errors
        assert models.DeviceModel.objects.get().fields == {
            "data.distance": {"measure": "fill_percent", "factor": -0.5, "offset": 100.0},
            "lid": {"measure": "door", "values": {"OPEN": "open", "SHUT": "closed"}},
            "tilted": {"measure": "tilt", "values": {"yes": True, "no": False}},
            "level": {"measure": "battery_percent", "values": {"LOW": 10.0, "HIGH": 90.5}},
        }

    def test_an_edit_without_a_change_changes_nothing(self, client):
        signed_in(client)
        made = models.DeviceModel.objects.create(
            name="EM400",
            fields={
                "a.b": {"measure": "fill_percent", "factor": -0.5},
                "lid": {"measure": "occupied", "values": {"1": True, "0": False}},
            },
        )
        url = f"/admin/hardware/makes/edit/{made.pk}/"
        rows = client.get(url).context["form"]["fields"].value()
        from hardware_bridge.forms.widgets import FieldMapWidget, rows_of

        sent = self.rows(
            *[tuple(str(row[part]) for part in FieldMapWidget.parts) for row in rows_of(rows)]
        )
        client.post(url, sent)
        before = made.fields
        made.refresh_from_db()
        assert made.fields == before

    def test_a_field_stands_in_one_row_alone(self, client):
        signed_in(client)
        sent = self.rows(("a", "fill_percent", "", "", ""), ("a", "door", "", "", ""))
        answer = client.post("/admin/hardware/makes/new/", sent)
        assert answer.context["form"].errors["fields"] == ["„a“ steht in zwei Zeilen."]

    @pytest.mark.parametrize(
        "row",
        [
            ("a", "", "", "", ""),
            ("", "fill_percent", "", "", ""),
            ("a", "nonsense", "", "", ""),
            ("a", "fill_percent", "viel", "", ""),
            ("a", "door", "", "", "OPEN"),
            ("a", "door", "", "", "OPEN = ajar"),
            ("a..b", "door", "", "", ""),
            ("a", "battery_percent", "", "", "LOW = wenig"),
            ("a", "fill_percent", "nan", "", ""),
        ],
    )
    def test_what_is_no_map_is_said(self, client, row):
        signed_in(client)
        answer = client.post("/admin/hardware/makes/new/", self.rows(row))
        assert list(answer.context["form"].errors) == ["fields"]

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            (
                {"adapter": "chirpstack", "payload": UPLINK % '"object": {"distance": 20}'},
                "80\xa0%",
            ),
            (
                {"adapter": "chirpstack", "payload": UPLINK % '"object": {"distance": "x"}'},
                "Falscher",
            ),
            ({"adapter": "chirpstack", "payload": "{"}, "Kein JSON"),
            ({"adapter": "own", "payload": '{"fill_percent": 3}', "model": ""}, "3\xa0%"),
        ],
    )
    def test_a_map_can_be_tried(self, client, sent, words):
        signed_in(client)
        page = client.post("/admin/hardware/try/", {"model": make().pk} | sent)
        assert page.status_code == 200
        assert words in page.text

    def test_the_vendors_own_message_can_be_tried(self, client):
        signed_in(client)
        from pathlib import Path

        payload = (Path(__file__).parent / "data" / "chirpstack_up.json").read_text()
        made = models.DeviceModel.objects.create(
            name="x", fields={"temperature": {"measure": "temperature_c"}}
        )
        page = client.post(
            "/admin/hardware/try/", {"adapter": "chirpstack", "model": made.pk, "payload": payload}
        )
        assert "21,5\xa0°C" in page.text

    def test_a_message_that_says_only_that_it_is_there_is_read_too(self, client):
        signed_in(client)
        sent = {"adapter": "home_assistant", "payload": "unavailable"}
        page = client.post("/admin/hardware/try/", sent)
        assert "<strong> offline </strong>" in " ".join(page.text.split())
