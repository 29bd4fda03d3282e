"""Devices as a table: out, looked at, and in again."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from hardware_bridge import models
from hardware_bridge.domain import exchange
from hardware_bridge.queries.exchange import table
from tests.factories.hardware import DeviceFactory
from tests.factories.people import UserFactory
from tests.hardware.office import make, signed_in

pytestmark = pytest.mark.django_db
IMPORT = "/admin/hardware/import/"
HEADS = "slug;name;kind"


def take(*lines: str) -> exchange.Plan:
    return exchange.take_over(text="\n".join(lines), by=UserFactory())


def faults(*lines: str) -> list[str]:
    return [fault for row in exchange.plan(text="\n".join(lines)).rows for fault in row.faults]


def exported(client, query: str = "") -> str:
    return client.get(f"/admin/hardware/export/{query}").content.decode("utf-8-sig")


def upload(client, text: str | bytes):
    data = text.encode() if isinstance(text, str) else text
    return client.post(IMPORT, {"file": SimpleUploadedFile("geraete.csv", data)})


def everything() -> models.Device:
    """A device of which every cell has something in it."""
    device = DeviceFactory(
        kind="locker",
        name="=1+1",
        latitude="-53.5",
        longitude="9.993",
        group=models.DeviceGroup.objects.create(name="Park; Süd", slug="park"),
        model=make(),
        adapter="chirpstack",
        address="24e124136d490175",
        thresholds={"fill_percent": 82.5, "temperature_c": -5},
        installed_on=date(2026, 1, 2),
        retired_on=date(2027, 3, 4),
        notes='mit "Zeichen"\nund Zeilen',
        is_public=False,
    )
    models.Compartment.objects.create(device=device, number=1)
    return device


class TestOutAndIn:
    """What comes out goes in again."""

    def test_an_export_changes_nothing_when_it_is_read_in(self, client):
        everything()
        DeviceFactory()
        signed_in(client)
        text = exported(client)
        assert text.startswith("Name in Adressen;Name;Art;")
        plan = exchange.plan(text=text)
        assert [(row.state, row.changes, row.faults) for row in plan.rows] == [("same", [], [])] * 2

    def test_and_makes_the_same_device_where_it_is_not_there(self, client):
        before = everything()
        signed_in(client)
        text = exported(client)
        values = models.Device.objects.values().get()
        before.delete()
        assert take(text).count("new") == 1
        after = models.Device.objects.values().get()
        assert values | {"id": 0} == after | {"id": 0}
        assert models.Compartment.objects.count() == 1

    def test_filters_and_search_go_along(self, client):
        signed_in(client)
        DeviceFactory(kind="light", name="Laterne")
        DeviceFactory()
        assert exported(client, "?kind=light").count("\r\n") == 2
        assert exported(client, "?q=laterne").count("\r\n") == 2

    @pytest.mark.parametrize("query", ["?kind=drohne", "?q=%00"])
    def test_filters_that_are_none_leave_nothing_out(self, client, query):
        signed_in(client)
        DeviceFactory()
        assert exported(client, query).count("\r\n") == 2

    def test_one_and_thirty_devices_cost_the_same(self, assert_query_count):
        DeviceFactory()
        with assert_query_count(1):
            list(table(models.Device.objects.all()))
        for _number in range(29):
            DeviceFactory()
        with assert_query_count(1):
            assert len(list(table(models.Device.objects.all()))) == 31


class TestTakingIn:
    """From the table to devices."""

    def test_new_and_changed_devices(self):
        DeviceFactory(slug="korb-1", name="Alt", place="Am Markt")
        plan = take(
            "slug;name;kind;interval_seconds",
            "korb-1;Neu;bin;600",
            "korb-2;Zweiter;Container;",
        )
        assert [row.state for row in plan.rows] == ["changed", "new"]
        changed = models.Device.objects.get(slug="korb-1")
        assert (changed.name, changed.interval_seconds) == ("Neu", 600)
        assert changed.place == "Am Markt"
        new = models.Device.objects.get(slug="korb-2")
        assert (new.kind, new.interval_seconds, new.address) == ("bin", 3600, "bin/korb-2")

    def test_an_empty_cell_empties_its_value(self):
        DeviceFactory(slug="korb-1", place="Am Markt")
        take("slug;place", "korb-1;")
        assert models.Device.objects.get().place == ""

    def test_nothing_happens_while_one_row_is_wrong(self):
        plan = take(HEADS, "korb-1;Erster;bin", "korb-2;Zweiter;Drohne")
        assert not plan.is_good
        assert not models.Device.objects.exists()

    def test_commas_and_windows_are_understood(self):
        text = exchange.decoded("slug,name,kind\r\nkorb-1,Müll,bin\r\n".encode("cp1252"))
        take(text)
        assert models.Device.objects.get().name == "Müll"

    @pytest.mark.parametrize(
        ("head", "cell", "words"),
        [
            ("group", "Park", "nicht bekannt"),
            ("project", "niemand", "nicht bekannt"),
            ("model", "X", "nicht bekannt"),
            ("latitude", "viel", "keine Zahl"),
            ("latitude", "NaN", "Breite"),
            ("latitude", "53,7", "beide Koordinaten"),
            ("interval_seconds", "-1", "keine ganze Zahl"),
            ("interval_seconds", "0", "größer"),
            ("thresholds", "fill_percent = viel", "kein Grenzwert"),
            ("thresholds", "nonsense = 1", "kein Grenzwert"),
            ("installed_on", "31.02.2026", "kein Datum"),
            ("is_public", "vielleicht", "weder ja noch nein"),
            ("adapter", "Funk", "keines von"),
            ("compartments", "3", "Schließfach"),
            ("compartments", "201", "höchstens"),
            ("name", "", "fehlt"),
            ("place", "x" * 161, "160"),
        ],
    )
    def test_a_wrong_cell_is_named(self, head, cell, words):
        heads, cells = ["slug", "kind"], ["korb-1", "bin"]
        if head != "name":
            heads, cells = [*heads, "name"], [*cells, "Korb"]
        found = faults(";".join([*heads, head]), ";".join([*cells, cell]))
        assert any(words in fault for fault in found), found

    @pytest.mark.parametrize(
        ("heads", "cells", "words"),
        [
            (HEADS, "korb-1;A;bin;zu viel", "mehr Zellen"),
            (f"{HEADS};adapter;address", "korb-1;A;bin;chirpstack;24e1", "16"),
            (
                f"{HEADS};installed_on;retired_on",
                "korb-1;A;bin;01.02.2026;31.01.2026",
                "Außer Betrieb ab: ",
            ),
        ],
    )
    def test_cells_that_do_not_fit_together_are_named(self, heads, cells, words):
        (fault,) = faults(heads, cells)
        assert words in fault

    def test_what_is_the_same_already_is_left_alone(self):
        DeviceFactory(slug="korb-1", name="Korb", address="")
        take(HEADS, "korb-1;Korb;bin", "korb-2;Zweiter;bin")
        assert ModelLogEntry.objects.get().object_id == str(
            models.Device.objects.get(slug="korb-2").pk
        )

    def test_twins_are_refused(self):
        DeviceFactory(slug="korb-9", adapter="chirpstack", address="24e124136d490175")
        heads = f"{HEADS};adapter;address"
        found = faults(
            heads,
            "korb-1;A;bin;own;",
            "korb-1;B;bin;own;",
            "korb-2;C;bin;chirpstack;24E124136D490175",
        )
        assert len(found) == 2

    def test_a_swap_of_addresses_is_said_in_a_sentence(self):
        for slug, address in (("a", "1" * 16), ("b", "2" * 16)):
            DeviceFactory(slug=slug, adapter="chirpstack", address=address)
        with pytest.raises(exchange.TableError, match="zwei Schritten"):
            take("slug;name;kind;address", f"a;A;bin;{'2' * 16}", f"b;B;bin;{'1' * 16}")

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "slug;name;kind",
            "name;kind\nA;bin",
            "slug;name;kind;colour\na;A;bin;red",
            "slug;slug;name\na;a;A",
            "slug;name;kind\n" + "a;A;bin\n" * 2001,
            "slug\0;name\na;b",
            'slug;name;kind\na;"' + "x" * 200_000,
        ],
    )
    def test_what_is_no_table_is_said_in_a_sentence(self, text):
        with pytest.raises(exchange.TableError):
            exchange.plan(text=text)

    @pytest.mark.parametrize("count", [1, 30])
    def test_looking_at_it_costs_the_same(self, count, assert_query_count):
        for number in range(count):
            DeviceFactory(slug=f"korb-{number}")
        lines = [f"korb-{number};Neu;bin" for number in range(count + 5)]
        with assert_query_count(5):
            exchange.plan(text="\n".join([HEADS, *lines]))


class TestPage:
    """The two steps in the admin."""

    def test_it_is_looked_at_first_and_then_taken_over(self, client):
        signed_in(client)
        DeviceFactory(slug="korb-1", name="Alt")
        page = upload(client, f"{HEADS}\nkorb-1;Neu;bin\nkorb-2;Zweiter;bin")
        assert page.context["counts"] == {"new": 1, "changed": 1, "same": 0, "wrong": 0}
        assert "<del>Alt</del>" in page.text
        assert models.Device.objects.count() == 1
        text = page.context["text_form"]["text"].value()
        client.post(IMPORT, {"text": text})
        assert models.Device.objects.count() == 2

    def test_a_wrong_file_is_said_beside_its_field(self, client):
        signed_in(client)
        for data in (b"", b"\xff\xfe\0", b"slug\x81", b"x" * 1_100_000, "slug;name"):
            page = upload(client, data)
            assert page.status_code == 422
            assert page.context["form"].errors["file"]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "Bitte wählen Sie die Datei noch einmal."),
            (f"{HEADS}\0\nkorb-1;Neu;bin", "Bitte wählen Sie die Datei noch einmal."),
            ("slug;colour\nkorb-1;red", "Unbekannte Spalten: colour."),
            (f"{HEADS}\nkorb-1;Neu;Drohne", "Es wurde nichts geändert."),
        ],
    )
    def test_what_is_wrong_when_it_is_taken_over_is_said_and_changes_nothing(
        self, client, text, words
    ):
        signed_in(client)
        assert words in client.post(IMPORT, {"text": text}).text
        assert not models.Device.objects.exists()

    def test_it_is_said_how_many_were_taken_over(self, client):
        signed_in(client)
        page = client.post(IMPORT, {"text": f"{HEADS}\nkorb-1;Neu;bin"}, follow=True)
        assert "Übernommen: 1 neu, 0 geändert." in page.text

    def test_who_may_not_add_devices_imports_none(self, client):
        signed_in(client, "Editors")
        upload(client, f"{HEADS}\nkorb-1;Neu;bin")
        client.post(IMPORT, {"text": f"{HEADS}\nkorb-1;Neu;bin"})
        assert not models.Device.objects.exists()


def test_two_thousand_rows_are_looked_at_without_a_query_each():
    lines = [f"korb-{number};Neu;bin" for number in range(2000)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert exchange.plan(text="\n".join([HEADS, *lines])).count("new") == 2000
    assert len(queries) == 4
