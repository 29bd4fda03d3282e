"""The calendars of the houses, each in the manner of another program."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from tests.simulators.feeds import programme
from tests.simulators.feeds.programme import Date

OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(product: str, *parts: str) -> bytes:
    """A whole file with the line ends that the standard wants."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{product}", *parts, "END:VCALENDAR"]
    text = "\n".join(part.strip("\n") for part in lines) + "\n"
    return text.replace("\n", "\r\n").encode()


def event(*lines: str) -> str:
    """One event."""
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def escaped(text: str) -> str:
    """As texts are written in calendars."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _clock(each: Date) -> tuple[str, str]:
    start = datetime.combine(each.day, each.slot.at)
    end = start + timedelta(minutes=each.slot.minutes)
    return f"{start:%Y%m%dT%H%M%S}", f"{end:%Y%m%dT%H%M%S}"


def stage(today: date) -> bytes:
    """Outlook: zones by Windows' names."""
    found = []
    for each in programme.dates("buehne", programme.STAGE, today):
        start, end = _clock(each)
        found.append(
            event(
                f"UID:{each.uid}",
                f"DTSTAMP:{each.day:%Y%m%d}T000000Z",
                f"SUMMARY;LANGUAGE=de:{escaped(each.title)}",
                f"DESCRIPTION:{escaped(each.slot.text)}",
                f"CATEGORIES:{each.slot.category}",
                f"LOCATION:{escaped(each.slot.place)}",
                f"DTSTART;TZID=W. Europe Standard Time:{start}",
                f"DTEND;TZID=W. Europe Standard Time:{end}",
                "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
            )
        )
    return calendar("-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN", OUTLOOK_ZONE, *found)


def club(today: date) -> bytes:
    """Apple: positions beside places; one event in a zone that nobody knows."""
    found = []
    for each in programme.dates("keller", programme.CLUB, today):
        start, end = _clock(each)
        found.append(
            event(
                f"UID:{each.uid}",
                f"SUMMARY:{escaped(each.title)}",
                f"DESCRIPTION:{escaped(each.slot.text)}",
                f"CATEGORIES:{each.slot.category}",
                f"LOCATION:{escaped(each.slot.place)}",
                'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Kulturkeller":geo:53.7051,9.9967',
                f"DTSTART;TZID=Europe/Berlin:{start}",
                f"DTEND;TZID=Europe/Berlin:{end}",
            )
        )
    lost = today + timedelta(days=9)
    found.append(
        event(
            "UID:gastspiel@keller.example.org",
            "SUMMARY:Gastspiel aus Übersee",
            f"DTSTART;TZID=Eigene Zeitzone:{lost:%Y%m%d}T200000",
        )
    )
    return calendar("-//Apple Inc.//macOS 15.0//EN", *found)


def church(today: date) -> bytes:
    """A small program: times without a zone, in Latin-1."""
    found = []
    for each in programme.dates("kirche", programme.CHURCH, today):
        start, _end = _clock(each)
        found.append(
            event(
                f"UID:{each.uid}",
                f"SUMMARY:{escaped(each.title)}",
                f"DESCRIPTION:{escaped(each.slot.text)}",
                f"LOCATION:{escaped(each.slot.place)}",
                f"DTSTART:{start}",
                f"DURATION:PT{each.slot.minutes}M",
            )
        )
    data = calendar("-//Gemeindebüro//Termine//DE", *found)
    return data.decode().encode("latin-1", errors="replace")


def library(today: date) -> bytes:
    """Google: series with exceptions, one date moved, one left out, texts in HTML."""
    monday = today - timedelta(days=today.weekday() + 28)
    tuesday, thursday = monday + timedelta(days=1), monday + timedelta(days=3)
    moved, left_out = tuesday + timedelta(days=49), tuesday + timedelta(days=63)
    story = (
        "UID:vorlesen@bibliothek.example.org",
        "DESCRIPTION:<p>Für Kinder ab <b>vier Jahren</b>.</p><p>Ohne Anmeldung.</p>",
        "CATEGORIES:Kinder,Lesung",
        "LOCATION:Stadtbücherei\\, Kinderbereich",
    )
    return calendar(
        "-//Google Inc//Google Calendar 70.9054//EN",
        "X-WR-CALNAME:Stadtbücherei",
        "X-WR-TIMEZONE:Europe/Berlin",
        event(
            *story,
            "SUMMARY:Vorlesezeit",
            f"DTSTART;TZID=Europe/Berlin:{tuesday:%Y%m%d}T160000",
            f"DTEND;TZID=Europe/Berlin:{tuesday:%Y%m%d}T164500",
            "RRULE:FREQ=WEEKLY;BYDAY=TU",
            f"EXDATE;TZID=Europe/Berlin:{left_out:%Y%m%d}T160000",
        ),
        event(
            *story,
            "SUMMARY:Vorlesezeit auf Plattdeutsch",
            f"RECURRENCE-ID;TZID=Europe/Berlin:{moved:%Y%m%d}T160000",
            f"DTSTART;TZID=Europe/Berlin:{moved:%Y%m%d}T163000",
            f"DTEND;TZID=Europe/Berlin:{moved:%Y%m%d}T171500",
        ),
        event(
            "UID:sprechstunde@bibliothek.example.org",
            "SUMMARY:Digitale Sprechstunde für Ältere",
            "CATEGORIES:Workshop,Senioren",
            "LOCATION:Stadtbücherei",
            f"DTSTART;TZID=Europe/Berlin:{thursday:%Y%m%d}T100000",
            "DURATION:PT2H",
            "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
        ),
    )


def museum(today: date) -> bytes:
    """Whole days: exhibitions that go on for weeks, and a tour each Sunday."""
    season = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    opened, closes = season - timedelta(days=20), season + timedelta(days=110)
    sunday = season + timedelta(days=6 - season.weekday())
    return calendar(
        "-//Stadtmuseum//Kalender//DE",
        event(
            f"UID:ausstellung-{season:%Y%m}@museum.example.org",
            "SUMMARY:Vom Torf zur Glasfaser: 50 Jahre Stadtgeschichte",
            "CATEGORIES:Ausstellung",
            "LOCATION:Stadtmuseum",
            "GEO:53.7097;9.9903",
            f"DTSTART;VALUE=DATE:{opened:%Y%m%d}",
            f"DTEND;VALUE=DATE:{closes:%Y%m%d}",
        ),
        event(
            "UID:rundgang@museum.example.org",
            "SUMMARY:Führung durch die Sammlung",
            "CATEGORIES:Führung",
            "LOCATION:Stadtmuseum",
            f"DTSTART;TZID=Europe/Berlin:{sunday:%Y%m%d}T140000",
            f"DTEND;TZID=Europe/Berlin:{sunday:%Y%m%d}T150000",
            "RRULE:FREQ=WEEKLY",
        ),
    )


FILES: dict[str, Callable[[date], bytes]] = {
    "/buehne.ics": stage,
    "/keller.ics": club,
    "/kirche.ics": church,
    "/bibliothek.ics": library,
    "/museum.ics": museum,
}
