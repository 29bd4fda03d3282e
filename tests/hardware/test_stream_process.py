"""The process that serves event streams: what it answers, and that it stays small."""

import time
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from hardware_bridge.models import Compartment, DeviceGroup, Override, PublicMeasure
from tests.core.commands import eventually
from tests.factories.hardware import DeviceFactory
from tests.hardware.desk import Desk, ms
from tests.hardware.streams import streaming

SECONDS = 10


@pytest.mark.django_db(transaction=True)
class TestProcess:
    """The process with a real database."""

    @pytest.fixture
    def container(self):
        group = DeviceGroup.objects.create(name="Nord", slug="nord")
        return DeviceFactory(kind="bin", slug="c-1", group=group)

    @pytest.fixture
    def streams(self, container):
        with streaming(heartbeat_seconds=1.0) as running:
            yield running

    def test_a_change_reaches_its_readers(self, streams, container):
        desk = Desk()
        desk.commit(("ngo/v1/bin/c-1/state", {"ts": ms(), "fill_percent": 40}))
        with streams.open("devices=c-1") as one, streams.open("group=nord") as group:
            for browser in (one, group):
                first = browser.state(SECONDS)
                assert (first["device"], first["values"]) == ("c-1", {"fill_percent": 40})
                assert first["status"] == "online"
                assert first["at"].endswith("Z")
            desk.commit(("ngo/v1/bin/c-1/state", {"ts": ms(), "fill_percent": 41}))
            for browser in (one, group):
                assert browser.state(SECONDS)["values"] == {"fill_percent": 41}
            head = streams.open("devices=c-1")
            head.state(SECONDS)
            head.close()

    def test_the_answer_is_an_event_stream_that_lives(self, streams):
        with streams.open("devices=c-1") as browser:
            eventually(lambda: browser.more(1) and ": ." in browser.text, SECONDS)
        assert "text/event-stream" in browser.text
        assert "retry: 5000" in browser.text
        now = browser.text.partition("event: now\ndata: ")[2].partition("\n")[0]
        assert abs(datetime.fromisoformat(now) - timezone.now()) < timedelta(minutes=1)
        assert "access-control-allow-origin: *" in browser.text

    def test_what_is_not_public_is_not_sent(self, streams, container):
        station = DeviceFactory(kind="locker", slug="s-1")
        Compartment.objects.create(device=station, number=3)
        DeviceFactory(kind="bin", slug="hidden", is_public=False)
        desk = Desk()
        said = {"compartment": 3, "door": "open", "occupied": True, "fault": False}
        desk.commit(
            ("ngo/v1/bin/c-1/state", {"ts": ms(), "fill_percent": 4, "battery_percent": 80}),
            ("ngo/v1/locker/s-1/state", {"ts": ms(), **said}),
            ("ngo/v1/bin/hidden/state", {"ts": ms(), "fill_percent": 7}),
        )
        with streams.open() as browser:
            states = [browser.state(SECONDS), browser.state(SECONDS)]
            by_slug = {state["device"]: state for state in states}
            assert by_slug["c-1"]["values"] == {"fill_percent": 4}
            assert by_slug["s-1"]["channels"] == {"3": {"fault": False}}
            assert by_slug["s-1"]["at"] is None
            # Somebody stands before a compartment: nothing that the public is told of.
            desk.commit(("ngo/v1/locker/s-1/event", {"ts": ms(), **said | {"occupied": False}}))
            PublicMeasure.objects.create(kind="bin", measure="battery_percent", is_public=True)
            after = browser.state(SECONDS)
            assert (after["device"], after["values"]["battery_percent"]) == ("c-1", 80)
        assert streams.answer("/live/stream/?devices=hidden")[0] == 404

    def test_a_notice_reaches_its_readers_and_leaves_them(self, streams, container):
        Desk().commit(("ngo/v1/bin/c-1/state", {"ts": ms(), "fill_percent": 40}))
        until = timezone.now() + timedelta(hours=1)
        with streams.open("devices=c-1") as browser:
            assert "notice" not in browser.state(SECONDS)
            notice = Override.objects.create(
                device=container, text="Außer Betrieb", text_en="Out of order", until=until
            )
            told = browser.state(SECONDS)["notice"]
            assert told["words"] == {"de": "Außer Betrieb", "en": "Out of order"}
            assert abs(datetime.fromisoformat(told["until"]) - until) < timedelta(seconds=1)
            Override.objects.create(device=container, text="Reparatur läuft")
            assert browser.state(SECONDS)["notice"]["words"] == {"de": "Reparatur läuft"}
            Override.objects.exclude(pk=notice.pk).delete()
            assert browser.state(SECONDS)["notice"] == told
            # Ended early in the admin.
            notice.until = timezone.now()
            notice.save()
            assert "notice" not in browser.state(SECONDS)

    def test_a_connection_that_breaks_is_made_again(self, streams, container):
        desk = Desk()
        with streams.open("devices=c-1") as browser:
            browser.state(SECONDS)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE query LIKE '%%hardware_devicestate%%' AND pid <> pg_backend_pid()"
                )
            desk.commit(("ngo/v1/bin/c-1/state", {"ts": ms(), "fill_percent": 55}))
            assert browser.state(30)["values"] == {"fill_percent": 55}

    def test_what_cannot_be_answered_is_told(self, streams):
        assert streams.answer("/live/stream/?devices=c-1", "POST")[0] == 405
        assert streams.answer("/somewhere/")[0] == 404
        assert streams.answer("/live/stream/?devices=nobody")[0] == 404
        many = ",".join(f"d-{number}" for number in range(201))
        assert streams.answer(f"/live/stream/?devices={many}")[0] == 400
        assert streams.answer("/live/stream/?devices=c-1&group=nord")[0] == 400

    def test_an_address_has_only_so_many_streams(self, container):
        with streaming(most_of_one=2) as streams, streams.open(), streams.open():
            eventually(lambda: streams.health()["streams"] == 2, SECONDS)
            status, content = streams.answer("/live/stream/")
            assert (status, content["error"]) == (
                429,
                "There are too many streams of this address.",
            )

    def test_500_streams_take_little_memory_and_leave_nothing_behind(self, container):
        desk = Desk()
        with streaming(most_of_one=1000) as streams, ExitStack() as stack:
            browsers = [stack.enter_context(streams.open("devices=c-1")) for _ in range(500)]
            eventually(lambda: streams.health()["streams"] == 500, 60)
            for browser in browsers:
                browser.state(60)
            desk.commit(("ngo/v1/bin/c-1/state", {"ts": ms(), "fill_percent": 12}))
            for browser in browsers:
                assert browser.state(60)["values"] == {"fill_percent": 12}
            assert streams.mebibytes < 200
            for browser in browsers[:495]:
                browser.close()
            # Whoever goes is noticed without anything being sent.
            eventually(lambda: streams.health()["streams"] == 5, 30)
            desk.commit(("ngo/v1/bin/c-1/state", {"ts": ms(), "fill_percent": 13}))
            assert browsers[-1].state(30)["values"] == {"fill_percent": 13}

    def test_it_ends_at_once_with_streams_open(self, streams):
        with streams.open("devices=c-1") as browser:
            browser.state(SECONDS)
            began = time.monotonic()
            streams.stop()
            assert time.monotonic() - began < 10
