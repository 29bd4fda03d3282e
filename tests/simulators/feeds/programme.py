"""What the houses play: on which weekdays, at what time, under which titles.

Whatever day it is, the same calendar day holds the same event with the same UID, so that a reader
who comes every day sees what stays and what is new.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

PAST, FUTURE = 85, 120


@dataclass(frozen=True)
class Slot:
    """A regular place in a house's week; ``every`` skips weeks."""

    weekday: int
    at: time
    minutes: int
    titles: tuple[str, ...]
    text: str
    category: str
    place: str = ""
    every: int = 1


@dataclass(frozen=True)
class Date:
    """One event on its day."""

    uid: str
    day: date
    slot: Slot
    title: str


STAGE = (
    Slot(
        4,
        time(20),
        130,
        (
            "Der Besuch der alten Dame",
            "Improtheater: Norddeutsche Nacht",
            "Kabarett: Alles digital, oder was?",
            "Die Physiker",
        ),
        "Einlass ab 19.15 Uhr. Das Haus ist ohne Stufen zu erreichen, Hörschleife im Saal.",
        "Theater",
        "Großer Saal",
    ),
    Slot(
        5,
        time(19, 30),
        120,
        ("Tanzabend „Strömungen“", "Die Physiker", "Poetry-Slam: Stadtmeisterschaft"),
        "Karten an der Abendkasse und im Vorverkauf.",
        "Theater",
        "Großer Saal",
    ),
    Slot(
        6,
        time(15),
        60,
        ("Figurentheater: Das kleine Moor", "Kindertheater: Räuber auf Rädern"),
        "Für Kinder ab vier Jahren.",
        "Kinder,Theater",
        "Studiobühne",
    ),
    Slot(
        2,
        time(19),
        80,
        ("Neue Stücke, szenisch gelesen", "Nachgefragt: Gespräch mit dem Ensemble"),
        "Eintritt frei, ein Glas Wasser auch.",
        "Lesung",
        "Studiobühne",
    ),
)
CLUB = (
    Slot(
        3,
        time(20, 30),
        150,
        ("Jazz im Keller: Trio Nordwind", "Session der offenen Bühne", "Liedermacher*innen-Abend"),
        "Eintritt frei, der Hut geht herum.",
        "Konzert",
        "Kulturkeller",
    ),
    Slot(
        5,
        time(20),
        180,
        ("Konzert: Brass am Kanal", "Indie-Nacht mit drei Bands", "Tango-Abend"),
        "Barrierefreier Zugang über den Hof.",
        "Konzert",
        "Kulturkeller",
        every=2,
    ),
)
CHURCH = (
    Slot(
        6,
        time(18),
        75,
        ("Abendmusik: Orgel und Saxofon", "Kantatenkonzert", "Chormusik der Romantik"),
        "Eintritt frei, Spenden erbeten.",
        "Musik",
        "Kirche am Markt",
        every=2,
    ),
    Slot(
        2,
        time(12, 30),
        30,
        ("Orgelpunkt zur Mittagszeit",),
        "Eine halbe Stunde Musik.",
        "Musik",
        "Kirche am Markt",
    ),
    Slot(
        0,
        time(17),
        45,
        ("Singen im Sitzen", "Lieder von früher"),
        "Für alle, die gern singen und nicht lange stehen mögen.",
        "Musik,Senioren",
        "Gemeindesaal am Markt",
    ),
)


def dates(name: str, slots: tuple[Slot, ...], today: date) -> list[Date]:
    """A house's dates around a day, in order."""
    found = []
    for offset in range(-PAST, FUTURE):
        day = today + timedelta(days=offset)
        for number, slot in enumerate(slots):
            week = day.toordinal() // 7
            if day.weekday() == slot.weekday and week % slot.every == 0:
                title = slot.titles[week // slot.every % len(slot.titles)]
                found.append(Date(f"{day:%Y%m%d}-{number}@{name}.example.org", day, slot, title))
    return found
