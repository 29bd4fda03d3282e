"""Calendars on a CalDAV server, read by plain PROPFIND and REPORT from a real Radicale."""

from datetime import UTC, datetime, timedelta

import pytest

from participation.culture.reading import events
from participation.culture.reading.caldav import fetch_calendar
from participation.culture.reading.faults import Fault, FeedError
from participation.culture.reading.fetch import Ask
from participation.culture.reading.records import Window
from tests.culture.radicale_server import CALENDAR, PASSWORD, USER, radicale
from tests.culture.reading import calendar, event
from tests.simulators.feeds.server import running

NOW = datetime.now(UTC)
WINDOW = Window(NOW - timedelta(days=90), NOW + timedelta(days=500))
SOON = f"DTSTART:{NOW + timedelta(days=7):%Y%m%dT180000Z}"
LONG_AGO = "DTSTART:20100101T180000Z"


@pytest.fixture
def server(tmp_path):
    """Radicale with an empty calendar."""
    with radicale(tmp_path) as found:
        yield found


def ask(server, path: str = CALENDAR, etag: str = "", password: str = PASSWORD):
    """The calendar as one file."""
    question = Ask(server.origin + path, user=USER, password=password, etag=etag)
    return fetch_calendar(question, WINDOW, internal=[server.origin])


def titles(fetched) -> list[str]:
    """Of all events that are read."""
    return sorted(record.title for record in events.read(fetched.body, WINDOW).records)


def test_events_of_the_window_come_in_one_answer(server):
    server.put("a", calendar(event(SOON, "SUMMARY:Konzert", uid="a")))
    server.put("b", calendar(event(SOON, "SUMMARY:Lesung", uid="b")))
    server.put("c", calendar(event(LONG_AGO, "SUMMARY:Vorbei", uid="c")))
    assert titles(ask(server)) == ["Konzert", "Lesung"]


def test_a_series_that_began_long_ago_is_among_them(server):
    server.put("s", calendar(event(LONG_AGO, "RRULE:FREQ=WEEKLY", "SUMMARY:Chor", uid="s")))
    assert titles(ask(server)) == ["Chor"]


@pytest.mark.parametrize("path", ["/", f"/{USER}/"])
def test_the_calendar_is_found_from_the_address_of_the_server_or_the_person(server, path: str):
    server.put("a", calendar(event(SOON, "SUMMARY:Konzert", uid="a")))
    assert titles(ask(server, path)) == ["Konzert"]


def test_an_unchanged_calendar_is_not_sent_again(server):
    server.put("a", calendar(event(SOON, uid="a")))
    first = ask(server)
    server.asked.clear()
    assert ask(server, etag=first.etag).unchanged
    assert server.asked == ["PROPFIND"]
    server.put("b", calendar(event(SOON, uid="b")))
    assert not ask(server, etag=first.etag).unchanged


def test_an_empty_calendar_is_one_without_events(server):
    assert titles(ask(server)) == []


def test_a_wrong_password_is_told(server):
    with pytest.raises(FeedError) as error:
        ask(server, password="falsch")
    assert error.value.fault == Fault.SIGN_IN


def test_a_server_that_knows_no_caldav_is_told():
    with running() as server, pytest.raises(FeedError) as error:
        fetch_calendar(Ask(f"{server.origin}/museum.ics"), WINDOW, internal=[server.origin])
    assert error.value.fault in (Fault.NO_CALDAV, Fault.STATUS)
