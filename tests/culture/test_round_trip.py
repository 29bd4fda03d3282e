"""Our calendars say the same instants to other people's libraries, through both clock changes."""

import json
import shutil
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import icalendar
import pytest
from ical.calendar_stream import IcsCalendarStream

from cms.core import calendars
from participation.culture.reading import events
from participation.culture.reading.records import Window
from participation.culture.times import BERLIN

READER = Path(__file__).parents[1] / "node" / "instants.mjs"
DAYS = [date(2027, 3, 27), date(2027, 3, 28), date(2027, 3, 29)]
DAYS += [date(2027, 10, 30), date(2027, 10, 31), date(2027, 11, 1), date(2027, 7, 15)]
CLOCKS = [time(0, 30), time(1, 59), time(3, 0), time(12), time(23, 30)]
WINDOW = Window(datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
Instants = list[tuple[str, datetime, datetime]]


def expected() -> Instants:
    """Events of ninety minutes around the nights in which the clocks are changed."""
    local = [datetime.combine(day, clock, tzinfo=BERLIN) for day in DAYS for clock in CLOCKS]
    starts = [each.astimezone(UTC) for each in local]
    return [
        (f"Nummer {number}", start, start + timedelta(minutes=90))
        for number, start in enumerate(starts)
    ]


@pytest.fixture
def written() -> bytes:
    """The same as our calendar."""
    entries = [
        calendars.Entry(uid=title, title=title, start=start, end=end)
        for title, start, end in expected()
    ]
    return calendars.calendar(entries, name="Probe", product="-//Probe//DE", subscribed=True)


def test_icalendar_reads_the_same_instants(written):
    found = icalendar.Calendar.from_ical(written).walk("VEVENT")
    read = [
        (str(each["SUMMARY"]), each.start.astimezone(UTC), each.end.astimezone(UTC))
        for each in found
    ]
    assert sorted(read) == sorted(expected())


def test_ical_reads_the_same_instants(written):
    found = IcsCalendarStream.calendar_from_ics(written.decode()).events
    read = [
        (each.summary, each.start_datetime.astimezone(UTC), each.end_datetime.astimezone(UTC))
        for each in found
    ]
    assert sorted(read) == sorted(expected())


@pytest.mark.node
def test_ical_js_reads_the_same_instants(written):
    done = subprocess.run(
        [shutil.which("node") or "", str(READER)],
        input=written,
        capture_output=True,
        check=True,
        timeout=60,
    )
    read = [
        (title, datetime.fromisoformat(start), datetime.fromisoformat(end))
        for title, start, end in json.loads(done.stdout)
    ]
    assert sorted(read) == sorted(expected())


def test_what_we_write_we_read(written):
    found = events.read(written, WINDOW).records
    read = [
        (each.title, *(datetime.fromtimestamp(seconds, UTC) for seconds in each.spans[0][:2]))
        for each in found
    ]
    assert sorted(read) == sorted(expected())
