"""Calendar files, read back by the library that other programs use."""

from datetime import date, timedelta

import icalendar
import pytest

from cms.core import calendars
from cms.core.models import SiteSettings
from tests.factories.pages import at


def entry(**given) -> calendars.Entry:
    facts = {"uid": "1", "title": "Termin", "start": at(2026, 7, 1, 16), "end": at(2026, 7, 1, 18)}
    return calendars.Entry(**facts | given)


def read(*entries: calendars.Entry, **options) -> list[icalendar.Event]:
    written = calendars.calendar(entries, name="Termine", product="-//Stadt//GO!//de", **options)
    return list(icalendar.Calendar.from_ical(written).walk("VEVENT"))


@pytest.mark.parametrize(
    ("start", "hour", "offset"),
    [(at(2026, 7, 1, 16), 18, 2), (at(2026, 1, 15, 16), 17, 1), (at(2026, 3, 29, 1), 3, 2)],
)
def test_times_are_local_in_summer_and_in_winter(start, hour, offset):
    (event,) = read(entry(start=start, end=start + timedelta(hours=1)))
    moment = event["DTSTART"].dt
    assert moment == start
    assert (moment.hour, moment.utcoffset()) == (hour, timedelta(hours=offset))


def test_the_file_carries_its_own_time_zone_by_rule():
    written = calendars.calendar([entry()], name="Termine", product="x").decode()
    assert "DTSTART;TZID=Europe/Berlin:20260701T180000" in written
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in written


def test_a_whole_day_ends_on_the_next_one():
    (event,) = read(entry(start=at(2026, 7, 1, 7), end=at(2026, 7, 1, 20), all_day=True))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 7, 1), date(2026, 7, 2))


def test_several_days_last_until_the_day_after_the_last():
    (event,) = read(entry(start=at(2026, 7, 1, 7), end=at(2026, 7, 3, 20), all_day=True))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 7, 1), date(2026, 7, 4))


def test_an_event_over_midnight_keeps_its_times():
    (event,) = read(entry(start=at(2026, 7, 1, 20), end=at(2026, 7, 2, 2)))
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=6)


@pytest.mark.parametrize(
    "text", ["Kaffee, Kuchen; und mehr", "Zeile 1\nZeile 2", "C:\\neu", "ü" * 200]
)
def test_any_text_comes_back_as_it_was(text):
    (event,) = read(entry(title=text, place=text, description=text))
    assert [str(event[name]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")] == [text] * 3


def test_a_text_cannot_add_an_event():
    events = read(entry(title="A\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:B"))
    assert len(events) == 1


def test_what_is_not_known_is_left_out():
    (event,) = read(entry())
    assert not {"LOCATION", "DESCRIPTION", "URL"} & set(event)


def test_an_open_end_is_left_open():
    (event,) = read(entry(end=None))
    assert "DTEND" not in event


def test_a_file_opens_in_the_calendar_whatever_letters_its_name_has(site, rf):
    answer = calendars.response(rf.get("/"), [], name="Łódź", filename="łódź.ics")
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"


def test_a_file_says_whose_it_is(site, rf):
    SiteSettings.objects.update(site_name="Stadt GO!", operator="Stadt; Muster")
    answer = calendars.response(rf.get("/"), [], name="Termine", filename="a.ics")
    read_back = icalendar.Calendar.from_ical(answer.content)
    assert read_back["PRODID"] == "-//Stadt; Muster//Stadt GO!//de"


@pytest.mark.parametrize("subscribed", [True, False])
def test_a_calendar_to_subscribe_to_says_how_often_to_ask(subscribed):
    written = calendars.calendar([], name="Termine", product="x", subscribed=subscribed).decode()
    assert ("REFRESH-INTERVAL;VALUE=DURATION:PT6H" in written) is subscribed
    assert ("X-PUBLISHED-TTL:PT6H" in written) is subscribed


def test_a_calendar_keeps_the_entries_nearest_to_today(time_machine):
    time_machine.move_to("2026-07-10T12:00:00+00:00")
    days = (entry(title=str(day), start=at(2026, 7, day)) for day in (1, 9, 15, 11, 30))
    events = read(*days, most=3)
    assert [str(event["SUMMARY"]) for event in events] == ["9", "11", "15"]
