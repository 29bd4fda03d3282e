"""What everybody sees of devices: status, values, notices, and what it costs."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from hardware_bridge import models
from hardware_bridge.models.choices import LiveStatus
from hardware_bridge.queries.board import Board, count_where
from hardware_bridge.queries.live import LiveDevice, live
from hardware_bridge.queries.words import in_words
from tests.factories.hardware import DeviceFactory
from tests.hardware.parks import group, heard, speaking

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def shown(device: models.Device) -> LiveDevice:
    return live(models.Device.objects.filter(pk=device.pk))[0]


@pytest.mark.parametrize(
    ("minutes", "status"),
    [(0, "online"), (30, "online"), (31, "stale"), (1439, "stale"), (1441, "offline")],
)
def test_the_status_follows_from_the_silence_in_expected_intervals(minutes, status):
    device = heard(DeviceFactory(interval_seconds=900), ago=minutes * MINUTE, fill_percent=1)
    assert shown(device).status == status


def test_a_device_that_talks_every_second_is_given_half_a_minute():
    device = heard(DeviceFactory(interval_seconds=1), ago=MINUTE / 3, fill_percent=1)
    assert shown(device).status == LiveStatus.ONLINE


def test_a_device_that_talks_once_a_week_is_not_lost_after_a_day():
    device = heard(DeviceFactory(interval_seconds=604_800), ago=MINUTE * 3000, fill_percent=1)
    assert shown(device).status == LiveStatus.ONLINE


def test_a_device_that_was_never_heard_of_has_no_connection():
    assert shown(DeviceFactory()).status == LiveStatus.OFFLINE


def test_a_device_that_said_good_bye_has_no_connection_until_it_is_back():
    device = heard(DeviceFactory(), ago=MINUTE, fill_percent=1)
    state = models.DeviceState.objects.filter(device=device)
    state.update(is_online=False, online_since=timezone.now())
    assert shown(device).status == LiveStatus.OFFLINE
    state.update(is_online=True)
    assert shown(device).status == LiveStatus.ONLINE


def test_only_public_measures_are_shown_and_a_switch_decides():
    device = heard(DeviceFactory(), fill_percent=40, battery_percent=9)
    assert [value.measure.key for value in shown(device).values] == ["fill_percent"]
    for measure, public in (("battery_percent", True), ("fill_percent", False)):
        models.PublicMeasure.objects.create(kind="bin", measure=measure, is_public=public)
    assert [value.words for value in shown(device).values] == ["9\N{NO-BREAK SPACE}%"]


def test_whether_a_locker_is_in_use_is_nobodys_business():
    device = DeviceFactory(kind="locker", slug="station")
    heard(device, channel=3, occupied=True, door="open", fault=False)
    found = shown(device)
    assert {n: [v.measure.key for v in own] for n, own in found.channels.items()} == {3: ["fault"]}


def test_when_a_compartment_was_last_heard_of_is_nobodys_business_either():
    device = DeviceFactory(kind="locker", slug="station")
    heard(device, ago=MINUTE * 5, fault=False)
    before = shown(device).measured_at
    heard(device, channel=3, fault=False)
    assert (shown(device).measured_at, shown(device).received_at) == (before, before)


def test_a_notice_stands_in_the_readers_language_while_it_holds():
    device, now = DeviceFactory(), timezone.now()
    models.Override.objects.create(
        device=device,
        text="Reparatur am Dienstag",
        text_en="Repair on Tuesday",
        until=now + timedelta(hours=1),
    )
    models.Override.objects.create(device=device, text="Vorbei", until=now - MINUTE)
    models.Override.objects.create(device=device, text="Später", start=now + timedelta(days=1))
    found = {}
    for code in ("de", "en", "de-simple"):
        with translation.override(code):
            notice = shown(device).notice
            found[code] = (notice.words, notice.language)
    assert found == {
        "de": ("Reparatur am Dienstag", "de"),
        "en": ("Repair on Tuesday", "en"),
        "de-simple": ("Reparatur am Dienstag", "de"),
    }


@pytest.mark.parametrize(
    ("measure", "value", "words"),
    [
        ("fill_percent", 41.6, "42 %"),
        ("temperature_c", -3.25, "-3,3 °C"),
        ("on", True, "an"),
        ("fault", False, "keine"),
        ("door", "open", "offen"),
        ("count", 12, "12"),
    ],
)
def test_values_are_told_in_words_with_their_unit(measure, value, words):
    told = in_words(models.MEASURES[measure], value).replace("\N{NO-BREAK SPACE}", " ")
    assert told == words


def test_a_limit_of_the_device_is_told_apart():
    device = heard(DeviceFactory(thresholds={"fill_percent": 80}), fill_percent=80)
    assert shown(device).own_values[0].is_over
    models.Latest.objects.update(value=79.9)
    assert not shown(device).own_values[0].is_over


@pytest.mark.parametrize("number", [1, 30])
def test_a_board_costs_two_queries(assert_query_count, number):
    park = group()
    speaking(number, group=park)
    alone = DeviceFactory()
    board = Board(devices=[alone.pk], groups=[park.pk])
    with assert_query_count(2):
        assert len(board.group(park.pk)) == number
        assert board.device(alone.pk).device == alone
        assert board.may_show(board.all, "fill_percent")


def test_a_board_shows_no_device_that_is_hidden_or_retired():
    hidden = DeviceFactory(is_public=False)
    retired = DeviceFactory(retired_on=date(2020, 1, 1))
    assert Board(devices=[hidden.pk, retired.pk]).all == []


def test_a_count_leaves_out_what_is_not_known_now():
    park = group()
    speaking(3, group=park)
    heard(DeviceFactory(group=park), ago=timedelta(days=9), fill_percent=99)
    DeviceFactory(group=park)
    found = Board(groups=[park.pk]).all
    assert count_where(found, "fill_percent", "above", 2) == (2, 5, 2)
    assert count_where(found, "fill_percent", "below", 1) == (1, 5, 2)
