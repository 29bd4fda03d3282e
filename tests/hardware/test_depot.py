"""The depot's pages: who may enter, reports by form and by a phone that had no net, and files."""

import json
import subprocess
from datetime import timedelta
from uuid import uuid4
from xml.etree import ElementTree as Xml

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.users.landing import url_for
from hardware_bridge import models
from hardware_bridge.papers.gpx import NAMESPACE
from tests import tools
from tests.factories.park import GroupFactory, RoundFactory, container
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def tour_of(stops: int, **fields) -> models.Tour:
    """A tour without the solver."""
    group = fields.pop("group", None) or GroupFactory()
    made = models.Tour.objects.create(
        group=group,
        round=fields.pop("round", None),
        metres=4321,
        fixed_metres=9876,
        fixed_stops=stops + 3,
        created_at=timezone.now() - timedelta(hours=1),
        **fields,
    )
    for number in range(1, stops + 1):
        models.TourStop.objects.create(
            tour=made,
            device=container(number, group, slug=f"{group.slug}-{number}"),
            order=number,
            fill_percent=80,
            listed="full",
            metres=250,
        )
    return made


@pytest.fixture
def tour(site):
    round_ = RoundFactory()
    return tour_of(3, group=round_.group, round=round_)


@pytest.fixture
def driver(client, site):
    user = UserFactory(role="Depot")
    client.login(email=user.email, password=PASSWORD)
    return user


def queued(tour, *reports):
    url = reverse("depot:report_many", args=[tour.public_id])
    return url, json.dumps(list(reports))


def said(stop, result="emptied", **more) -> dict:
    return {"stop": stop.pk, "result": result, "client_key": str(uuid4())} | more


class TestTheDoor:
    @pytest.mark.parametrize("name", ["tour", "gpx", "pdf"])
    def test_whoever_is_signed_out_signs_in_first(self, client, tour, name):
        answer = client.get(reverse(f"depot:{name}", args=[tour.public_id]))
        assert answer.status_code == 302
        assert "/konto/anmelden/" in answer["Location"]

    def test_a_phones_script_is_told_401(self, client, tour):
        url, body = queued(tour)
        assert client.post(url, body, content_type="application/json").status_code == 401

    @pytest.mark.parametrize("name", ["tour", "gpx", "pdf"])
    def test_others_are_kept_out(self, editor, tour, name):
        assert editor.get(reverse(f"depot:{name}", args=[tour.public_id])).status_code == 403
        assert editor.get("/live/depot/").status_code == 403

    def test_an_unknown_tour_is_not_found(self, client, driver):
        assert client.get(f"/live/depot/tour/{uuid4()}/").status_code == 404


class TestTheWayIn:
    @pytest.mark.parametrize(
        ("role", "drives"), [("Depot", True), ("Hardware operators", False), ("Editors", False)]
    )
    def test_drivers_begin_at_their_tours(self, site, role, drives):
        assert (url_for(UserFactory(role=role)) == "/live/depot/") is drives


class TestThePage:
    def test_it_names_every_stop_with_a_way_to_it(self, client, driver, tour):
        page = client.get(tour.get_absolute_url()).content.decode()
        for stop in tour.stops.all():
            assert stop.device.name in page
        assert page.count('href="geo:53.') == 3
        assert "Betriebshof" in page

    def test_it_has_words_of_its_own_in_leichte_sprache(self, client, driver, tour):
        page = client.get(f"/de-simple{tour.get_absolute_url()}").content.decode()
        for words in ("Weg zeigen", "Zum Ausdrucken", "Halten fertig", "<summary>Melden"):
            assert words in page
        assert "Schlechtes" not in page

    def test_a_form_reports_a_stop(self, client, driver, tour):
        stop = tour.stops.first()
        url = reverse("depot:report", args=[tour.public_id, stop.pk])
        answer = client.post(url, {"result": "blocked", "note": "Auto davor"})
        assert answer["Location"].endswith(f"#stop-{stop.pk}")
        stop.refresh_from_db()
        assert (stop.result, stop.note) == ("blocked", "Auto davor")
        assert "Auto davor" in client.get(tour.get_absolute_url()).content.decode()

    @pytest.mark.parametrize(
        "wrong", [{"result": "burnt"}, {}, {"result": "emptied", "note": "x" * 301}]
    )
    def test_what_is_wrong_is_told_and_nothing_is_written(self, client, driver, tour, wrong):
        stop = tour.stops.first()
        url = reverse("depot:report", args=[tour.public_id, stop.pk])
        page = client.post(url, wrong, follow=True).content.decode()
        assert "kern-alert" in page
        assert not models.TourStop.objects.exclude(result="").exists()

    def test_the_stop_of_another_tour_is_not_found(self, client, driver, tour):
        other = tour_of(1).stops.get()
        url = reverse("depot:report", args=[tour.public_id, other.pk])
        assert client.post(url, {"result": "emptied"}).status_code == 404

    def test_a_tour_of_somebody_else_is_only_looked_at(self, client, driver, tour):
        models.Tour.objects.update(driver=UserFactory(role="Depot"), state="underway")
        page = client.get(tour.get_absolute_url()).content.decode()
        assert 'name="result"' not in page

    def test_it_is_ended_by_its_driver(self, client, driver, tour):
        act = reverse("depot:act", args=[tour.public_id])
        client.post(act, {"act": "start"})
        client.post(act, {"act": "finish"})
        tour.refresh_from_db()
        assert (tour.state, tour.driver) == ("done", driver)

    def test_nobody_else_ends_it(self, client, driver, tour):
        models.Tour.objects.update(driver=UserFactory(role="Depot"), state="underway")
        act = reverse("depot:act", args=[tour.public_id])
        page = client.post(act, {"act": "finish"}, follow=True).content.decode()
        assert "fährt bereits jemand anderes" in page
        assert models.Tour.objects.get().state == "underway"

    @pytest.mark.parametrize(
        ("act", "words"), [("finish", "noch nicht begonnen"), ("fly", "Container 01")]
    )
    def test_what_cannot_be_done_changes_nothing(self, client, driver, tour, act, words):
        url = reverse("depot:act", args=[tour.public_id])
        page = client.post(url, {"act": act}, follow=True).content.decode()
        assert words in page
        assert models.Tour.objects.get().state == "proposed"

    def test_a_report_from_a_dropped_tour_is_refused(self, client, driver, tour):
        models.Tour.objects.update(state="dropped")
        stop = tour.stops.first()
        url = reverse("depot:report", args=[tour.public_id, stop.pk])
        page = client.post(url, {"result": "emptied"}, follow=True).content.decode()
        assert "Diese Tour wurde verworfen." in page
        stop.refresh_from_db()
        assert stop.result == ""

    def test_the_overview_leads_to_it(self, client, driver, tour):
        tour_of(1, date=timezone.localdate() + timedelta(days=40))
        page = client.get("/live/depot/").content.decode()
        assert page.count("/live/depot/tour/") == 1
        assert tour.get_absolute_url() in page

    @pytest.mark.parametrize("many", [1, 30])
    def test_pages_cost_the_same_with_many_stops(
        self, client, driver, many, django_assert_max_num_queries, assert_query_count
    ):
        from hardware_bridge.queries import tours as queries

        made = tour_of(many)
        with assert_query_count(2):
            assert len(queries.sheet(made.public_id).stops) == many
        with assert_query_count(1):
            queries.tours_of_drivers()
        with django_assert_max_num_queries(25):
            client.get(made.get_absolute_url())


class TestThePhone:
    """What was kept while there was no net."""

    def post(self, client, tour, *reports):
        url, body = queued(tour, *reports)
        return client.post(url, body, content_type="application/json")

    def test_each_report_is_answered_and_counts_once(self, client, driver, tour):
        first, second, _third = tour.stops.all()
        reports = [said(first, note="  Deckel  lose "), said(second, "damaged")]
        answer = self.post(client, tour, *reports).json()
        assert [item["state"] for item in answer["items"]] == ["kept", "kept"]
        assert [item["client_key"] for item in answer["items"]] == [
            r["client_key"] for r in reports
        ]
        again = self.post(client, tour, *reports).json()
        assert [item["state"] for item in again["items"]] == ["known", "known"]
        assert tour.stops.first().note == "Deckel lose"
        assert models.Alert.objects.count() == 1

    def test_the_time_on_the_phone_counts(self, client, driver, tour):
        at = timezone.now() - timedelta(minutes=20)
        self.post(client, tour, said(tour.stops.first(), at=at.isoformat()))
        assert tour.stops.first().done_at == at

    def test_one_that_is_wrong_hinders_no_other(self, client, driver, tour):
        stop = tour.stops.first()
        odd = [
            said(stop, "burnt"),
            "text",
            7,
            None,
            {"stop": stop.pk},
            said(tour_of(1).stops.get()),
            said(stop, at=5),
            said(stop, note={"a": ["b"]}, client_key=["c"]),
        ]
        answer = self.post(client, tour, *odd, said(stop)).json()
        assert [item["state"] for item in answer["items"]] == ["refused"] * 8 + ["kept"]
        assert all(item["message"] for item in answer["items"][:8])

    @pytest.mark.parametrize(
        "body", ["", "{", "7", "{}", json.dumps([{}] * 201), "[" * 99_000, "[" * 200_000]
    )
    def test_what_is_no_list_of_reports_is_refused(self, client, driver, tour, body):
        url, _body = queued(tour)
        answer = client.post(url, body, content_type="application/json")
        assert answer.status_code == 422
        assert answer.json()["detail"]

    def test_a_forged_request_is_refused(self, tour, driver):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)
        strict.force_login(driver)
        url, body = queued(tour, said(tour.stops.first()))
        assert strict.post(url, body, content_type="application/json").status_code == 403
        assert not models.TourStop.objects.exclude(result="").exists()

    def test_the_worker_is_served_beside_the_pages(self, client):
        answer = client.get("/live/depot/worker.js")
        assert answer["Content-Type"].startswith("text/javascript")
        assert b"caches.open" in answer.content


class TestFiles:
    def test_gpx_has_the_stops_in_their_order_between_the_depots(self, client, driver, tour):
        models.Device.objects.filter(stops__order=1).update(name='Bühne & <Rasen>\x0b "1"')
        answer = client.get(reverse("depot:gpx", args=[tour.public_id]))
        assert answer["Content-Type"] == "application/gpx+xml"
        root = Xml.fromstring(answer.content)  # noqa: S314 – our own
        names = [
            each.text for each in root.iterfind(f".//{{{NAMESPACE}}}rtept/{{{NAMESPACE}}}name")
        ]
        assert names[0] == names[-1] == "Betriebshof"
        assert names[1] == '1 Bühne & <Rasen> "1"'
        assert len(names) == 5
        first = root.find(f".//{{{NAMESPACE}}}rtept")
        assert (first.get("lat"), first.get("lon")) == ("53.690000", "9.990000")

    @pytest.mark.poppler
    def test_the_pdf_names_every_stop_as_it_was_typed(self, client, driver, tour):
        models.Device.objects.filter(stops__order=1).update(name="#panic() *fett* [x]")
        answer = client.get(reverse("depot:pdf", args=[tour.public_id]))
        assert answer["Content-Type"] == "application/pdf"
        words = subprocess.run(
            [tools.poppler().path, "-layout", "-", "-"],
            input=answer.content,
            capture_output=True,
            check=True,
        ).stdout.decode()
        assert "#panic() *fett* [x]" in words
        assert all(stop.device.name in words for stop in tour.stops.all()[1:])
        assert "4,3 km" in words
