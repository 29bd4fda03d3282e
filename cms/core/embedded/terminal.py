"""One log for several processes: each line bears the name of who wrote it."""

import os
import sys
from typing import TextIO

NAME_WIDTH = 8


class Log:
    """Writes whole lines with the writer's name; in colour on a terminal, as NO_COLOR asks."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._colours = self._out.isatty() and not os.environ.get("NO_COLOR")

    def write(self, name: str, line: str, colour: int = 1) -> None:
        """Write one line of `name`."""
        lead = f"{name:<{NAME_WIDTH}}│"
        if self._colours:
            lead = f"\x1b[{colour}m{lead}\x1b[0m"
        try:
            self._out.write(f"{lead} {line}\n")
            self._out.flush()
        except (BrokenPipeError, ValueError):
            # The reader has gone, as with `make run | head`; the services need not.
            return


class Lines:
    """Cuts the bytes of a stream into lines, whatever their length."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> list[str]:
        """The lines that the chunk completes; an empty chunk completes the last one."""
        *whole, self._rest = (self._rest + chunk).split(b"\n")
        if not chunk and self._rest:
            whole, self._rest = [*whole, self._rest], b""
        return [line.decode(errors="replace").rstrip("\r") for line in whole]
