"""Waking a thread that waits in ``select``."""

import os
import select


class Wake:
    """A pipe of which one byte is enough."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)

    def fileno(self) -> int:
        """What to wait for."""
        return self._read

    def up(self) -> None:
        """Wake whoever waits; safe in a signal handler."""
        try:
            os.write(self._write, b"!")
        except BlockingIOError:
            return  # full of calls that nobody has heard yet

    def clear(self) -> None:
        """Forget the calls so far."""
        try:
            while os.read(self._read, 4096):
                pass
        except BlockingIOError:
            return

    def wait(self, seconds: float) -> None:
        """Wait for a call, but not longer than this."""
        select.select([self], [], [], seconds)
        self.clear()
