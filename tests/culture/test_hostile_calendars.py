"""Calendars that are too large, cut, nested or strange: each costs what it is worth and no more."""

from datetime import UTC, datetime

import pytest

from participation.culture.reading import events, process
from participation.culture.reading.faults import Fault, FeedError
from participation.culture.reading.lines import MOST_EVENTS, MOST_LINES, decoded
from participation.culture.reading.process import read_apart
from participation.culture.reading.records import Window
from tests.culture.reading import WINDOW, calendar, event, flaws, only, read, starts, times

AT_EIGHT = "DTSTART;TZID=Europe/Berlin:20260601T200000"
DAY = "DTSTART;VALUE=DATE:20260601"


@pytest.mark.parametrize(
    "data",
    [
        calendar("BEGIN:VEVENT\r\nEND:VEVENT\r\n" * (MOST_EVENTS + 1)),
        b"BEGIN:VCALENDAR\r\n" + b"X:\r\n" * (MOST_LINES + 1) + b"END:VCALENDAR\r\n",
    ],
    ids=["events", "lines"],
)
def test_a_calendar_with_too_many_entries_is_refused_as_a_whole(data: bytes):
    with pytest.raises(FeedError) as error:
        events.read(data, WINDOW)
    assert error.value.fault == Fault.TOO_MANY


def test_dates_of_a_whole_file_have_one_limit():
    hourly = "RRULE:FREQ=HOURLY;COUNT=1000"
    parts = [event("DTSTART:20260101T000000", hourly, uid=str(n)) for n in range(61)]
    reading = events.read(calendar(*parts), WINDOW)
    assert sum(len(record.spans) for record in reading.records) <= 60_000
    assert "too_many_dates" in flaws(reading)


def test_parts_within_an_event_that_are_not_closed_cost_that_event_alone():
    alarm = f"BEGIN:VEVENT\nUID:a\n{AT_EIGHT}\nBEGIN:VALARM\nDESCRIPTION:Gong\nEND:VEVENT"
    cut = f"BEGIN:VEVENT\nUID:b\n{AT_EIGHT}\nBEGIN:VALARM\nDESCRIPTION:Gong"
    reading = read(alarm, cut, event(AT_EIGHT, uid="c"))
    assert [record.uid for record in reading.records] == ["a", "c"]
    assert flaws(reading) == ["unfinished"]


def test_an_end_of_what_never_began_is_passed_over():
    assert only(read("END:VEVENT", event(AT_EIGHT))).uid == "a@example.org"


def test_bytes_that_no_coding_knows_are_still_read():
    data = calendar(event(AT_EIGHT, "SUMMARY:M?rchen")).replace(b"?", b"\x81")
    record = only(events.read(data, WINDOW, "text/calendar; charset=ebcdic-quatsch"))
    assert record.title == "Mrchen"
    assert decoded("Grün".encode("utf-16")) == "Grün"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * 400),
        "FREQ=MONTHLY;BYMONTHDAY=eins",
        "FREQ=WEEKLY;BYDAY=54MO",
        "FREQ=DAILY;INTERVAL=-2",
        "FREQ=WEEKLY;BYWEEKNO=3",
        "FREQ=MONTHLY;BYSETPOS=366;BYHOUR=24",
        "FREQ=DAILY;INTERVAL=1;WKST=XX",
        "FREQ=HOURLY;INTERVAL=2;BYHOUR=1",
    ],
)
def test_a_strange_rule_is_read_or_costs_its_event(rule: str):
    reading = read(event(AT_EIGHT, f"RRULE:{rule}", uid="a"), event(AT_EIGHT, uid="b"))
    assert "b" in [record.uid for record in reading.records]
    assert set(flaws(reading)) <= {"rule", "too_hard"}


def test_the_first_monday_and_the_last_friday_of_a_month_are_found():
    rule = "RRULE:FREQ=MONTHLY;BYDAY=1MO,-1FR;COUNT=3"
    assert starts(only(read(event(AT_EIGHT, rule)))) == [
        "2026-06-01 18:00",
        "2026-06-26 18:00",
        "2026-07-06 18:00",
    ]


def test_a_series_that_counts_further_than_we_look_ends_at_the_horizon():
    record = only(read(event("DTSTART:20260101T200000", "RRULE:FREQ=YEARLY;COUNT=50")))
    assert starts(record) == ["2026-01-01 19:00", "2027-01-01 19:00"]


def test_a_series_of_whole_days_stays_one_and_skips_what_is_left_out():
    rule = "RRULE:FREQ=DAILY;COUNT=4"
    lines = (DAY, rule, "EXDATE;VALUE=DATE:20260602", "EXDATE:20260603T100000Z")
    record = only(read(event(*lines)))
    assert record.all_day
    assert [day for day, _end in times(record)] == ["2026-05-31 22:00", "2026-06-03 22:00"]
    assert [name for _start, _end, name in record.spans] == ["20260601", "20260604"]


@pytest.mark.parametrize(
    ("duration", "end"),
    [("P2D", "2026-06-02 22:00"), ("PT1H", "2026-06-01 22:00"), ("P1W", "2026-06-07 22:00")],
)
def test_a_whole_day_lasts_whole_days(duration: str, end: str):
    assert times(only(read(event(DAY, f"DURATION:{duration}")))) == [("2026-05-31 22:00", end)]


def test_outlooks_mark_says_nothing_of_what_is_a_whole_day_already():
    record = only(read(event(DAY, "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")))
    assert times(record) == [("2026-05-31 22:00", "2026-06-01 22:00")]


@pytest.mark.parametrize("year", ["1899", "2201", "0000", "9999"])
def test_a_year_past_every_calendar_is_no_time(year: str):
    assert flaws(read(event(f"DTSTART:{year}0601T200000"))) == ["bad_time"]


def test_a_change_of_a_date_that_is_none_is_told_with_its_event():
    reading = read(event("RECURRENCE-ID:gestern", AT_EIGHT, "SUMMARY:Chor"))
    assert flaws(reading) == ["bad_time"]
    assert (reading.problems[0].title, reading.problems[0].recurrence_id) == ("Chor", "?")


def test_long_texts_are_cut_at_a_word_and_categories_are_parted():
    long = "Wort " * 100
    record = only(read(event(AT_EIGHT, f"SUMMARY:{long}", r"CATEGORIES:Musik,Rock\, Pop,,Musik")))
    assert record.title.endswith("Wort…")
    assert len(record.title) <= 200
    assert record.categories == ("Musik", "Rock, Pop")
    assert only(read(event(AT_EIGHT, "SUMMARY:" + "x" * 300))).title == "x" * 199 + "…"


def zone(*offsets: str, name: str = "Eigene", more: str = "") -> str:
    """A zone that a calendar defines itself."""
    parts = "".join(f"\nBEGIN:STANDARD\nTZOFFSETTO:{each}\nEND:STANDARD" for each in offsets)
    return f"BEGIN:VTIMEZONE\nTZID:{name}{more}{parts}\nEND:VTIMEZONE"


OWN = "DTSTART;TZID=Eigene:20260601T200000"


@pytest.mark.parametrize(
    ("defined", "start"),
    [
        (zone("+0530"), "2026-06-01 14:30"),
        (zone("-0300"), "2026-06-01 23:00"),
        (zone(more="\nX-LIC-LOCATION:Europe/London"), "2026-06-01 19:00"),
    ],
)
def test_a_zone_of_ones_own_is_what_it_says(defined: str, start: str):
    assert starts(only(read(defined, event(OWN)))) == [start]


@pytest.mark.parametrize(
    "defined", [zone(), zone("+9900"), zone("bald"), zone("+0100", "+0300"), zone("+0160")]
)
def test_a_zone_that_says_nothing_we_know_is_never_guessed(defined: str):
    assert flaws(read(defined, event(OWN))) == ["unknown_zone"]


@pytest.mark.parametrize("tzid", ["UTC", "GMT", "Etc/UTC", "Z"])
def test_universal_time_has_several_names(tzid: str):
    assert starts(only(read(event(f"DTSTART;TZID={tzid}:20260601T200000")))) == ["2026-06-01 20:00"]


@pytest.mark.parametrize(("limit", "value"), [("SECONDS", 0.01), ("MEMORY", 1)])
def test_a_process_that_needs_too_much_is_ended_and_told(monkeypatch, limit, value):
    """As the parent's limit of time, and as one that the child ends by itself."""
    if limit == "SECONDS":
        monkeypatch.setattr(process, limit, value)
    else:
        monkeypatch.setattr(process.sys, "executable", "/bin/false")
    with pytest.raises(FeedError) as error:
        read_apart(calendar(event(AT_EIGHT)), WINDOW)
    assert error.value.fault == Fault.TOO_HARD


def test_the_process_answers_as_it_is_asked():
    """What it does besides: the window and the type are passed on, a fault comes back by name."""
    narrow = Window(datetime(2030, 1, 1, tzinfo=UTC), datetime(2030, 2, 1, tzinfo=UTC))
    assert read_apart(calendar(event(AT_EIGHT)), narrow).records[0].spans == ()
    data = calendar(event(AT_EIGHT, "SUMMARY:ż")).decode().encode("iso-8859-2")
    found = read_apart(data, WINDOW, "text/calendar; charset=iso-8859-2")
    assert found.records[0].title == "ż"
    with pytest.raises(FeedError) as error:
        read_apart(b"Nur ein Text", WINDOW)
    assert error.value.fault == Fault.NO_CALENDAR
