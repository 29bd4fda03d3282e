"""The pages of devices: their overview, each one's page, and what editors compose."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from cms.core.search.index import rebuild
from cms.core.search.queries import search
from hardware_bridge import models
from tests.answers import text
from tests.factories.hardware import DeviceFactory
from tests.factories.programme import ProjectFactory
from tests.factories.site import translated
from tests.hardware.parks import group, heard, hours, speaking

pytestmark = pytest.mark.django_db
# Of them, 10 are the frame of any page where nothing is kept.
OVERVIEW, DEVICE, STATUS = 18, 8, 15


@pytest.fixture
def park():
    return group()


def status_page(overview, *blocks):
    body = [{"type": kind, "value": value, "id": str(n)} for n, (kind, value) in enumerate(blocks)]
    page = models.StatusPage(title="Container", slug="container", body=json.dumps(body))
    return overview.add_child(instance=page)


class TestOverview:
    def test_it_counts_by_status_and_lists_devices_with_their_values(self, client, overview):
        heard(DeviceFactory(name="Glas am Markt"), fill_percent=41.7)
        heard(DeviceFactory(), ago=timedelta(hours=1), fill_percent=2)
        DeviceFactory()
        DeviceFactory(is_public=False, name="Geheim")
        answer = client.get("/live/")
        assert "Glas am Markt" in text(answer)
        assert "42 %" in text(answer)
        assert "Geheim" not in text(answer)
        counts = answer.context["counts"]
        assert (counts.online, counts.stale, counts.offline, counts.all) == (1, 1, 1, 3)

    def test_a_city_without_devices_gets_a_sentence(self, client, overview):
        assert "Noch keine Geräte" in text(client.get("/live/"))

    def test_filters_narrow_the_list_and_nonsense_filters_nothing(self, client, overview, park):
        heard(DeviceFactory(name="Mast 1", kind="light", slug="mast-1"), on=True)
        DeviceFactory(name="Container West", place="Markt", group=park)
        found = {
            query: [each.device.name for each in client.get(f"/live/{query}").context["devices"]]
            for query in (
                "?kind=light",
                "?q=markt",
                "?group=container-nord",
                "?status=online",
                "?status=offline",
                "?kind=tank",
                "?page=99",
            )
        }
        both = ["Container West", "Mast 1"]
        assert found == {
            "?kind=light": ["Mast 1"],
            "?q=markt": ["Container West"],
            "?group=container-nord": ["Container West"],
            "?status=online": ["Mast 1"],
            "?status=offline": ["Container West"],
            "?kind=tank": both,
            "?page=99": both,
        }

    @pytest.mark.parametrize("number", [1, 30])
    def test_it_costs_the_same_for_one_device_and_for_many(
        self, client, overview, park, assert_query_count, number
    ):
        speaking(number, group=park)
        client.get("/live/")
        with assert_query_count(OVERVIEW):
            client.get("/live/")

    def test_the_sitemap_names_every_public_device(self, client, overview):
        speaking(1, slug="glas-1")
        DeviceFactory(is_public=False, slug="geheim")
        found = client.get("/sitemap.xml").content.decode()
        assert "/live/geraete/glas-1/</loc>" in found
        assert "geheim" not in found

    def test_pages_with_values_are_kept_nowhere(self, client, overview):
        (device,) = speaking(1)
        assert "1 %" in text(client.get("/live/"))
        models.Latest.objects.filter(device=device).update(value=99)
        assert "99 %" in text(client.get("/live/"))


class TestDevice:
    def test_its_page_tells_values_time_and_course(self, client, overview):
        (device,) = speaking(1, slug="glas-1", name="Glas 1")
        hours(device, 10, 20, 30)
        answer = text(client.get("/live/geraete/glas-1/"))
        assert "1 %" in answer
        assert "Aktuell" in answer
        assert "Füllstand: zwischen 9 % und 31 %, zuletzt im Mittel 30 %." in answer
        assert answer.count("<tr>") == 4
        assert 'class="course__line" d="M' in answer

    def test_it_says_when_there_is_nothing_to_draw(self, client, overview):
        speaking(1, slug="glas-1")
        answer = text(client.get("/live/geraete/glas-1/?span=quarter"))
        assert "Keine Werte in diesem Zeitraum." in answer
        assert "course__drawing" not in answer

    @pytest.mark.parametrize("fields", [{"is_public": False}, {"retired_on": date(2020, 1, 1)}])
    def test_what_is_not_public_has_no_page(self, client, overview, fields):
        DeviceFactory(slug="glas-1", **fields)
        assert client.get("/live/geraete/glas-1/").status_code == 404
        assert client.get("/live/geraete/andere/").status_code == 404

    def test_it_speaks_the_readers_language(self, client, overview):
        (device,) = speaking(1, slug="glas-1")
        models.Override.objects.create(device=device, text="Kaputt", text_en="Out of order")
        english = text(client.get("/en/live/devices/glas-1/"))
        assert '<strong lang="en">Out of order</strong>' in english
        easy = text(client.get("/de-simple/live/geraete/glas-1/"))
        assert '<strong lang="de">Kaputt</strong>' in easy

    def test_a_station_shows_its_compartments_and_not_who_uses_them(self, client, overview):
        station = DeviceFactory(kind="locker", slug="station-1")
        for number in (1, 2):
            models.Compartment.objects.create(device=station, number=number)
        heard(station, channel=2, fault=True, occupied=True)
        answer = text(client.get("/live/geraete/station-1/"))
        assert "gemeldet" in answer
        assert "belegt" not in answer

    def test_its_page_leads_to_its_project_in_the_same_language(self, client, overview, site):
        project = ProjectFactory(parent=site.projects, title="Sensorik")
        translated(project, title="Sensors", slug="sensors")
        speaking(1, slug="glas-1", project=project)
        assert "Sensorik</a>" in text(client.get("/live/geraete/glas-1/"))
        assert "Sensors</a>" in text(client.get("/en/live/devices/glas-1/"))

    @pytest.mark.parametrize("number", [1, 30])
    def test_it_costs_the_same_with_few_values_and_with_many(
        self, client, overview, assert_query_count, number
    ):
        (device,) = speaking(1, slug="glas-1", group=group("eins", "Eins"))
        hours(device, *range(number))
        client.get("/live/geraete/glas-1/")
        with assert_query_count(DEVICE):
            client.get("/live/geraete/glas-1/")


class TestStatusPage:
    def test_every_block_shows_what_devices_say(self, client, overview, park):
        device, other = speaking(2, group=park)
        hours(device, 10, 20)
        hours(other, 30, 40)
        choice = {"group": park.pk, "measure": "fill_percent"}
        status_page(
            overview,
            ("live_device", {"device": device.pk}),
            ("live_group", {"title": "Alle im Norden", "group": park.pk}),
            ("live_map", {"title": "Wo sie stehen", "group": park.pk}),
            ("live_chart", {"title": "Im Mittel", "span": "day", **choice}),
            ("live_figure", {"label": "voll", "comparison": "above", "limit": 2, **choice}),
            ("live_outage", {"title": "Störung am See", "text": "<p>Bis Dienstag.</p>"}),
        )
        answer = text(client.get("/live/container/"))
        for words in ("Alle im Norden", "Wo sie stehen", "Störung am See", "von 2"):
            assert words in answer
        assert "Füllstand: zwischen 9 % und 41 %, zuletzt im Mittel 30 %." in answer
        assert '<strong class="live-count"' in answer
        assert f"devices={device.slug},{other.slug}" in answer

    def test_an_outage_notice_ends_by_itself(self, client, overview):
        now = timezone.now()
        for hours_ahead, title in ((1, "Noch"), (-1, "Vorbei")):
            until = (now + timedelta(hours=hours_ahead)).isoformat()
            value = {"title": title, "text": "<p>…</p>", "until": until}
            page = status_page(overview, ("live_outage", value))
            assert (title in text(client.get("/live/container/"))) == (title == "Noch")
            page.delete()

    def test_measures_that_are_not_public_are_not_drawn_or_counted(self, client, overview, park):
        heard(DeviceFactory(group=park), battery_percent=9)
        choice = {"group": park.pk, "measure": "battery_percent"}
        status_page(
            overview,
            ("live_chart", {"title": "Batterien", "span": "day", **choice}),
            ("live_figure", {"label": "schwach", "comparison": "below", "limit": 20, **choice}),
        )
        answer = text(client.get("/live/container/"))
        assert "Batterien" not in answer
        assert "schwach" not in answer

    def test_blocks_whose_device_is_gone_are_left_out(self, client, overview):
        status_page(overview, ("live_device", {"device": 9}), ("live_group", {"title": "Leer"}))
        assert "Hier gibt es noch kein Gerät." in text(client.get("/live/container/"))

    @pytest.mark.parametrize("number", [1, 30])
    def test_it_costs_the_same_for_one_device_and_for_many(
        self, client, overview, park, assert_query_count, number
    ):
        speaking(number, group=park)
        choice = {"group": park.pk, "measure": "fill_percent"}
        status_page(
            overview,
            ("live_group", {"title": "Alle", "group": park.pk}),
            ("live_map", {"title": "Wo", "group": park.pk}),
            ("live_figure", {"label": "voll", "comparison": "above", "limit": 2, **choice}),
        )
        client.get("/live/container/")
        with assert_query_count(STATUS):
            client.get("/live/container/")


def test_without_the_stream_process_browsers_are_told_to_ask_no_more(client):
    assert client.get("/live/stream/").status_code == 204
    assert client.post("/live/stream/").status_code == 405


@pytest.mark.parametrize(
    ("language", "address"),
    [("de", "/live/geraete/"), ("en", "/en/live/devices/"), ("de-simple", "/de-simple/live/")],
)
def test_devices_are_found_in_every_language(site, language, address):
    DeviceFactory(slug="glas-1", name="Glasbehälter Moorweg")
    DeviceFactory(is_public=False, name="Geheim am Moorweg")
    rebuild()
    with translation.override(language):
        found = search(query="Moorweg", language=language)
    assert [(find.plain_title, find.url.startswith(address)) for find in found.finds] == [
        ("Glasbehälter Moorweg", True)
    ]
