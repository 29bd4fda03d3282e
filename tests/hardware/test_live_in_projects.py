"""Live values on the pages of projects."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from cms.programme.devices import devices_of
from hardware_bridge import models
from hardware_bridge.queries import lists
from tests.answers import text
from tests.factories.programme import ProjectFactory
from tests.factories.site import translated
from tests.hardware.parks import group, speaking

pytestmark = pytest.mark.django_db


class TestProjects:
    def test_a_project_shows_its_devices_in_every_language(self, client, overview, site):
        project = ProjectFactory(parent=site.projects, slug="sensorik")
        translated(project, title="Sensors", slug="sensors")
        speaking(6, project=project)
        answer = text(client.get(project.url))
        assert "Live von den Geräten" in answer
        assert answer.count('class="card live-card"') == 4
        assert "6 Geräte, davon 6 mit aktuellen Werten" in answer
        assert "Live from the devices" in text(client.get("/en/programme/projects/sensors/"))

    def test_the_few_that_a_project_shows_are_of_every_kind(self, site):
        project = ProjectFactory(parent=site.projects)
        for number in (1, 10, 2, 3):
            speaking(1, project=project, kind="light", name=f"Leuchte {number}")
        speaking(1, project=project, kind="locker", name="Station am See")
        shown = lists.some_of_each(lists.of_project(project.translation_key), limit=4)
        names = [each.device.name for each in shown]
        assert names == ["Station am See", "Leuchte 1", "Leuchte 2", "Leuchte 3"]

    def test_a_project_without_devices_asks_nothing_about_them(self, site, assert_query_count):
        project = ProjectFactory(parent=site.projects)
        template = Template("{% load live_tags %}{% project_devices page %}")
        with assert_query_count(1):
            assert template.render(Context({"page": project})).strip() == ""

    def test_readers_of_the_same_second_share_what_devices_say(
        self, page_cache, client, overview, site, assert_query_count, monkeypatch
    ):
        clock = SimpleNamespace(monotonic=lambda: moment)
        monkeypatch.setattr("cms.core.page_cache.memory.time", clock)
        moment = 0.0
        project = ProjectFactory(parent=site.projects, slug="sensorik")
        (device,) = speaking(1, project=project)
        client.cookies["csrftoken"] = "a" * 32
        client.get(project.url)
        page_cache.follower.is_deaf = True
        models.Latest.objects.filter(device_id=device.pk).update(value=97)
        with assert_query_count(1):  # the page
            assert "97 %" not in text(client.get(project.url))
        moment = 1.1
        assert "97 %" in text(client.get(project.url))

    def test_the_life_line_names_few_devices_one_by_one_and_many_by_group(self, overview, site):
        project = ProjectFactory(parent=site.projects)
        (first,) = speaking(1, project=project, name="Glas 1")
        named = devices_of(project)
        assert [(d.title, d.url) for d in named] == [("Glas 1", first.get_absolute_url())]
        assert named[0].state == "1\N{NO-BREAK SPACE}%, Aktuell"
        speaking(5, project=project, group=group())
        assert [(d.title, d.url, d.state) for d in devices_of(project)] == [
            ("Weitere Geräte", "/live/", "1 Gerät, davon 1 mit aktuellen Werten"),
            (
                "Container Nord",
                "/live/?group=container-nord",
                "5 Geräte, davon 5 mit aktuellen Werten",
            ),
        ]

    def test_what_an_editor_says_stands_in_place_of_a_value(self, overview, site):
        project = ProjectFactory(parent=site.projects)
        (device,) = speaking(1, project=project)
        models.Override.objects.create(device=device, text="Außer Betrieb")
        with translation.override("de"):
            assert devices_of(project)[0].state == "Außer Betrieb"
