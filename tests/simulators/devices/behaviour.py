"""How the machines of the park are at any moment: functions of machine, moment and seed.

Nothing is remembered, so that a start at any time goes on where the one before has ended, and the
demo's history (``hardware_bridge/demo/history.sql``, the same formulas) meets what is live.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import md5
from math import cos, floor, pi, radians, sin
from zoneinfo import ZoneInfo

from hardware_bridge.adapters.values import Value
from hardware_bridge.demo.park import COMPARTMENTS, Machine

ZONE = ZoneInfo("Europe/Berlin")
Values = dict[str, Value]
MORNING, EVENING = 360, 1320
"""Minutes of the day between which people throw things away."""
QUARTER, MINUTE = 900, 60
DIM, BRIGHT = 10, 70
NIGHT_FROM, NIGHT_UNTIL = 23, 5
# Movements an hour, from each of these hours of the day on.
MOVEMENTS = ((0, 1.0), (1, 0.2), (5, 2.0), (7, 5.0), (16, 6.0), (20, 4.0), (23, 1.0))
# Of a compartment: the first minute a loan may begin and how long that varies, its shortest length
# and how long that varies. The first has ended before the second begins.
LOANS = ((540, 150, 30, 110), (840, 180, 30, 170))
LOAN_CHANCE = 0.45
DOOR_SECONDS = 40


def chance(seed: int, name: str, what: str, number: int) -> float:
    """A number from 0 to below 1 that is always the same for the same question."""
    digest = md5(f"{seed}/{name}/{what}/{number}".encode(), usedforsecurity=False)
    return int(digest.hexdigest()[:7], 16) / 16**7


@dataclass(frozen=True)
class Moment:
    """A moment as the formulas need it. ``minute`` is of the local day, ``day`` counts from 1."""

    at: float
    day: int
    minute: float
    hour: int
    day_of_year: int


def moment(at: float) -> Moment:
    """A time in seconds since 1970."""
    local = datetime.fromtimestamp(at, ZONE)
    minute = local.hour * 60 + local.minute + local.second / 60
    return Moment(at, local.toordinal(), minute, local.hour, local.timetuple().tm_yday)


# --- containers -----------------------------------------------------------------------------------


def container(machine: Machine, at: float, seed: int) -> Values:
    """What its sensor measures."""
    now = moment(at)
    quarter = floor(at / QUARTER)
    far = chance(seed, machine.slug, "far", 0)
    signal = -75 - 40 * far + 4 * (chance(seed, machine.slug, "signal", quarter) - 0.5)
    return {
        "fill_percent": round(filled(machine, now, seed), 1),
        "temperature_c": round(warmth(machine, now, seed), 1),
        "tilt": 0,
        "battery_percent": battery(machine, now, seed),
        "signal_dbm": round(signal),
    }


def filled(machine: Machine, now: Moment, seed: int) -> float:
    """Per cent, rising by day and nothing again after each collection."""
    slug, every = machine.slug, machine.every
    phase = floor(chance(seed, slug, "phase", 0) * every)
    collected_at = 390 + floor(chance(seed, slug, "round", 0) * 300)
    last = now.day - (now.day + phase) % every
    if last == now.day and now.minute < collected_at:
        last -= every
    thrown = now.day - last + _share(now.minute) - _share(collected_at)
    peak = machine.peak + 10 * (chance(seed, slug, "cycle", last) - 0.5)
    echo = 0.6 * (chance(seed, slug, "echo", floor(now.at / QUARTER)) - 0.5)
    return min(100.0, max(0.0, 3 + (peak - 3) * thrown / every + echo))


def _share(minute: float) -> float:
    return min(1.0, max(0.0, (minute - MORNING) / (EVENING - MORNING)))


def warmth(machine: Machine, now: Moment, seed: int) -> float:
    """Degrees in the container, by season, hour and the weather of the day."""
    season = 9.5 - 8.5 * cos(2 * pi * (now.day_of_year - 20) / 365.25)
    hours = 3.5 * sin(2 * pi * (now.minute / 1440 - 0.375))
    weather = 6 * (chance(seed, "weather", "day", now.day) - 0.5)
    return season + hours + weather + chance(seed, machine.slug, "warm", 0)


def battery(machine: Machine, now: Moment, seed: int) -> int:
    """Per cent; a little less every week, and a new one every New Year."""
    full = machine.battery
    if full is None:
        full = 66 + 34 * chance(seed, machine.slug, "battery", 0)
    return round(full - 6 * now.day_of_year / 366)


# --- lights ---------------------------------------------------------------------------------------


def light(machine: Machine, at: float, seed: int, level: float | None = None) -> Values:
    """What a light reports; ``level`` is one that it was told to keep."""
    now = moment(at)
    moves = is_moving(machine, now, seed)
    if level is None:
        level = 0 if machine.is_faulty else scheduled(machine, now, moves)
    watts = 0.4 + level * (0.24 if machine.is_new else 0.68)
    return {
        "on": level > 0,
        "level_percent": level,
        "power_w": round(watts, 1),
        "motion": moves,
        "fault": machine.is_faulty,
    }


def scheduled(machine: Machine, now: Moment, moves: bool) -> float:
    """Old ones burn all night; new ones doze, wake up for whoever comes, and sleep at night."""
    if not is_dark(machine, now):
        return 0
    if not machine.is_new:
        return 100
    if moves:
        return BRIGHT
    return 0 if now.hour >= NIGHT_FROM or now.hour < NIGHT_UNTIL else DIM


def is_dark(machine: Machine, now: Moment) -> bool:
    """Whether the sun is more than two degrees below the horizon; good to some minutes."""
    tilt = radians(-23.44) * cos(2 * pi * (now.day_of_year + 10) / 365.25)
    turned = radians((now.at % 86400) / 240 + machine.longitude - 180)
    place = radians(machine.latitude)
    return sin(place) * sin(tilt) + cos(place) * cos(tilt) * cos(turned) < -0.035


def is_moving(machine: Machine, now: Moment, seed: int) -> bool:
    """Whether somebody passes within this minute."""
    an_hour = max(each for each in MOVEMENTS if each[0] <= now.hour)[1]
    minute = floor(now.at / MINUTE)
    return chance(seed, machine.slug, "motion", minute) < an_hour / 60


# --- lockers --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Loan:
    """From and until when something is out of a compartment, in minutes of the day."""

    begin: float
    end: float


@lru_cache(maxsize=512)
def loans(station: str, compartment: int, day: int, seed: int) -> tuple[Loan, ...]:
    """The loans of a day."""
    name, found = f"{station}/{compartment}", []
    for number, (first, spread, shortest, more) in enumerate(LOANS):
        if chance(seed, name, f"loan{number}", day) < LOAN_CHANCE:
            begin = first + floor(chance(seed, name, f"begin{number}", day) * spread)
            length = shortest + floor(chance(seed, name, f"length{number}", day) * more)
            found.append(Loan(begin, begin + length))
    return tuple(found)


def compartment(machine: Machine, number: int, at: float, seed: int) -> Values:
    """How a compartment is; its door is open for a moment at both ends of a loan."""
    door, occupied = "closed", True
    now = moment(at)
    for loan in loans(machine.slug, number, now.day, seed) if machine.used else ():
        since_begin, since_end = (
            round((now.minute - each) * 60, 3) for each in (loan.begin, loan.end)
        )
        if 0 <= since_begin < DOOR_SECONDS or 0 <= since_end < DOOR_SECONDS:
            door = "open"
        if since_begin >= DOOR_SECONDS and since_end < DOOR_SECONDS:
            occupied = False
    return {"door": door, "occupied": occupied, "fault": False}


def compartments(machine: Machine) -> range:
    """Their numbers."""
    return range(1, COMPARTMENTS + 1)
