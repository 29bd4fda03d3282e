"""Locks between processes that vanish with the process, even one that is killed."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FileLock:
    """An advisory lock (``flock``) on a file that stays. One process, one holder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def _open(self) -> int:
        if self._descriptor is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        return self._descriptor

    def share(self) -> None:
        """Hold it together with others; waits while somebody holds it alone."""
        fcntl.flock(self._open(), fcntl.LOCK_SH)

    def take(self, *, wait: bool = False) -> bool:
        """Hold it alone, even if it was shared before. False if others hold it, unless `wait`."""
        try:
            fcntl.flock(self._open(), fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Let go, whether or not it was held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def write(self, text: str) -> None:
        """Leave a note for those who find it taken."""
        descriptor = self._open()
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, text.encode(), 0)

    def read(self) -> str:
        """The note of whoever holds it."""
        return os.pread(self._open(), 4096, 0).decode(errors="replace")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait for it, and hold it for the block."""
        self.take(wait=True)
        try:
            yield
        finally:
            self.release()
