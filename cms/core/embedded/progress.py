"""Steps of a command as people follow them: a number, a name, what it is at, how long it took.

Uses the standard library alone, because ``scripts/environment.py`` shows its steps before anything
is installed.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

ERASE_LINE = "\r\x1b[2K"


class Step:
    """A running step. :meth:`at` tells how far it is; only a terminal shows that."""

    def __init__(self, title: str, out: TextIO, *, live: bool) -> None:
        self._title = title
        self._out = out
        self._live = live and out.isatty()
        self._started = time.monotonic()
        self._note = ""
        self._show("…", end="" if self._live else "\n")

    @property
    def seconds(self) -> float:
        """Time since the step began."""
        return time.monotonic() - self._started

    def at(self, words: str) -> None:
        """Say what the step is doing now."""
        if self._live:
            self._show(f"… {words}"[:100], end="")

    def note(self, words: str) -> None:
        """Say with the result what came of it."""
        self._note = f", {words}"

    def done(self, result: str = "done") -> None:
        """Close the line of the step."""
        self._show(f"– {result}{self._note} ({self.seconds:.1f} s)", end="\n")

    def _show(self, rest: str, *, end: str) -> None:
        lead = ERASE_LINE if self._live else ""
        self._out.write(f"{lead}{self._title} {rest}{end}")
        self._out.flush()


class Steps:
    """The numbered steps of one command; `live` off while other lines appear between them."""

    def __init__(
        self, total: int, out: TextIO | None = None, *, number: int = 0, live: bool = True
    ) -> None:
        self._total = total
        self._out = out or sys.stdout
        self._number = number
        self._live = live

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Show the step around the block; an exception closes its line and goes on."""
        self._number += 1
        step = Step(f"[{self._number}/{self._total}] {name}", self._out, live=self._live)
        try:
            yield step
        except BaseException:
            step.done("stopped")
            raise
        step.done()
