"""Two senders with one id: what gives them away, and that the office is told."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from hardware_bridge import dashboard, models
from hardware_bridge.bridge.doubts import CLOCKS, FLAPS, MOST_CHANGES, SECOND, TOLD_EVERY, Doubts
from hardware_bridge.bridge.packets import DUP, RETAIN
from tests.factories.hardware import DeviceFactory, working_bridge
from tests.hardware.desk import Desk, ms
from tests.hardware.office import signed_in

NOW = 1_800_000_000 * SECOND
DEVICE = "ngo/v1/bin/container-1"


def signs_of_times(*seconds: float, channel: int = 0) -> set[str]:
    """What readings of these times give, received one a second."""
    doubts = Doubts()
    return {
        doubts.of_reading(channel, NOW + int(each * SECOND), NOW + place * SECOND)
        for place, each in enumerate(seconds)
    } - {""}


def signs_of_statuses(count: int, every: float) -> set[str]:
    """What a device gives that comes and goes so often, each so many seconds after the other."""
    doubts = Doubts()
    times = [NOW + int(place * every * SECOND) for place in range(count)]
    return {doubts.of_status(not place % 2, at) for place, at in enumerate(times)} - {""}


class TestSigns:
    """What one sender seldom does."""

    def test_two_with_clocks_that_differ_are_noticed(self):
        assert signs_of_times(*[each - 30 * (each % 2) for each in range(12)]) == {CLOCKS}

    @pytest.mark.parametrize(
        "times",
        [
            [*range(40)],
            [100, 5, 10, 15, 20, 110, 120, 25, 30, 35, 40, 130, 140],
            [100, *range(90, 10, -5), 101, 102],
            [each - 1.5 * (each % 2) for each in range(40)],
            [each // 2 for each in range(40)],
        ],
        ids=["in order", "outages made up for", "newest first", "overtaken", "repeated"],
    )
    def test_what_one_alone_does_is_none(self, times):
        assert not signs_of_times(*times)

    def test_compartments_have_times_of_their_own(self):
        doubts = Doubts()
        for second in range(20):
            at = NOW + second * SECOND
            assert not doubts.of_reading(1, at, at)
            assert not doubts.of_reading(2, at - 60 * SECOND, at)

    def test_who_comes_and_goes_again_and_again_is_noticed(self):
        assert signs_of_statuses(MOST_CHANGES, every=20) == {FLAPS}

    def test_who_loses_the_connection_now_and_then_is_not(self):
        assert not signs_of_statuses(MOST_CHANGES - 1, every=1)
        assert not signs_of_statuses(40, every=120)

    def test_it_is_told_again_after_a_while_only(self):
        doubts = Doubts()
        told = []
        for place in range(200):
            at = NOW + place * SECOND
            if doubts.of_status(not place % 2, at):
                told.append(at)
        assert {after - before for before, after in pairwise(told)} == {TOLD_EVERY}


@pytest.mark.django_db
class TestOffice:
    """What is stored and said of it."""

    @pytest.fixture
    def device(self):
        return DeviceFactory(slug="container-1", kind="bin")

    def state(self) -> models.DeviceState:
        return models.DeviceState.objects.get()

    def test_two_that_push_each_other_out_are_noticed(self, device):
        said = [(f"{DEVICE}/status", b"offline" if turn % 2 else b"online") for turn in range(9)]
        Desk().commit(*said)
        assert self.state().doubt == FLAPS
        assert timezone.now() - self.state().doubt_at < timedelta(minutes=1)

    def test_two_whose_clocks_differ_are_noticed_though_the_devices_are_read_anew(self, device):
        desk = Desk()
        for turn in range(12):
            at = ms(turn - 60 - 30 * (turn % 2))
            desk.commit((f"{DEVICE}/state", {"ts": at, "fill_percent": turn}))
            desk.reload()
        assert self.state().doubt == CLOCKS

    @pytest.mark.parametrize("flag", [DUP, RETAIN])
    def test_what_the_broker_sends_again_is_no_sign(self, device, flag):
        times = [ms(turn - 60 - 30 * (turn % 2)) for turn in range(12)]
        said = [(f"{DEVICE}/state", {"ts": at, "fill_percent": 1}, 1, 0x32 | flag) for at in times]
        Desk().commit(*said)
        assert not self.state().doubt

    def test_the_office_is_told_at_the_device_in_the_state_and_on_the_start_page(
        self, client, device, rf
    ):
        request = rf.get("/")
        request.user = signed_in(client)
        working_bridge()
        pages = [reverse("hardware_device", args=[device.pk]), reverse("hardware_health")]
        found = f"{reverse('hardware_devices:index')}?health=doubted"
        for page in pages:
            assert "denselben Namen" not in client.get(page).text
            assert "diesen Namen" not in client.get(page).text
        models.DeviceState.objects.update(doubt=FLAPS, doubt_at=timezone.now())
        assert "Vielleicht benutzen zwei Geräte diesen Namen." in client.get(pages[0]).text
        assert "Bei 1 Gerät scheinen zwei Absender" in client.get(pages[1]).text
        assert device.name in client.get(found).text
        (waits,) = dashboard.connection(request)
        assert waits.url == found
        assert "norderstedt_go_doubted_devices 1" in client.get("/metrics").text

    def test_a_day_later_nothing_is_said_any_more(self, client, device):
        signed_in(client)
        working_bridge()
        then = timezone.now() - timedelta(hours=25)
        models.DeviceState.objects.update(doubt=CLOCKS, doubt_at=then)
        page = client.get(reverse("hardware_device", args=[device.pk])).text
        assert "diesen Namen" not in page
        assert "scheinen zwei" not in client.get(reverse("hardware_health")).text
