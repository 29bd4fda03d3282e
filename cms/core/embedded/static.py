"""Collecting static files beside the other steps, and only when they have changed."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from cms.core.embedded import places, postgres
from cms.core.embedded.faults import Fault
from cms.core.embedded.processes import end_with_parent


class Collecting:
    """A ``collectstatic`` under way, or none when the files are current."""

    def __init__(self) -> None:
        self._wanted = fingerprint()
        self._stamp = settings.STATIC_ROOT.with_name(f"{settings.STATIC_ROOT.name}.stamp")
        self._process: subprocess.Popen[str] | None = None
        manifest = settings.STATIC_ROOT / "staticfiles.json"
        current = self._stamp.exists() and self._stamp.read_text() == self._wanted
        if not (current and manifest.exists()):
            self._process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        self._stamp.unlink(missing_ok=True)
        return subprocess.Popen(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "-v", "0"],
            cwd=places.ROOT,
            env={**os.environ, "DATABASE_URL": os.environ.get("DATABASE_URL") or postgres.url()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=end_with_parent,
        )

    def finish(self) -> None:
        """Wait for it. Raises Fault with its last line."""
        if self._process is None:
            return
        output, _none = self._process.communicate()
        if self._process.returncode:
            last = (output.strip().splitlines() or ["no reason given"])[-1]
            raise Fault(f"The static files could not be collected: {last}")
        self._stamp.write_text(self._wanted)

    def stop(self) -> None:
        """End it if it still runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()


@contextmanager
def collecting() -> Iterator[Collecting]:
    """Collect in the background for as long as the block runs."""
    work = Collecting()
    try:
        yield work
    finally:
        work.stop()


def fingerprint() -> str:
    """Changes when a package, the theme or a file of a theme or of an app does."""
    digest = hashlib.sha256((places.ROOT / "uv.lock").read_bytes())
    digest.update(repr((settings.THEME, str(places.VAR))).encode())
    for folder in sorted({*settings.STATICFILES_DIRS, *places.ROOT.glob("*/*/static")}):
        for path in sorted(folder.rglob("*")):
            found = path.stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
