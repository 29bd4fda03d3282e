"""Repeating events: by the clock on the wall, with exceptions, and never without end."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.culture.reading import events
from participation.culture.reading.faults import Fault, FeedError
from participation.culture.reading.limits import Budget
from participation.culture.reading.process import read_apart
from participation.culture.reading.records import Window
from participation.culture.reading.rules import MOST_DATES
from tests.culture.reading import WINDOW, calendar, event, flaws, only, read, starts

SUNDAYS = "DTSTART;TZID=Europe/Berlin:20260315T110000"


def test_what_is_at_eleven_stays_at_eleven_when_the_clocks_change():
    record = only(read(event(SUNDAYS, "RRULE:FREQ=WEEKLY;COUNT=4")))
    assert starts(record) == [
        "2026-03-15 10:00",
        "2026-03-22 10:00",
        "2026-03-29 09:00",
        "2026-04-05 09:00",
    ]


def test_a_series_ends_at_its_last_day_however_that_is_written():
    for until in ("20260329T090000Z", "20260329T110000", "20260329"):
        assert len(starts(only(read(event(SUNDAYS, f"RRULE:FREQ=WEEKLY;UNTIL={until}"))))) == 3


def test_left_out_dates_are_found_in_any_zone_and_by_their_day():
    rule = "RRULE:FREQ=WEEKLY;COUNT=4"
    record = only(read(event(SUNDAYS, rule, "EXDATE:20260322T100000Z,20260329T090000Z")))
    assert starts(record) == ["2026-03-15 10:00", "2026-04-05 09:00"]
    record = only(read(event(SUNDAYS, rule, "EXDATE;VALUE=DATE:20260322")))
    assert "2026-03-22 10:00" not in starts(record)


def test_dates_are_added_one_by_one_and_each_counts_once():
    line = "RDATE;TZID=Europe/Berlin:20260322T110000,20260401T200000"
    record = only(read(event(SUNDAYS, "RRULE:FREQ=WEEKLY;COUNT=2", line)))
    assert starts(record) == ["2026-03-15 10:00", "2026-03-22 10:00", "2026-04-01 18:00"]


def test_a_period_is_added_by_its_start():
    line = "RDATE;VALUE=PERIOD:20260401T180000Z/PT1H"
    assert "2026-04-01 18:00" in starts(only(read(event(SUNDAYS, line))))


def test_a_moved_date_takes_the_place_of_the_one_it_stands_for():
    reading = read(
        event(SUNDAYS, "SUMMARY:Matinee", "RRULE:FREQ=WEEKLY;COUNT=3"),
        event(
            "RECURRENCE-ID;TZID=Europe/Berlin:20260322T110000",
            "DTSTART;TZID=Europe/Berlin:20260323T190000",
            "SUMMARY:Matinee am Abend",
        ),
    )
    series, moved = reading.records
    assert starts(series) == ["2026-03-15 10:00", "2026-03-29 09:00"]
    assert (moved.recurrence_id, starts(moved)) == ("20260322T100000Z", ["2026-03-23 18:00"])
    assert [name for _start, _end, name in moved.spans] == ["20260322T100000Z"]


def test_a_change_from_a_date_on_is_taken_for_that_date_and_told():
    reading = read(
        event(SUNDAYS, "RRULE:FREQ=WEEKLY;COUNT=3"),
        event(
            "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260322T110000",
            "DTSTART;TZID=Europe/Berlin:20260322T120000",
        ),
    )
    assert flaws(reading) == ["following"]
    assert starts(reading.records[0]) == ["2026-03-15 10:00", "2026-03-29 09:00"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=5",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYMONTH=13",
        "FREQ=DAILY;COUNT=0",
        "FREQ=YEARLY;BYEASTER=0",
        "FREQ=YEARLY;RSCALE=CHINESE",
        "COUNT=3",
        "FREQ=DAILY;UNTIL=bald",
    ],
)
def test_a_rule_that_is_not_on_the_list_costs_its_event(rule: str):
    reading = read(event(SUNDAYS, f"RRULE:{rule}"))
    assert reading.records == ()
    assert flaws(reading) in (["rule"], ["bad_time"])


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=31;COUNT=9",
    ],
)
def test_a_day_that_never_comes_costs_its_event_half_a_second(rule: str):
    begun = time.process_time()
    reading = read(event(SUNDAYS, f"RRULE:{rule}", uid="bad"), event(SUNDAYS, uid="good"))
    assert time.process_time() - begun < 2
    assert flaws(reading) == ["too_hard"]
    assert [record.uid for record in reading.records] == ["good"]


def test_many_hard_rules_have_one_budget_together():
    hard = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3"
    parts = [event(SUNDAYS, hard, uid=str(number)) for number in range(50)]
    begun = time.process_time()
    reading = events.read(calendar(*parts), WINDOW, budget=Budget(0.05, 0.2))
    assert time.process_time() - begun < 2
    assert flaws(reading) == ["too_hard"] * 50


def test_a_series_of_a_hundred_years_ends_at_the_horizon():
    record = only(
        read(event("DTSTART:19500101T200000", "RRULE:FREQ=YEARLY;UNTIL=20500101T200000Z"))
    )
    assert starts(record) == ["2026-01-01 19:00", "2027-01-01 19:00"]


def test_a_series_has_no_more_dates_than_the_limit():
    reading = read(event("DTSTART:20260101T000000", "RRULE:FREQ=HOURLY"))
    assert len(reading.records[0].spans) == MOST_DATES
    assert flaws(reading) == ["too_many_dates"]


def test_what_is_read_apart_is_the_same():
    parts = (
        event(SUNDAYS, "SUMMARY:Matinee", "RRULE:FREQ=WEEKLY;COUNT=3"),
        event("DTSTART:?", uid="b"),
    )
    assert read_apart(calendar(*parts), WINDOW) == read(*parts)
    with pytest.raises(FeedError) as error:
        read_apart(b"<html>", WINDOW)
    assert error.value.fault == Fault.WEB_PAGE


def test_the_process_that_reads_owns_no_secret(monkeypatch: pytest.MonkeyPatch):
    """A key that the parent has does not stand in the child's environment."""
    from participation.culture.reading import process

    seen = {}
    run = process.subprocess.run

    def spy(*arguments, **options):
        seen.update(options["env"])
        return run(*arguments, **options)

    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.setattr(process.subprocess, "run", spy)
    read_apart(calendar(event(SUNDAYS)), WINDOW)
    assert "SECRET_KEY" not in seen


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_whatever_stands_in_a_file_it_is_read_or_refused(rubbish: bytes):
    window = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
    wrapped = calendar(event(SUNDAYS)).replace(b"END:VEVENT", rubbish + b"\r\nEND:VEVENT")
    for data in (rubbish, wrapped):
        try:
            events.read(data, window)
        except FeedError:
            continue
