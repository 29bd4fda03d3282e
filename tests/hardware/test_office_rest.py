"""Health in words, public measures, labels, rights, and what waits on the start page."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from cms.users.roles import EDITORS, LEADS
from hardware_bridge import dashboard, labels, models
from hardware_bridge.admin_views import alerts, devices, exchange, health, inbox, makes
from hardware_bridge.queries.health import ADVICE
from hardware_bridge.queries.live import public_measures
from hardware_bridge.roles import DEPOT, OPERATORS
from tests.factories.hardware import AlertFactory, DeviceFactory, working_bridge
from tests.factories.people import UserFactory
from tests.hardware.office import signed_in, stranger

pytestmark = pytest.mark.django_db
HEALTH = "/admin/hardware/health/"


class TestHealth:
    """The state of the connection, in sentences."""

    def said(self, client) -> str:
        return " ".join(client.get(HEALTH).text.split())

    def test_without_a_bridge_it_says_how_one_is_started(self, client):
        signed_in(client)
        assert "manage.py bridge" in self.said(client)

    def test_all_is_well(self, client):
        signed_in(client)
        working_bridge(last_message_at=timezone.now(), protocol="5")
        said = self.said(client)
        assert "Alles in Ordnung" in said
        assert "in der letzten Minute" in said
        assert "seit 1 Woche verbunden (MQTT 5)" in said

    @pytest.mark.parametrize(
        ("bridge", "words"),
        [
            (
                {"is_connected": False, "last_fault": "refused"},
                "erreicht den Broker nicht. Technische Angabe: refused",
            ),
            ({"lag_ms": 9000, "queue": 4000}, "4.000 Meldungen warten"),
            ({"lag_ms": 9000}, "verspätet gespeichert"),
            ({"updated_at": timezone.now() - timedelta(hours=3)}, "kein Lebenszeichen"),
        ],
    )
    def test_what_is_wrong_is_said(self, client, bridge, words):
        signed_in(client)
        working_bridge(**bridge)
        assert words in self.said(client)

    def test_a_bridge_that_was_stopped_in_order_had_its_messages(self, client):
        signed_in(client)
        now = timezone.now()
        working_bridge(stopped_at=now, last_message_at=now - timedelta(hours=2))
        said = self.said(client)
        assert "Zurzeit arbeitet keine Brücke" in said
        assert "Die letzte Meldung kam vor 2 Stunden" in said

    def test_messages_set_aside_can_be_read_and_deleted(self, client):
        signed_in(client)
        letter = models.DeadLetter.objects.create(
            topic="ngo/v1/bin/a/state", reason="type", payload=b"<b>\xff", detail="x", count=7
        )
        assert "Falscher Typ" in self.said(client)
        page = client.get(reverse("hardware_letter", args=[letter.pk])).text
        assert "&lt;b&gt;\ufffd" in page
        assert "Text statt einer Zahl" in page
        throw = reverse("hardware_throw")
        assert "Kreuzen Sie zuerst" in client.post(throw, follow=True).text
        sent = {"letter": [letter.pk, "x", "9" * 5000]}
        assert "1 Eintrag ist gelöscht" in client.post(throw, sent, follow=True).text
        assert not models.DeadLetter.objects.exists()

    def test_each_reason_is_explained(self):
        assert set(ADVICE) == set(models.choices.Reason)

    def test_one_and_thirty_cost_the_same(self, client, assert_query_count):
        signed_in(client)
        working_bridge()
        for number in range(31):
            models.DeadLetter.objects.create(topic=str(number), reason="type", payload=b"")
            if number in (0, 30):
                client.get(HEALTH)
                with assert_query_count(17):
                    client.get(HEALTH)


class TestPublicMeasures:
    """Which measures the public may see."""

    def test_defaults_hold_until_somebody_decides(self):
        assert "fill_percent" in public_measures()["bin"]
        assert "occupied" not in public_measures()["locker"]

    def test_a_box_decides(self, client):
        signed_in(client)
        client.post("/admin/hardware/public/", {"bin-temperature_c": "on"})
        found = public_measures()
        assert found["bin"] == {"temperature_c"}
        assert found["locker"] == frozenset()
        client.post("/admin/hardware/public/", {"bin-fill_percent": "on", "bin-nonsense": "on"})
        assert public_measures()["bin"] == {"fill_percent"}


class TestLabels:
    """A sheet to print, and where its codes lead."""

    def test_a_sheet_is_a_pdf_with_a_page_for_21(self, client, site):
        signed_in(client)
        for number in range(22):
            DeviceFactory(name=f'Korb "{number}" #strong[x]')
        answer = client.get("/admin/hardware/labels.pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        assert answer.content.count(b"/Type /Page\n") == 2 or b"/Count 2" in answer.content

    def test_without_a_device_it_says_so(self, client):
        signed_in(client)
        page = client.get("/admin/hardware/labels.pdf?kind=light", follow=True)
        assert "Kein Gerät passt" in page.text

    def test_more_than_can_be_printed_are_refused(self, client, monkeypatch):
        monkeypatch.setattr(exchange, "MOST_LABELS", 1)
        signed_in(client)
        DeviceFactory()
        DeviceFactory()
        page = client.get("/admin/hardware/labels.pdf", follow=True)
        assert "mehr als 1" in page.text

    def test_the_address_on_it_leads_on(self, client, site):
        device = DeviceFactory(slug="korb-1")
        address = reverse("hardware_short", args=["korb-1"])
        assert address == "/g/korb-1"
        assert client.get(address)["Location"].startswith("/live/")
        models.Device.objects.update(is_public=False)
        assert client.get(address)["Location"] == "/live/"
        assert client.get("/g/niemand").status_code == 404
        signed_in(client)
        assert client.get(address)["Location"] == f"/admin/hardware/device/{device.pk}/"


PAGES = [
    each.name
    for module in (alerts, devices, exchange, health, inbox, makes)
    for each in module.urls()
]
LISTS = ["hardware_devices", "hardware_rules", "hardware_duty", "hardware_makes", "hardware_groups"]
LOOKING = {"hardware_alerts", "hardware_device", "hardware_export", "hardware_labels"}


def reached(client) -> set[str]:
    """Pages that somebody is not sent away from; buttons are pressed with nothing."""
    device, alert, sender = DeviceFactory(), AlertFactory(), stranger()
    letter = models.DeadLetter.objects.create(topic="a", reason="type", payload=b"")
    of = {
        "hardware_device": device,
        "hardware_identify": device,
        "hardware_take_alert": alert,
        "hardware_end_alert": alert,
        "hardware_adopt": sender,
        "hardware_ignore": sender,
        "hardware_letter": letter,
    }
    found = set()
    for name in PAGES:
        url = reverse(name, args=[of[name].pk] if name in of else [])
        answer = client.get(url)
        if answer.status_code == 405 or answer.status_code == 200:
            found.add(name)
    for name in LISTS:
        if client.get(reverse(f"{name}:index")).status_code == 200:
            found.add(name)
    return found


class TestRights:
    """Who may see what, whoever guesses its address."""

    def test_operators_reach_everything(self, client):
        signed_in(client, OPERATORS)
        assert reached(client) == {*PAGES, *LISTS}

    @pytest.mark.parametrize(
        ("role", "more"), [(DEPOT, {"hardware_groups"}), (EDITORS, set()), (LEADS, set())]
    )
    def test_others_look_and_change_nothing(self, client, role, more):
        signed_in(client, role)
        assert reached(client) == LOOKING | {"hardware_devices"} | more
        assert client.get("/admin/hardware/devices/new/").status_code == 302

    def test_who_is_not_of_the_office_is_asked_to_sign_in(self, client):
        client.force_login(UserFactory())
        assert reached(client) == set()

    def test_the_menu_shows_what_one_may(self, client):
        signed_in(client, OPERATORS)
        page = client.get("/admin/").text
        assert "/admin/hardware/health/" in page
        signed_in(client, DEPOT)
        page = client.get("/admin/").text
        assert "/admin/hardware/devices/" in page
        assert "/admin/hardware/inbox/" not in page


class TestDashboard:
    """What waits."""

    def lines(self, rf, user) -> list[str]:
        request = rf.get("/admin/")
        request.user = user
        sources = (
            *(dashboard.incidents, dashboard.connection),
            *(dashboard.tours_to_drive, dashboard.strangers),
        )
        return [line.text for source in sources for line in source(request)]

    def test_operators_are_told_of_alerts_strangers_and_a_bridge_that_is_away(self, rf):
        AlertFactory()
        AlertFactory(closed_at=timezone.now())
        stranger()
        stranger(address="x", is_ignored=True)
        working_bridge(is_connected=False)
        assert self.lines(rf, UserFactory(role=OPERATORS)) == [
            "1 neuer Alarm zu Geräten",
            "Meldungen der Geräte kommen nicht an",
            "1 unbekanntes Gerät sendet Meldungen",
        ]

    def test_drivers_are_told_of_the_tours_of_today(self, rf):
        today = timezone.localdate()
        for state, day in (
            ("proposed", today),
            ("done", today),
            ("proposed", today + timedelta(days=1)),
        ):
            models.Tour.objects.create(state=state, date=day)
        assert self.lines(rf, UserFactory(role=DEPOT)) == ["1 Tour ist heute zu fahren"]
        assert self.lines(rf, UserFactory(role=EDITORS)) == []

    def test_nothing_waits_where_all_is_well(self, rf):
        working_bridge()
        assert self.lines(rf, UserFactory(role=OPERATORS)) == []

    def test_others_are_not_bothered(self, rf):
        AlertFactory()
        stranger()
        assert self.lines(rf, UserFactory(role=EDITORS)) == []
        assert self.lines(rf, AnonymousUser()) == []


def test_labels_speak_the_language_asked_for(site):
    device = DeviceFactory()
    assert labels.sheet(devices=[device], language="en") != labels.sheet(
        devices=[device], language="de"
    )
