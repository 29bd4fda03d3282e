"""Faults that are switched on for the next n times, or with a probability until switched off."""

import random
import re
from dataclasses import dataclass
from typing import Any

from tests.simulators.stripe.errors import Refused

# On the way of a webhook: lost, twice, later, overtaken by the next. On a request: an answer with
# an error, the connection closed, a pause; ``after`` the work was done or before.
KINDS = ("drop", "double", "delay", "reorder", "answer", "hang_up", "slow")


@dataclass
class Fault:
    """One switch. ``match`` is searched in the event's type or in ``post /v1/refunds``."""

    kind: str
    times: int | None = None
    probability: float = 1.0
    match: str = ""
    seconds: float = 0.0
    status: int = 500
    after: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise Refused(f"There is no fault “{self.kind}”: {', '.join(KINDS)}.")


class Faults:
    """All that are switched on. Callers hold the world's lock."""

    def __init__(self) -> None:
        self._random = random.Random()
        self.on: list[Fault] = []

    def add(self, seed: int | None = None, **words: Any) -> None:
        """Switch one on; a seed makes chance repeat itself."""
        if seed is not None:
            self._random.seed(seed)
        self.on.append(Fault(**words))

    def clear(self) -> None:
        """Switch all off."""
        self.on.clear()

    def pick(self, kind: str, subject: str) -> Fault | None:
        """The fault that strikes this time; one with a number is used up by it."""
        for one in self.on:
            if one.kind != kind or not re.search(one.match, subject):
                continue
            if self._random.random() >= one.probability:
                continue
            if one.times is not None:
                one.times -= 1
                if one.times <= 0:
                    self.on.remove(one)
            return one
        return None
