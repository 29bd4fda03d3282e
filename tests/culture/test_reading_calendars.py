"""What calendars of many programs say, and what is made of broken ones."""

import pytest

from participation.culture.reading import events
from participation.culture.reading.faults import Fault, FeedError
from tests.culture.reading import WINDOW, calendar, event, flaws, only, read, starts, times

AT_EIGHT = "DTSTART;TZID=Europe/Berlin:20260601T200000"


def test_an_event_with_a_zone_is_an_instant():
    record = only(read(event("SUMMARY:Konzert", AT_EIGHT, "DURATION:PT2H")))
    assert times(record) == [("2026-06-01 18:00", "2026-06-01 20:00")]
    assert not record.all_day


def test_windows_names_of_zones_are_known():
    line = "DTSTART;TZID=W. Europe Standard Time:20260601T200000"
    assert starts(only(read(event(line)))) == ["2026-06-01 18:00"]


@pytest.mark.parametrize(
    "tzid",
    [
        "/freeassociation.sourceforge.net/Europe/Berlin",
        "/mozilla.org/20050126_1/Europe/Berlin",
        '"(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien"',
    ],
)
def test_zones_written_by_other_programs_are_known(tzid: str):
    assert starts(only(read(event(f"DTSTART;TZID={tzid}:20260601T200000")))) == ["2026-06-01 18:00"]


def test_a_zone_of_its_own_is_known_by_its_offsets():
    zone = "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nTZOFFSETTO:+0100\n"
    zone += "END:STANDARD\nBEGIN:DAYLIGHT\nTZOFFSETTO:+0200\nEND:DAYLIGHT\nEND:VTIMEZONE"
    line = "DTSTART;TZID=Customized Time Zone:20260601T200000"
    assert starts(only(read(zone, event(line)))) == ["2026-06-01 18:00"]


def test_an_unknown_zone_costs_its_event_and_no_other():
    reading = read(
        event("DTSTART;TZID=Mond/Krater:20260601T200000", uid="1"), event(AT_EIGHT, uid="2")
    )
    assert flaws(reading) == ["unknown_zone"]
    assert reading.problems[0].detail == "Mond/Krater"
    assert [record.uid for record in reading.records] == ["2"]


def test_times_without_a_zone_are_the_citys():
    assert starts(only(read(event("DTSTART:20260601T200000")))) == ["2026-06-01 18:00"]


def test_times_without_a_zone_are_in_the_calendars_where_it_names_one():
    reading = read("X-WR-TIMEZONE:Europe/London", event("DTSTART:20260601T200000"))
    assert starts(only(reading)) == ["2026-06-01 19:00"]


def test_a_whole_day_lasts_from_midnight_to_midnight():
    record = only(read(event("DTSTART;VALUE=DATE:20260601")))
    assert times(record) == [("2026-05-31 22:00", "2026-06-01 22:00")]
    assert record.all_day


def test_outlooks_mark_makes_a_whole_day():
    record = only(
        read(
            event(
                "DTSTART;TZID=Europe/Berlin:20260601T000000",
                "DTEND;TZID=Europe/Berlin:20260603T000000",
                "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
            )
        )
    )
    assert record.all_day
    assert times(record) == [("2026-05-31 22:00", "2026-06-02 22:00")]


def test_days_of_a_duration_are_longer_when_the_clocks_are_put_back():
    """24 October 2026, 20:00, and the night in which 25 hours pass until the next 20:00."""
    line = "DTSTART;TZID=Europe/Berlin:20261024T200000"
    a_day = only(read(event(line, "DURATION:P1D")))
    hours = only(read(event(line, "DURATION:PT24H")))
    assert times(a_day) == [("2026-10-24 18:00", "2026-10-25 19:00")]
    assert times(hours) == [("2026-10-24 18:00", "2026-10-25 18:00")]


def test_an_end_equal_to_its_start_says_nothing():
    record = only(read(event(AT_EIGHT, "DTEND;TZID=Europe/Berlin:20260601T200000")))
    assert times(record) == [("2026-06-01 18:00", "2026-06-01 18:00")]
    day = only(read(event("DTSTART;VALUE=DATE:20260601", "DTEND;VALUE=DATE:20260601")))
    assert times(day) == [("2026-05-31 22:00", "2026-06-01 22:00")]


@pytest.mark.parametrize(
    ("lines", "flaw"),
    [
        ((AT_EIGHT, "DTEND;TZID=Europe/Berlin:20260601T190000"), "ends_before_start"),
        (("SUMMARY:Irgendwann",), "no_start"),
        (("DTSTART:20261345T250000",), "bad_time"),
        (("DTSTART:gestern",), "bad_time"),
        ((AT_EIGHT, "DTEND;VALUE=DATE:20260602"), "bad_time"),
        ((AT_EIGHT, "DURATION:-PT2H"), "bad_time"),
        ((AT_EIGHT, "DURATION:P"), "bad_time"),
        (("DTSTART;VALUE=DATE:20260601", "DTEND;VALUE=DATE:21260601"), "too_long"),
        (('DTSTART;TZID="Europe/Berlin:20260601T200000',), "unreadable"),
    ],
)
def test_a_bad_event_is_left_out_with_its_reason(lines: tuple[str, ...], flaw: str):
    good = event(AT_EIGHT, uid="good")
    reading = read(event(*lines, uid="bad"), good)
    assert flaws(reading) == [flaw]
    assert reading.problems[0].uid == "bad"
    assert reading.problems[0].left_out
    assert [record.uid for record in reading.records] == ["good"]


def test_an_event_without_its_end_costs_no_other():
    cut = f"BEGIN:VEVENT\nUID:cut\n{AT_EIGHT}"
    reading = read(cut, event(AT_EIGHT, uid="good"))
    assert flaws(reading) == ["unfinished"]
    assert [record.uid for record in reading.records] == ["good"]


def test_of_two_with_one_name_the_newer_is_taken():
    reading = read(
        event(AT_EIGHT, "SUMMARY:Neu", "SEQUENCE:2"), event(AT_EIGHT, "SUMMARY:Alt", "SEQUENCE:1")
    )
    assert [record.title for record in reading.records] == ["Neu"]
    assert flaws(reading) == ["duplicate"]
    assert not reading.problems[0].left_out


def test_two_calendars_in_one_file_are_both_read():
    data = calendar(event(AT_EIGHT, uid="1")) + calendar(event(AT_EIGHT, uid="2"))
    reading = events.read(data, WINDOW)
    assert [record.uid for record in reading.records] == ["1", "2"]


def test_what_has_no_name_keeps_the_one_it_is_given():
    lines = [line for line in event(AT_EIGHT, "SUMMARY:Chor").split("\n") if "UID" not in line]
    first, second = (only(read("\n".join(lines))).uid for _time in range(2))
    assert first == second
    assert first.startswith("unnamed-")


@pytest.mark.parametrize(
    "coding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"], ids=lambda name: name
)
def test_letters_are_read_in_every_coding(coding: str):
    text = calendar(event(AT_EIGHT, "SUMMARY:Märchen für Größere")).decode()
    record = only(events.read(text.encode(coding), WINDOW))
    assert record.title == "Märchen für Größere"


def test_markup_becomes_words():
    text = r"<p>Für <b>alle</b>\, auch Kinder.</p><script>alert(1)</script>"
    text += "<br>Eintritt frei &amp; offen"
    record = only(read(event(AT_EIGHT, f"DESCRIPTION:{text}")))
    assert record.description == "Für alle, auch Kinder.\n\nEintritt frei & offen"


def test_script_in_a_line_stays_the_text_it_is():
    record = only(read(event(AT_EIGHT, "SUMMARY:<script>alert(1)</script>")))
    assert record.title == "<script>alert(1)</script>"


def test_only_addresses_of_the_web_are_kept():
    good = only(read(event(AT_EIGHT, "URL:https://example.org/abend?x=1")))
    bad = only(read(event(AT_EIGHT, "URL:javascript:alert(1)")))
    assert (good.url, bad.url) == ("https://example.org/abend?x=1", "")


def test_positions_are_read_as_apple_writes_them():
    line = 'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Bühne":geo:53.7051,9.9967'
    record = only(read(event(AT_EIGHT, line)))
    assert (record.latitude, record.longitude) == (53.7051, 9.9967)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"  \r\n", Fault.EMPTY),
        (b"<!DOCTYPE html><html><body>Kalender</body></html>", Fault.WEB_PAGE),
        (b"Nur ein Text", Fault.NO_CALENDAR),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Fault.NO_CALENDAR),
        (calendar(event(AT_EIGHT))[:-20], Fault.INCOMPLETE),
        (calendar(event(AT_EIGHT))[:60], Fault.INCOMPLETE),
        (b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nEND:VCALENDAR\r\n", Fault.OLD_FORMAT),
    ],
)
def test_what_is_no_whole_calendar_is_refused_as_a_whole(data: bytes, fault: Fault):
    with pytest.raises(FeedError) as error:
        events.read(data, WINDOW)
    assert error.value.fault == fault
