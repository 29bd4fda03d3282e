"""What each kind of machine says and does when it is told something."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from hardware_bridge.demo.park import BIN, LIGHT, LOCKER, Machine
from tests.simulators.devices import behaviour
from tests.simulators.devices.behaviour import Values, chance

Publish = Callable[[str, bytes, bool], None]
"""Topic, payload, and whether the broker keeps it (retained)."""
ANSWER_SECONDS, OPEN_SECONDS = 1.2, 12.0
REMEMBERED = 200
WARM_UP = (10.0, 20.0, 40.0, 60.0)
"""Pauses in seconds after a start: what is said before the first bridge listens, nobody keeps."""
NOTICED = ("on", "level_percent", "motion", "fault", "door", "occupied")
"""Measures whose change is told at once."""
FAULTS = {
    "silent": "says nothing any more",
    "offline": "says that it goes, then nothing",
    "deaf": "answers no command",
    "jammed": "answers every command that it failed",
    "broken": "sends what is no JSON",
    "fast_clock": "has a clock two hours ahead",
    "late": "sends values that are half an hour old",
    "twice": "sends everything twice",
    "full": "is full (containers)",
    "tilted": "lies on its side (containers)",
    "fault": "reports a fault (lights, lockers)",
    "door": "opens a door that nobody asked for, for a minute (lockers)",
    "ajar": "the same, and it stays open (lockers)",
}
WELL = "well"
SKEWS = {"fast_clock": 7200.0, "late": -1800.0}


@dataclass
class Player:
    """A machine at work. ``clock`` tells the time that it behaves by, ``time.time`` its own."""

    machine: Machine
    seed: int
    publish: Publish
    clock: Callable[[], float] = time.time
    faults: set[str] = field(default_factory=set)
    due: float = 0.0
    """When it says everything again."""
    pauses: list[float] = field(default_factory=lambda: list(WARM_UP))
    said: dict[int, Values] = field(default_factory=dict)
    later: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def is_silent(self) -> bool:
        """Whether nothing is heard of it."""
        return bool(self.faults & {"silent", "offline"})

    # --- what it says ------------------------------------------------------------------------

    def greet(self) -> None:
        """Say that it is connected."""
        if not self.is_silent:
            self.publish(f"{self.machine.topic}/status", b"online", True)

    def leave(self) -> None:
        """Say that it is not connected any more."""
        self.publish(f"{self.machine.topic}/status", b"offline", True)

    def tick(self, now: float) -> None:
        """Do what is due, and say what has changed."""
        waiting, self.later = self.later, []
        for moment, action in waiting:
            if moment <= now:
                action()
            else:
                self.later.append((moment, action))
        is_due = now >= self.due
        if self.is_silent or not (is_due or self.machine.kind != BIN):
            return
        for channel, values in self.values():
            if is_due or self._is_news(channel, values):
                self.say("state" if is_due else "event", channel, values)
        if is_due:
            varied = 0.9 + 0.2 * chance(self.seed, self.machine.slug, "due", int(now))
            self.due = now + varied * (self.pauses.pop(0) if self.pauses else self.machine.interval)

    def _is_news(self, channel: int, values: Values) -> bool:
        before = self.said.get(channel)
        return before is not None and any(values.get(it) != before.get(it) for it in NOTICED)

    def say(self, what: str, channel: int, values: Values) -> None:
        """Publish values of now."""
        self.said[channel] = values
        if "broken" in self.faults:
            self.publish(f"{self.machine.topic}/{what}", b'{"ts": 17', False)
            return
        skew = sum(SKEWS.get(fault, 0.0) for fault in self.faults)
        message: dict[str, Any] = {"ts": round((time.time() + skew) * 1000), **values}
        if channel:
            message["compartment"] = channel
        payload = json.dumps(message, separators=(",", ":")).encode()
        for _time in range(2 if "twice" in self.faults else 1):
            self.publish(f"{self.machine.topic}/{what}", payload, False)

    def values(self) -> Iterator[tuple[int, Values]]:
        """Channel and values of each part."""
        raise NotImplementedError

    # --- what it is told ---------------------------------------------------------------------

    def take(self, command: str, said: dict[str, Any]) -> None:
        """Do a command once; the same one again gets the same answers."""
        if self.is_silent or "deaf" in self.faults:
            return
        if command in self.answers:
            for answer in self.answers[command]:
                self._send_answer(command, answer)
            return
        if _is_over(said):
            return
        self.answers[command] = []
        if len(self.answers) > REMEMBERED:
            del self.answers[next(iter(self.answers))]
        self.after(ANSWER_SECONDS, partial(self._do, command, said))

    def _do(self, command: str, said: dict[str, Any]) -> None:
        if "jammed" in self.faults:
            self.answer(
                command, "failed", "lock jammed" if self.machine.kind == LOCKER else "no reply"
            )
        else:
            self.do(command, said)

    def do(self, command: str, said: dict[str, Any]) -> None:
        """Do what every machine can: show which one it is."""
        self.answer(command, "done")

    def answer(self, command: str, state: str, reason: str = "") -> None:
        """Answer a command."""
        answer = {"state": state, "ts": round(time.time() * 1000)}
        if reason:
            answer["reason"] = reason
        self.answers.setdefault(command, []).append(answer)
        self._send_answer(command, answer)

    def _send_answer(self, command: str, answer: dict[str, Any]) -> None:
        topic = f"{self.machine.topic}/command/{command}/result"
        self.publish(topic, json.dumps(answer).encode(), False)

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something a little later."""
        self.later.append((time.time() + seconds, action))

    # --- what goes wrong ---------------------------------------------------------------------

    def ail(self, fault: str, channel: int = 0) -> None:
        """Have a fault, or none any more. Raises ValueError for one that is not known."""
        if fault == WELL:
            self.faults.clear()
            self.due = 0.0
            self.greet()
            return
        if fault not in FAULTS:
            raise ValueError(f"“{fault}” is none of {', '.join([*FAULTS, WELL])}")
        if fault == "offline":
            self.leave()
        self.faults.add(fault)
        self.due = 0.0


class Container(Player):
    """A container with its sensor."""

    def values(self) -> Iterator[tuple[int, Values]]:
        """One set of values."""
        values = behaviour.container(self.machine, self.clock(), self.seed)
        if "full" in self.faults:
            values["fill_percent"] = 99.0
        if "tilted" in self.faults:
            values["tilt"] = 87
        yield 0, values


class Light(Player):
    """A light; one that was told a level keeps it until it is released."""

    level: float | None = None

    def values(self) -> Iterator[tuple[int, Values]]:
        """One set of values."""
        values = behaviour.light(self.machine, self.clock(), self.seed, self.level)
        yield 0, values | ({"fault": True} if "fault" in self.faults else {})

    def do(self, command: str, said: dict[str, Any]) -> None:
        """Take a level, or give it up; an old light can do neither."""
        action = said.get("action")
        if action in ("set_level", "release") and not self.machine.is_new:
            self.answer(command, "failed", "cannot be dimmed")
            return
        if action == "set_level":
            self.level = float(said["level_percent"])
        elif action == "release":
            self.level = None
        self.answer(command, "done")


@dataclass
class Lockers(Player):
    """A station with compartments."""

    open: set[int] = field(default_factory=set)
    turned: set[int] = field(default_factory=set)
    """Compartments whose contents were taken out or put in by a command."""

    def values(self) -> Iterator[tuple[int, Values]]:
        """Those of the station and of each compartment."""
        yield 0, {"fault": "fault" in self.faults, "signal_dbm": -61}
        for number in behaviour.compartments(self.machine):
            values = behaviour.compartment(self.machine, number, self.clock(), self.seed)
            if number in self.open:
                values["door"] = "open"
            if number in self.turned:
                values["occupied"] = not values["occupied"]
            yield number, values

    def do(self, command: str, said: dict[str, Any]) -> None:
        """Open a compartment; somebody takes something out or puts it in, and closes it."""
        if said.get("action") != "open":
            self.answer(command, "done")
            return
        number = said.get("compartment")
        if number not in behaviour.compartments(self.machine):
            self.answer(command, "failed", "no such compartment")
            return
        self.open.add(number)
        self.answer(command, "door_opened")
        self.after(OPEN_SECONDS, partial(self._close, number, command))

    def _close(self, number: int, command: str = "") -> None:
        self.open.discard(number)
        if command:
            self.turned ^= {number}
            self.answer(command, "door_closed")

    def ail(self, fault: str, channel: int = 0) -> None:
        """A door opens by itself, or whatever any machine can have."""
        if fault == WELL:
            self.open.clear()
        super().ail(fault, channel)
        if fault in ("door", "ajar"):
            self.faults.discard(fault)
            self.open.add(channel or 1)
            if fault == "door":
                self.after(60.0, partial(self._close, channel or 1))


KINDS: dict[str, type[Player]] = {BIN: Container, LIGHT: Light, LOCKER: Lockers}


def _is_over(said: dict[str, Any]) -> bool:
    """Whether a command has expired."""
    try:
        return datetime.fromisoformat(said["expires_at"]).timestamp() < time.time()
    except (KeyError, TypeError, ValueError):
        return False
