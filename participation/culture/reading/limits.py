"""Limits of time for one event, so that it cannot take the whole calendar with it."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from participation.culture.reading.faults import EventError, Flaw

SECONDS_OF_ONE = 0.5
SECONDS_OF_ALL = 15.0


class Budget:
    """Processor time for the rules of a whole file; what has none left is refused at once."""

    def __init__(self, one: float = SECONDS_OF_ONE, whole: float = SECONDS_OF_ALL) -> None:
        self.one = one
        self.left = whole

    @contextmanager
    def spend(self) -> Iterator[None]:
        """Let the body run for a while. Raises EventError when that is over.

        By a signal, as dateutil can search in vain for minutes without giving anything back; so
        only in the main thread of a process.
        """
        if self.left <= 0:
            raise EventError(Flaw.TOO_HARD)
        begun = time.process_time()
        before = signal.signal(signal.SIGPROF, _over)
        signal.setitimer(signal.ITIMER_PROF, min(self.one, self.left))
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
            self.left -= time.process_time() - begun


def _over(_number: int, _frame: FrameType | None) -> None:
    raise EventError(Flaw.TOO_HARD)
