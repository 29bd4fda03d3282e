"""Runs the services as children: one log, one Ctrl-C, a restart for whoever dies."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from cms.core.embedded.faults import Fault
from cms.core.embedded.places import ROOT
from cms.core.embedded.processes import end_with_parent
from cms.core.embedded.services import Service
from cms.core.embedded.terminal import Lines, Log

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_SECONDS = 10
LONGEST_PAUSE = 30
STABLE_SECONDS = 60


class Watched(Protocol):
    """Something besides the children that has to stay alive: the database."""

    def answers(self) -> bool:
        """Whether it can be used now."""

    def revive(self) -> str:
        """Try to get it back; a sentence about what was done. Raises Fault when it is hopeless."""


class Supervisor:
    """Keeps services running until a signal, or until one of them that matters ends."""

    def __init__(
        self, services: Sequence[Service], environment: Mapping[str, str], database: Watched
    ) -> None:
        self._services = services
        self._environment = {**environment, "PYTHONUNBUFFERED": "1"}
        self._database = database
        self._log = Log()
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._forwarding: dict[str, asyncio.Task[None]] = {}
        self._stop = asyncio.Event()
        self._ready = asyncio.Event()
        self._fault: Fault | None = None

    async def run(
        self, *, ready: Callable[[], Awaitable[bool]], announce: Callable[[], None]
    ) -> None:
        """Start everything, announce when ready, wait for a reason to stop, stop everything.

        Raises Fault when the reason was none of the user's.
        """
        loop = asyncio.get_running_loop()
        for number in STOP_SIGNALS:
            loop.add_signal_handler(number, self._asked_to_stop)
        work = [self._keep(service) for service in self._services]
        work += [self._watch_database(), self._announce(ready, announce)]
        tasks = [asyncio.create_task(each) for each in work]
        await self._stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._stop_all()
        if self._fault:
            raise self._fault

    def say(self, sentence: str) -> None:
        """A line of the supervisor's own."""
        self._log.write("run", sentence)

    def _asked_to_stop(self) -> None:
        if self._stop.is_set():
            self.say("Stopping at once.")
            for process in self._running.values():
                _signal_group(process, signal.SIGKILL)
            return
        self.say("Stopping …")
        self._stop.set()

    def _give_up(self, sentence: str) -> None:
        self._fault = Fault(sentence)
        self._stop.set()

    async def _announce(
        self, ready: Callable[[], Awaitable[bool]], announce: Callable[[], None]
    ) -> None:
        if await ready():
            self._ready.set()
            announce()
        else:
            self._give_up("The site does not answer; its lines above say why.")

    # --- one service -----------------------------------------------------------------------

    async def _keep(self, service: Service) -> None:
        """Run a service again and again, with a growing pause while it keeps failing.

        What the site does not need waits until it answers, so that it answers sooner.
        """
        if not service.essential:
            await self._ready.wait()
        pause = 1
        while True:
            started = time.monotonic()
            ending = await self._run_once(service)
            if service.essential:
                self._give_up(f"The {service.name} {ending}; its lines above say why.")
                return
            if time.monotonic() - started > STABLE_SECONDS:
                pause = 1
            self.say(f"The {service.name} {ending} and is started again in {pause} s.")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run_once(self, service: Service) -> str:
        """Run it to its end; words for how it ended."""
        process = await asyncio.create_subprocess_exec(
            *service.command,
            cwd=ROOT,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            # A session of its own, so that the terminal's Ctrl-C reaches only the supervisor.
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        self._running[service.name] = process
        self._forwarding[service.name] = asyncio.create_task(self._forward(service, process))
        code = await _end_of(process)
        await self._clear_up(service, process)
        del self._running[service.name]
        return f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"

    async def _forward(self, service: Service, process: asyncio.subprocess.Process) -> None:
        lines = Lines()
        chunk = b"start"
        while chunk and process.stdout:
            chunk = await process.stdout.read(65536)
            for line in lines.feed(chunk):
                self._log.write(service.name, line, service.colour)

    # --- the database ----------------------------------------------------------------------

    async def _watch_database(self) -> None:
        """Say once when the database goes and once when it is back."""
        while True:
            await asyncio.sleep(2)
            if await asyncio.to_thread(self._database.answers):
                continue
            try:
                self.say(await asyncio.to_thread(self._database.revive))
            except Fault as fault:
                self._give_up(str(fault))
                return
            while not await asyncio.to_thread(self._database.answers):
                await asyncio.sleep(2)
            self.say("The database answers again.")

    # --- stopping --------------------------------------------------------------------------

    async def _stop_all(self) -> None:
        """Ask each to end, the last one started first; kill what does not."""
        for service in reversed(self._services):
            process = self._running.get(service.name)
            if process is None:
                continue
            _signal(process, signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(_end_of(process), STOP_SECONDS)
            await self._clear_up(service, process)
            await _end_of(process)

    async def _clear_up(self, service: Service, process: asyncio.subprocess.Process) -> None:
        """Kill what the process left behind and write out its last lines."""
        _signal_group(process, signal.SIGKILL)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._forwarding[service.name], 2)


async def _end_of(process: asyncio.subprocess.Process) -> int:
    """Its exit code once it has ended; asyncio's ``wait`` waits for its children's output too."""
    while process.returncode is None:
        await asyncio.sleep(0.05)
    return process.returncode


def _signal(process: asyncio.subprocess.Process, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(number)


def _signal_group(process: asyncio.subprocess.Process, number: int) -> None:
    """Reach what the process left behind: its group is its own, and has its number."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
