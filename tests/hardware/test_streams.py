"""Live values in the browser: what is sent, to whom, and what becomes of those who do not read."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from hardware_bridge.presence import presence
from hardware_bridge.stream.app import Application, RefusedError, address_of, wanted
from hardware_bridge.stream.config import Config
from hardware_bridge.stream.hub import ALL, MOST_WAITING, Hub, Reader
from hardware_bridge.stream.states import Notice, Shown, State

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
"""Within which something comes on a busy machine; how soon it does is measured by the benchmark."""


class Pipe:
    """An ASGI server's side of one request; ``send`` never returns once ``is_stuck``."""

    def __init__(self) -> None:
        self.sent: list[dict] = []
        self.is_stuck = False
        self.gone = asyncio.Event()

    async def receive(self) -> dict:
        if len(self.sent) == 0:
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict) -> None:
        if self.is_stuck:
            await asyncio.Event().wait()
        self.sent.append(message)


SCOPE = {
    "type": "http",
    "method": "GET",
    "path": "/live/stream/",
    "query_string": b"",
    "headers": [],
    "client": ("192.0.2.1", 5),
}


class TestReaders:
    """Streams one by one, without a network."""

    def test_200_that_go_while_they_wait_leave_nobody_behind(self):
        async def play() -> tuple[int, int, int]:
            app = Application(Config("", most_of_one=1000))
            pipes = [Pipe() for _number in range(200)]
            tasks = [asyncio.create_task(app(SCOPE, p.receive, p.send)) for p in pipes]
            await asyncio.sleep(0.1)
            open_before = app.hub.count
            for pipe in pipes:
                pipe.gone.set()
            await asyncio.wait(tasks, timeout=5)
            return open_before, app.hub.count, len(asyncio.all_tasks()) - 1

        assert asyncio.run(play()) == (200, 0, 0)

    def test_one_that_never_reads_is_let_go(self):
        async def play() -> tuple[int, int, int]:
            app = Application(Config("", send_seconds=0.2, heartbeat_seconds=0.1))
            pipe = Pipe()
            task = asyncio.create_task(app(SCOPE, pipe.receive, pipe.send))
            await asyncio.sleep(0.05)
            open_before, pipe.is_stuck = app.hub.count, True
            await asyncio.wait_for(task, 5)
            return open_before, app.hub.count, app.hub.dropped

        assert asyncio.run(play()) == (1, 0, 1)

    def test_one_that_never_reads_while_much_comes_counts_once(self):
        async def play() -> tuple[int, int]:
            app = Application(Config("", send_seconds=0.2))
            app.hub, pipe = hub_with(1), Pipe()
            task = asyncio.create_task(app(SCOPE, pipe.receive, pipe.send))
            await asyncio.sleep(0.05)
            pipe.is_stuck = True
            for value in range(MOST_WAITING + 2):
                app.hub.take_states({1: state(fill_percent=value)})
                await asyncio.sleep(0)
            assert app.hub.dropped == 1
            await asyncio.wait_for(task, 5)
            return app.hub.count, app.hub.dropped

        assert asyncio.run(play()) == (0, 1)

    def test_what_waits_for_one_that_is_slow_is_bounded(self):
        hub = hub_with(1)
        slow, quick = Reader(), Reader()
        hub.join(slow, ALL)
        hub.join(quick, ALL)
        for value in range(MOST_WAITING + 1):
            hub.take_states({1: state(fill_percent=value)})
            assert quick.queue.get_nowait()
        assert slow.is_over
        assert not quick.is_over
        assert slow.queue.qsize() == 1
        assert slow.queue.get_nowait() is None

    def test_the_same_again_is_not_told(self):
        hub = hub_with(1)
        reader = Reader()
        hub.join(reader, ("d-1",))
        for _time in range(3):
            hub.take_states({1: state(fill_percent=5)})
        assert reader.queue.qsize() == 1

    def test_a_reader_gets_only_what_was_asked_for(self):
        hub = hub_with(2)
        reader = Reader()
        hub.join(reader, ("d-2",))
        hub.touch([1, 2, 77])
        assert hub.wanted() == [2]
        hub.take_states({1: state("d-1"), 2: state("d-2")})
        assert b'"d-2"' in reader.queue.get_nowait()
        assert reader.queue.empty()

    def test_time_alone_makes_a_device_stale(self):
        hub = hub_with(1)
        hub.take_states({1: state(status="online")})
        reader = Reader()
        hub.join(reader, ALL)
        reader.queue.get_nowait()
        hub.grow_old(NOW + timedelta(minutes=10))
        assert reader.queue.empty()
        hub.grow_old(NOW + timedelta(minutes=40))
        assert b'"status":"stale"' in reader.queue.get_nowait()

    def test_a_notice_comes_and_goes_with_the_time(self):
        hub, reader = hub_with(1), Reader()
        hub.join(reader, ALL)
        begins, ends = NOW + timedelta(minutes=1), NOW + timedelta(minutes=3)
        said = state()
        said.notices = (Notice(begins, ends, {"de": "Außer Betrieb"}),)
        hub.take_states({1: said})
        assert b"notice" not in reader.queue.get_nowait()
        hub.grow_old(NOW + timedelta(minutes=2))
        assert (
            '"notice":{"words":{"de":"Außer Betrieb"},"until":"2026-05-01T12:03:00.000Z"}'.encode()
            in reader.queue.get_nowait()
        )
        hub.grow_old(ends)
        assert b"notice" not in reader.queue.get_nowait()

    def test_a_device_that_is_hidden_is_forgotten(self):
        hub = hub_with(2)
        hub.take_states({1: state("d-1"), 2: state("d-2")})
        hub.take_devices([shown(2)])
        reader = Reader()
        hub.join(reader, ALL)
        assert b"d-1" not in reader.queue.get_nowait()

    def test_a_measure_that_is_hidden_is_not_sent_to_who_comes_later(self):
        hub = hub_with(2)
        hub.take_states({1: state("d-1", fill_percent=40), 2: state("d-2")})
        hub.take_devices([shown(1)._replace(measures=frozenset()), shown(2)])
        reader = Reader()
        hub.join(reader, ALL)
        assert b"d-1" not in reader.queue.get_nowait()
        hub.take_states({1: state("d-1")})
        assert b"fill_percent" not in reader.queue.get_nowait()

    def test_event_ids_grow_over_restarts(self):
        assert Hub().number > 1_700_000_000_000


def shown(number: int) -> Shown:
    return Shown(number, f"d-{number}", "bin", 900, "", frozenset({"fill_percent"}))


def hub_with(count: int) -> Hub:
    hub = Hub()
    hub.take_devices(shown(number + 1) for number in range(count))
    return hub


def state(slug: str = "d-1", status: str = "online", **values: object) -> State:
    said = {"device": slug, "values": values, "at": None, "received": None}
    return State(said, NOW, None, changing={"status": status})


class TestAddresses:
    """Whose stream it is."""

    @pytest.mark.parametrize(
        ("header", "proxies", "address"),
        [
            (b"", 1, "192.0.2.1"),
            (b"198.51.100.7", 1, "198.51.100.7"),
            (b"203.0.113.9, 198.51.100.7", 1, "198.51.100.7"),
            (b"203.0.113.9, 198.51.100.7", 2, "203.0.113.9"),
            (b"198.51.100.7", 0, "192.0.2.1"),
        ],
    )
    def test_only_trusted_proxies_tell_it(self, header, proxies, address):
        headers = [(b"x-forwarded-for", header)] if header else []
        assert address_of(SCOPE | {"headers": headers}, proxies) == address


def test_what_is_asked_for_is_put_in_order():
    assert wanted(b"devices=b,a&devices=b") == ("a", "b")
    assert wanted(b"group=nord") == ("group:nord",)
    assert wanted(b"") == ALL
    with pytest.raises(RefusedError, match="too long"):
        wanted(b"devices=" + b"a" * 9000)


@pytest.mark.parametrize(
    ("minutes", "is_online", "expected"),
    [
        (1, None, "online"),
        (30, True, "online"),
        (31, True, "stale"),
        (60 * 23, None, "stale"),
        (60 * 25, True, "offline"),
        (1, False, "offline"),
        (None, True, "offline"),
    ],
)
def test_presence_follows_from_interval_and_silence(minutes, is_online, expected):
    seen = None if minutes is None else NOW - timedelta(minutes=minutes)
    assert presence(seen, is_online, 900, NOW) == expected


@pytest.mark.django_db
class TestSite:
    """The site where no proxy leads to the process."""

    def test_it_leads_there(self, client: Client, settings):
        settings.STREAM_URL = "http://127.0.0.1:11000/live/stream/"
        answer = client.get("/live/stream/?devices=a,b")
        assert answer.status_code == 307
        assert answer["Location"] == "http://127.0.0.1:11000/live/stream/?devices=a,b"

    def test_without_one_browsers_are_told_to_ask_no_more(self, client: Client, settings):
        settings.STREAM_URL = ""
        assert client.get("/live/stream/").status_code == 204
