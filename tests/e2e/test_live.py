"""Live values in the browser: they change by themselves, grow old before one's eyes, and are right
without scripts."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from playwright.sync_api import Page, Route, expect

from cms.core.embedded import database
from tests.e2e.conftest import OpenContext
from tests.e2e.crawl import AXE, AXE_RUN, AXE_TAGS, NARROW, OVERFLOW, WIDE
from tests.e2e.site import Site
from tests.e2e.streams import STREAM, streamed_to

pytestmark = pytest.mark.browser
STATES = "**/api/v1/devices/states/**"
INSERT = """
INSERT INTO hardware_device (kind, name, slug, place, adapter, address, interval_seconds,
    thresholds, notes, is_public, latitude, longitude)
VALUES ('bin', 'Papier am Prüfstand', 'pruefstand', 'Rathausmarkt', 'own', 'bin/pruefstand', 900,
    '{"fill_percent": 80}', '', true, 53.7, 9.99)
RETURNING id
"""
LATEST = """
INSERT INTO hardware_latest (device_id, channel, measure, at, received_at, value)
VALUES (%s, 0, 'fill_percent', now(), now(), '41')
"""
SEEN = "UPDATE hardware_devicestate SET last_seen_at = now() WHERE device_id = %s"
NOTICE = """
INSERT INTO hardware_override (device_id, text, text_en, text_easy, start, until)
SELECT id, 'Außer Betrieb', '', '', now(), now() + interval '1 hour'
FROM hardware_device WHERE slug = 'pruefstand'
"""
ENDED = "UPDATE hardware_override SET until = now() WHERE text = 'Außer Betrieb'"
GONE = (
    "DELETE FROM hardware_override WHERE device_id = %s",
    "DELETE FROM hardware_latest WHERE device_id = %s",
    "DELETE FROM hardware_devicestate WHERE device_id = %s",
    "DELETE FROM hardware_device WHERE id = %s",
)
PATHS = {
    "de": "/live/geraete/pruefstand/",
    "en": "/en/live/devices/pruefstand/",
    "de-simple": "/de-simple/live/geraete/pruefstand/",
}
SHAPES = "(signs) => signs.map((sign) => getComputedStyle(sign, '::before').clipPath)"
OVERVIEWS = {"de": "/live/", "en": "/en/live/", "de-simple": "/de-simple/live/"}


@pytest.fixture(scope="module", autouse=True)
def device(site: Site) -> Iterator[None]:
    """A container that was 41 % full a moment ago; it goes with the module."""
    with database.connect(site.database_url) as connection:
        pk = connection.execute(INSERT).fetchone()[0]
        for statement in (LATEST, SEEN):
            connection.execute(statement, [pk])
    yield
    with database.connect(site.database_url) as connection:
        for statement in GONE:
            connection.execute(statement, [pk])


def state(value: float, *, notice: dict | None = None) -> dict:
    """What the stream and the interface say of the device."""
    at = datetime.now(UTC).isoformat()
    said = {"device": "pruefstand", "values": {"fill_percent": value}, "at": at, "received": at}
    return said | {"status": "online"} | ({"notice": notice} if notice else {})


def notice(*, hours: float = 1) -> dict:
    """What an editor says of the device, with what would be markup."""
    until = (datetime.now(UTC) + timedelta(hours=hours)).isoformat()
    return {"words": {"de": "<b>Außer</b> Betrieb", "en": "Out of order"}, "until": until}


def greeting() -> str:
    """What the event stream begins with."""
    return f"retry: 500\n\nevent: now\ndata: {datetime.now(UTC).isoformat()}\n\n"


def streaming(page: Page, *states: dict) -> None:
    """Let the event stream send these states and end."""
    events = "".join(
        f"event: state\nid: {number}\ndata: {json.dumps(each)}\n\n"
        for number, each in enumerate(states)
    )
    headers = {"Content-Type": "text/event-stream"}
    page.route(STREAM, lambda r: r.fulfill(status=200, headers=headers, body=greeting() + events))


def polling(page: Page, *answers: dict | None) -> None:
    """Let the interface answer with these states one after the other; None: no network."""
    waiting = list(answers)

    def answer(route: Route) -> None:
        each = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if each is None:
            route.abort()
        else:
            headers = {"Date": format_datetime(datetime.now(UTC), usegmt=True)}
            route.fulfill(json={"items": [each], "count": 1}, headers=headers)

    page.route(STREAM, lambda route: route.fulfill(status=204))
    page.route(STATES, answer)


def test_a_value_changes_by_itself(page: Page) -> None:
    streaming(page, state(87.4))
    page.goto(PATHS["de"])
    expect(page.locator(".live-value").first).to_have_text("87\N{NO-BREAK SPACE}%")
    expect(page.locator(".live-over").first).to_be_visible()
    expect(page.locator("progress").first).to_have_js_property("value", 87.4)


def test_without_events_the_interface_is_asked(page: Page) -> None:
    polling(page, state(12))
    page.goto(PATHS["en"])
    expect(page.locator(".live-value").first).to_have_text("12\N{NO-BREAK SPACE}%")
    expect(page.locator("[data-live-line]")).to_have_text(
        "Values are fetched anew every 15 seconds."
    )


def test_whoever_has_no_network_is_told_and_keeps_the_last_values(page: Page) -> None:
    polling(page, None)
    page.goto(PATHS["de"])
    expect(page.locator("[data-live-line]")).to_contain_text("Zurzeit keine Verbindung")
    expect(page.locator(".live-value").first).to_have_text("41\N{NO-BREAK SPACE}%")


def test_what_is_heard_of_no_longer_grows_old_before_ones_eyes(page: Page) -> None:
    page.clock.install()
    polling(page, state(12), None)
    page.goto(PATHS["de"])
    expect(page.locator(".live-value").first).to_have_text("12\N{NO-BREAK SPACE}%")
    sign = page.locator("[data-device] .live-status").first
    expect(sign).to_have_text("Aktuell")
    page.clock.fast_forward("32:00")
    expect(sign).to_have_text("Veraltet")
    page.clock.fast_forward("24:00:00")
    expect(sign).to_have_text("Keine Verbindung")


@pytest.mark.parametrize("way", [streaming, polling])
@pytest.mark.parametrize("hours", [2, -2], ids=["ahead", "behind"])
def test_a_wrong_clock_of_the_visitor_makes_no_device_old_or_new(
    page: Page, way: Callable[..., None], hours: int
) -> None:
    page.clock.install(time=datetime.now(UTC) + timedelta(hours=hours))
    way(page, state(12))
    page.goto(PATHS["de"])
    expect(page.locator(".live-value").first).to_have_text("12\N{NO-BREAK SPACE}%")
    page.clock.run_for(11_000)
    sign = page.locator("[data-device] .live-status").first
    expect(sign).to_have_text("Aktuell")
    page.route(STREAM, lambda route: route.fulfill(status=204))
    page.route(STATES, lambda route: route.abort())
    page.clock.fast_forward("32:00")
    expect(sign).to_have_text("Veraltet")


def test_a_notice_ends_before_ones_eyes(page: Page) -> None:
    page.clock.install()
    polling(page, state(12, notice=notice()), None)
    page.goto(PATHS["de"])
    expect(page.locator(".live-notice")).to_contain_text("Betrieb")
    page.clock.fast_forward("59:00")
    expect(page.locator(".live-notice")).to_be_visible()
    page.clock.fast_forward("02:00")
    expect(page.locator(".live-notice")).to_be_hidden()


@pytest.mark.parametrize(
    ("code", "words", "language"),
    [
        ("de", "<b>Außer</b> Betrieb", "de"),
        ("en", "Out of order", "en"),
        ("de-simple", "<b>Außer</b> Betrieb", "de"),
    ],
)
def test_a_notice_arrives_in_the_pages_language_and_goes_when_it_is_ended(
    page: Page, code: str, words: str, language: str
) -> None:
    page.clock.install()
    polling(page, state(12), state(12, notice=notice()), state(12))
    page.goto(PATHS[code])
    expect(page.locator(".live-value").first).to_have_text("12\N{NO-BREAK SPACE}%")
    line = page.locator(".live-notice")
    expect(line).to_be_hidden()
    page.clock.run_for(16_000)
    expect(line).to_be_visible()
    expect(line.locator("strong")).to_have_text(words)
    expect(line.locator("strong")).to_have_attribute("lang", language)
    expect(line.locator("time")).to_be_visible()
    page.clock.run_for(16_000)
    expect(line).to_be_hidden()


def test_a_notice_that_is_written_now_appears_without_loading_anew(page: Page, site: Site) -> None:
    with streamed_to(page, site):
        page.goto(PATHS["de"])
        expect(page.locator("live-values")).to_have_attribute("data-arrival", "events")
        line = page.locator(".live-notice")
        with database.connect(site.database_url) as connection:
            connection.execute(NOTICE)
        expect(line).to_contain_text("Außer Betrieb")
        with database.connect(site.database_url) as connection:
            connection.execute(ENDED)
        expect(line).to_be_hidden()


def test_the_three_signs_differ_in_shape_whatever_the_device_is(page: Page) -> None:
    page.clock.install()
    polling(page, state(12), None)
    page.goto(PATHS["de"])
    expect(page.locator(".live-value").first).to_have_text("12\N{NO-BREAK SPACE}%")
    page.clock.fast_forward("32:00")
    expect(page.locator("[data-device] .live-status").first).to_have_text("Veraltet")
    shapes = page.locator(".live-legend .live-status").evaluate_all(SHAPES)
    assert len(set(shapes)) == 3
    assert page.locator(".live-now .live-status").evaluate_all(SHAPES) == shapes[1:2]


@pytest.mark.parametrize("code", PATHS)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_page_of_devices_has_a_barrier(open_context: OpenContext, code: str, size: dict) -> None:
    page = open_context(viewport=size).new_page()
    for path in (OVERVIEWS[code], PATHS[code]):
        page.goto(path)
        page.evaluate(AXE)
        assert page.evaluate(AXE_RUN, AXE_TAGS) == []
        assert page.evaluate(OVERFLOW) == ""


def test_a_chart_that_is_opened_as_a_table_fits_a_phone(open_context: OpenContext) -> None:
    page = open_context(viewport=NARROW).new_page()
    page.goto("/live/container/")
    for summary in page.locator(".course__table summary").all():
        summary.click()
    assert page.locator(".course__table table:visible").count() > 0
    assert page.evaluate(OVERFLOW) == ""


@pytest.mark.parametrize("code", PATHS)
def test_without_scripts_the_values_are_there_with_their_time(
    open_context: OpenContext, code: str
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(PATHS[code])
    expect(page.locator(".live-value").first).to_have_text("41\N{NO-BREAK SPACE}%")
    expect(page.locator("[data-live-at]").first).to_be_visible()
    page.locator(".spans a").last.click()
    expect(page.locator(".spans [aria-current]")).to_have_count(1)
