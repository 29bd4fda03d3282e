"""Dates by a rule: the time on the wall, across the change of the clocks, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.core.recurrence import BERLIN, MOST_DATES, expand

FIRST = date(2027, 3, 21)
"""A Sunday, a week before the clocks go forward."""


def dates(rule, first=FIRST, begins=time(18), ends=time(20), exceptions=()):
    return expand(rule=rule, first=first, begins=begins, ends=ends, exceptions=exceptions)


def walls(spans):
    return [f"{span.start.astimezone(BERLIN):%d.%m. %H:%M}" for span in spans]


def test_the_time_on_the_wall_stays_when_the_clocks_change():
    spans = dates("FREQ=WEEKLY;COUNT=2")

    assert walls(spans) == ["21.03. 18:00", "28.03. 18:00"]
    assert spans[1].start - spans[0].start == timedelta(days=7) - timedelta(hours=1)


def test_a_time_that_is_skipped_is_an_hour_later():
    span = dates("", date(2027, 3, 28), time(2, 30), time(4))[0]

    assert span.start == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert walls([span]) == ["28.03. 03:30"]


def test_of_a_time_that_comes_twice_the_first_is_meant():
    span = dates("", date(2026, 10, 25), time(2, 30), time(4))[0]

    assert span.start == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_what_ends_before_it_begins_ends_after_midnight():
    span = dates("", date(2027, 5, 1), time(22), time(1))[0]

    assert span.end - span.start == timedelta(hours=3)


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3", ["23.03.", "25.03.", "30.03."]),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2", ["21.03.", "04.04."]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["26.03.", "30.04."]),
        ("FREQ=DAILY;UNTIL=20270323", ["21.03.", "22.03.", "23.03."]),
    ],
)
def test_rules_as_people_plan(rule, found):
    assert [word.split()[0] for word in walls(dates(rule))] == found


def test_exceptions_are_left_out():
    spans = dates("FREQ=WEEKLY;COUNT=3", exceptions=[date(2027, 3, 28)])

    assert walls(spans) == ["21.03. 18:00", "04.04. 18:00"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=0;COUNT=3",
        "FREQ=SECONDLY;COUNT=3",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20300101",
        "FREQ=WEEKLY;COUNT=3;BYDAY=XX",
        "FREQ=WEEKLY;COUNT=3;BYSETPOS=1",
        "FREQ=WEEKLY;COUNT=999",
        "FREQ=WEEKLY;COUNT=٣",
        "FREQ=DAILY;UNTIL=20991231",
        "FREQ=DAILY;UNTIL=yesterday",
        "COUNT=3;COUNT=3;FREQ=DAILY",
        "FREQ=DAILY;COUNT=" + "1" * 300,
    ],
)
def test_rules_that_could_run_away_are_refused(rule):
    with pytest.raises(ValidationError):
        dates(rule)


def test_no_date_left_is_refused():
    with pytest.raises(ValidationError):
        dates("", exceptions=[FIRST])


@given(
    first=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    begins=st.times(),
    ends=st.times(),
    count=st.integers(1, MOST_DATES),
)
def test_every_date_ends_after_it_begins_and_comes_after_the_one_before(first, begins, ends, count):
    spans = dates(f"FREQ=DAILY;COUNT={count}", first, begins, ends)

    assert len(spans) == count
    assert all(span.start < span.end for span in spans)
    assert all(one.start < other.start for one, other in pairwise(spans))
