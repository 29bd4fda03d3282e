"""The supervisor: one log, restarts, and an orderly end."""

import json
import os
import signal
import sys

import pytest

from cms.core.embedded.terminal import Lines
from tests.core.commands import eventually, running

PROGRAM = """
import asyncio, json, sys
from cms.core.embedded import supervisor
from cms.core.embedded.faults import Fault
from cms.core.embedded.services import Service

class Database:
    answering = [True, False, False, True]
    def answers(self):
        return self.answering.pop(0) if self.answering else True
    def revive(self):
        return "The database went away."

async def ready():
    return json.loads(sys.argv[2])

services = [
    Service(name, (sys.executable, "-c", code), 36, essential)
    for name, code, essential in json.loads(sys.argv[1])
]
running = supervisor.Supervisor(services, {}, Database())
try:
    asyncio.run(running.run(ready=ready, announce=lambda: print("ready", flush=True)))
except Fault as fault:
    print("Error:", fault)
    sys.exit(1)
"""
WAIT = "import time; time.sleep(600)"
TELL_END = (
    "import signal, sys, time\n"
    "def end(*_):\n print('{0} ends', flush=True); sys.exit(0)\n"
    "signal.signal(signal.SIGTERM, end); print('{0} begins', flush=True); time.sleep(600)"
)
STUBBORN = (
    "import signal, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
)
WITH_CHILD = (
    "import subprocess, sys\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "print('child', child.pid, flush=True); child.wait()"
)


def supervising(*services, ready=True):
    """The supervisor at work for services given as name, code and whether it is essential."""
    return running([sys.executable, "-c", PROGRAM, json.dumps(services), json.dumps(ready)])


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_services_in_reverse_order(number):
    services = [("web", TELL_END.format("web"), True), ("worker", TELL_END.format("worker"), False)]
    with supervising(*services) as start:
        start.says("web begins")
        start.says("worker begins")
        start.send(number)
        assert start.ends() == 0
    lines = [line for line in start.output.splitlines() if "ends" in line or "Stopping" in line]
    assert lines == ["run     │ Stopping …", "worker  │ worker ends", "web     │ web ends"]


def test_a_service_that_dies_is_named_and_started_again():
    dying = "import os; print('at work', flush=True); os.kill(os.getpid(), 9)"
    with supervising(("web", WAIT, True), ("worker", dying, False)) as start:
        start.says("The worker was killed by signal 9 and is started again in 1 s.")
        start.says("The worker was killed by signal 9 and is started again in 2 s.")
    assert start.output.count("worker  │ at work") >= 2


def test_the_end_of_the_web_ends_everything_with_one_sentence():
    with supervising(("web", "print('no more'); raise SystemExit(3)", True)) as start:
        assert start.ends() == 1
    assert "web     │ no more" in start.output
    assert start.output.endswith(
        "Error: The web ended with exit code 3; its lines above say why.\n"
    )


def test_a_site_that_never_answers_ends_everything_with_one_sentence():
    with supervising(("web", WAIT, True), ready=False) as start:
        assert start.ends() == 1
    assert start.output == "Error: The site does not answer; its lines above say why.\n"


def test_a_database_that_goes_and_comes_is_told_once_each():
    with supervising(("web", WAIT, True)) as start:
        start.says("The database went away.")
        start.says("The database answers again.")
    assert start.output.count("The database") == 2


def test_a_second_signal_kills_what_does_not_listen():
    with supervising(("web", STUBBORN, True)) as start:
        start.says("deaf")
        start.send(signal.SIGINT)
        start.says("Stopping …")
        start.send(signal.SIGINT)
        assert start.ends() == 0
    assert "Stopping at once." in start.output


def test_what_a_service_leaves_behind_ends_with_it():
    with supervising(("web", WITH_CHILD, True)) as start:
        start.says("child")
        child = int(start.output.split("child")[1].split()[0])
        start.send(signal.SIGTERM)
        start.ends()
    eventually(lambda: not alive(child), 10)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_services_end_with_a_supervisor_that_was_killed():
    with supervising(
        ("web", "import os; print('pid', os.getpid(), flush=True);" + WAIT, True)
    ) as start:
        start.says("pid")
        service = int(start.output.split("pid")[1].split()[0])
        start.send(signal.SIGKILL)
        start.ends()
    eventually(lambda: not alive(service), 10)


def test_lines_are_whole_however_they_arrive():
    lines = Lines()
    assert lines.feed(b"one\ntw") == ["one"]
    assert lines.feed("o\r\ndr\u00e4".encode()) == ["two"]
    assert lines.feed(b"x" * 200_000) == []
    (rest,) = lines.feed(b"")
    assert rest.startswith("dräx")
    assert len(rest) == 200_003
    assert lines.feed(b"") == []
