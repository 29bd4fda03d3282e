"""CalDAV servers that answer strangely; none of them gets a password that is not theirs."""

import base64

import pytest

from participation.culture.domain import feeds
from participation.culture.reading.caldav import fetch_calendar
from participation.culture.reading.faults import Fault, FeedError
from participation.culture.reading.fetch import Ask
from tests.culture.reading import WINDOW, calendar, event
from tests.factories.culture_events import institution
from tests.simulators.feeds.server import Handler, running

BASIC = f"Basic {base64.b64encode(b'a:geheim').decode()}"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;">]>'
    b'<a xmlns="DAV:"><response>&c;</response></a>'
)
PRINCIPAL = "<current-user-principal><href>{0}</href></current-user-principal>"
CALENDAR = '<resourcetype><c:calendar xmlns:c="urn:ietf:params:xml:ns:caldav"/></resourcetype>'
DATA = '<c:calendar-data xmlns:c="urn:ietf:params:xml:ns:caldav">{0}</c:calendar-data>'


def answer(properties: str = "", href: str = "/", status: str = "HTTP/1.1 200 OK") -> bytes:
    """One answer of a server about one address."""
    return (
        f'<multistatus xmlns="DAV:"><response><href>{href}</href><propstat><prop>{properties}'
        f"</prop><status>{status}</status></propstat></response></multistatus>"
    ).encode()


@pytest.fixture
def speak(monkeypatch):
    """Let servers answer PROPFIND and REPORT by path with these bytes; asked for, in order."""
    asked = []

    def reply(self, found):
        asked.append((self.command, self.path, self.headers.get("Authorization", "")))
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        target = self.server.moved.get(self.path)
        if target:
            self._answer(302, headers={"Location": target})
        else:
            self._answer(207, found.get(self.path, found.get("*", b"")))

    def install(propfind: dict[str, bytes], report: bytes = b""):
        monkeypatch.setattr(
            Handler, "do_PROPFIND", lambda self: reply(self, propfind), raising=False
        )
        monkeypatch.setattr(
            Handler, "do_REPORT", lambda self: reply(self, {"*": report}), raising=False
        )
        return asked

    return install


def ask(*servers, path: str = "/"):
    """The calendar of the first server."""
    question = Ask(servers[0].origin + path, user="a", password="geheim")
    return fetch_calendar(question, WINDOW, internal=[each.origin for each in servers])


def fault(*servers) -> Fault:
    """Why there is none."""
    with pytest.raises(FeedError) as error:
        ask(*servers)
    return error.value.fault


@pytest.mark.parametrize(
    "data",
    [
        b"<html><p>Kalender</html>",
        b"BEGIN:VCALENDAR",
        b"",
        BOMB,
        b'<multistatus xmlns="DAV:"/>',
        answer(),
        answer(CALENDAR, status="HTTP/1.1 404 Not Found"),
        answer(PRINCIPAL.format("")),
        answer(PRINCIPAL.format("/")),
    ],
)
def test_a_server_without_a_calendar_is_told_apart(speak, data: bytes):
    speak({"*": data})
    with running() as server:
        assert fault(server) == Fault.NO_CALDAV


def test_a_server_that_leads_on_and_on_is_given_up(speak):
    steps = {f"/{n}": answer(PRINCIPAL.format(f"/{n + 1}")) for n in range(9)}
    asked = speak(steps | {"/": answer(PRINCIPAL.format("/1"))})
    with running() as server:
        assert fault(server) == Fault.NO_CALDAV
    assert len(asked) <= 6


def test_a_calendar_without_a_state_is_read_each_time(speak):
    text = calendar(event("DTSTART:20260601T200000")).decode()
    speak({"*": answer(CALENDAR, "/mine/")}, answer(DATA.format(text)))
    with running() as server:
        fetched = ask(server)
    assert fetched.body.startswith(b"BEGIN:VCALENDAR")
    assert (fetched.etag, fetched.address) == ("", f"{server.origin}/mine/")


@pytest.mark.django_db
def test_an_institutions_calendar_is_asked_with_its_password(speak, settings):
    text = calendar(event("DTSTART:20260601T200000", "SUMMARY:Chor")).decode()
    asked = speak({"*": answer(CALENDAR, "/mine/")}, answer(DATA.format(text)))
    with running() as server:
        settings.CULTURE_INTERNAL_ORIGINS = [server.origin]
        words = {"kind": "caldav", "name": "Wolke", "username": "a"}
        source = feeds.add_feed(
            institution=institution(), address=f"{server.origin}/", password="geheim", **words
        )
        feeds.refresh(feed=source)
    source.refresh_from_db()
    assert (source.state, source.error) == ("good", "")
    assert {word for _method, _path, word in asked} == {BASIC}


def test_what_is_no_event_in_an_answer_is_passed_over(speak):
    speak({"*": answer(CALENDAR, "/mine/")}, answer("<getetag>1</getetag>"))
    with running() as server:
        assert b"VEVENT" not in ask(server).body


def test_a_redirect_to_another_server_gets_no_password_by_what_it_answers(speak):
    """An open redirect leads to somebody who names their own address as the calendar."""
    asked = speak({"*": answer(CALENDAR, "/mine/")}, answer())
    with running() as server, running() as other:
        server.moved["/"] = f"{other.origin}/trap/"
        assert fault(server, other) == Fault.NO_CALDAV
    assert [(path, word == BASIC) for _method, path, word in asked] == [
        ("/", True),
        ("/trap/", False),
    ]


def test_a_home_on_another_machine_that_the_server_names_itself_is_asked(speak):
    """As iCloud does: whoever names it has seen the password already."""
    with running() as server, running() as other:
        asked = speak(
            {
                "/": answer(PRINCIPAL.format(f"{other.origin}/home/")),
                "*": answer(CALENDAR, "/home/"),
            },
            answer(),
        )
        assert ask(server, other).address == f"{other.origin}/home/"
    assert all(word for _method, _path, word in asked)
