"""The machines of the demo, as their file has them. Pure: the simulator reads it, too."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "demo_content" / "park.toml"
BIN, LIGHT, LOCKER = "bin", "light", "locker"
INTERVALS = {BIN: 900, LIGHT: 600, LOCKER: 600}
COMPARTMENTS = 12
LARGE, MEDIUM = (1, 2, 7, 8), (3, 4, 9, 10)
KINDS_OF_WASTE = {"papier": "Papier", "glas": "Glas", "restmuell": "Restmüll"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "-"})


@dataclass(frozen=True)
class Machine:
    """A machine: who it is, and how it behaves.

    ``every``, ``peak``: of a bin, days between collections and per cent by then. ``is_new``: of a
    light, whether it can be dimmed. ``used``: of a locker station, whether people open it by code.
    ``silent_days``: since when nothing is heard of it. ``is_known``: whether it is in the database;
    what is not waits among the unknown devices.
    """

    slug: str
    kind: str
    name: str
    place: str
    latitude: float
    longitude: float
    group: str
    project: str
    every: int = 0
    peak: float = 0.0
    battery: float | None = None
    silent_days: int = 0
    is_new: bool = False
    is_faulty: bool = False
    used: bool = False
    is_known: bool = True

    @property
    def topic(self) -> str:
        """Where its topics begin."""
        return f"ngo/v1/{self.kind}/{self.slug}"

    @property
    def interval(self) -> int:
        """Seconds between two messages when nothing changes."""
        return INTERVALS[self.kind]


def content() -> dict[str, Any]:
    """The file."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def machines() -> tuple[Machine, ...]:
    """30 bins and one that nobody has entered yet, 40 lights and two stations."""
    found = content()
    return (*_bins(found["bins"]), *_lights(found["paths"]), *_stations(found["stations"]))


def _bins(places: list[dict[str, Any]]) -> list[Machine]:
    made = []
    for place in places:
        where = place["place"]
        for number, unit in enumerate(place["units"]):
            behaviour = {name: value for name, value in unit.items() if name != "what"}
            made.append(
                Machine(
                    slug=f"{unit['what']}-{where.lower().translate(_UMLAUTS)}",
                    kind=BIN,
                    name=f"{KINDS_OF_WASTE[unit['what']]} {where}",
                    place=where,
                    # Side by side.
                    latitude=place["latitude"],
                    longitude=round(place["longitude"] + number * 0.00004, 6),
                    group=place["group"],
                    project="project-containers",
                    **behaviour,
                )
            )
    return made


def _lights(paths: list[dict[str, Any]]) -> list[Machine]:
    made: list[Machine] = []
    for path in paths:
        for step in range(path["count"]):
            number, share = len(made) + 1, step / (path["count"] - 1)
            (south, west), (north, east) = path["from"], path["to"]
            made.append(
                Machine(
                    slug=f"leuchte-{number:02}",
                    kind=LIGHT,
                    name=f"Leuchte {number:02}",
                    place=path["name"],
                    latitude=round(south + (north - south) * share, 6),
                    longitude=round(west + (east - west) * share, 6),
                    group=path["group"],
                    project=path["project"],
                    is_new=path["is_new"],
                    is_faulty=step + 1 in path.get("faulty", ()),
                )
            )
    return made


def _stations(stations: list[dict[str, Any]]) -> list[Machine]:
    return [Machine(kind=LOCKER, project="project-lockers", **station) for station in stations]
