"""``make run`` from nothing: a first start, what may happen to it, its end, and a later start."""

import json
import os
import re
import signal
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cms.core.embedded.cluster import Cluster
from cms.users.demo import DEMO_ACCOUNTS
from tests.core.commands import eventually, free_port, manage, running, told

pytestmark = pytest.mark.xdist_group("whole-run")
RUN = [sys.executable, "manage.py", "run"]
READY = "Ctrl-C stops everything"
FIRST_START_SECONDS = 900


@pytest.fixture(scope="module")
def variables(tmp_path_factory):
    """A folder and a port of their own for all starts of this module."""
    folder = tmp_path_factory.mktemp("whole") / "var"
    return {"VAR_DIR": str(folder), "PORT": str(free_port()), "THEME": "norderstedt"}


@pytest.fixture(scope="module")
def start(variables):
    """A first start that has got as far as serving the site."""
    with running(RUN, **variables) as started:
        started.says(READY, seconds=FIRST_START_SECONDS)
        yield started


def get(variables, path):
    """Status and text of a page."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{variables['PORT']}{path}") as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def child(start, words):
    """Process number of a service, by the words of its command."""
    for process in Path("/proc").iterdir():
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            command = (process / "cmdline").read_text().replace("\0", " ")
        except (OSError, IndexError):
            continue
        if words in command and parent == start.process.pid:
            return int(process.name)
    raise AssertionError(f"no {words} among the services")


def test_a_first_start_names_its_steps_and_how_long_they_took(start):
    steps = re.findall(r"^\[(\d)/5\] .+ – done.* \(\d+\.\d s\)$", start.output, re.MULTILINE)
    assert steps == ["1", "2", "3", "4", "5"]


def test_it_ends_by_printing_the_address_and_the_sign_ins(start, variables):
    banner = start.output[start.output.index("The site is at") :]
    assert f"http://127.0.0.1:{variables['PORT']}\n" in banner
    for email, password, role, _name in DEMO_ACCOUNTS:
        assert re.search(rf"{re.escape(email)} +{re.escape(password)}  \({role}\)", banner)


def test_the_site_is_there_in_every_language(start, variables):
    for path, language in (("/", "de"), ("/en/", "en"), ("/de-simple/", "de-simple")):
        status, text = get(variables, path)
        assert status == 200
        assert f'<html lang="{language}"' in text


def test_everything_is_ready(start, variables):
    assert get(variables, "/readyz")[0] == 200


def test_the_simulated_machines_are_live(start, variables):
    begun = datetime.now(UTC)
    address = f"http://127.0.0.1:{variables['PORT']}/live/stream/?group=schliessfaecher"
    eventually(lambda: opens(address))
    # The site leads to the process that holds the streams; what is heard then is new.
    with urllib.request.urlopen(address, timeout=120) as stream:
        heard = (json.loads(line[5:]) for line in stream if line.startswith(b"data: {"))
        news = next(each for each in heard if datetime.fromisoformat(each["at"]) > begun)
    assert news["device"].startswith("station-")
    assert news["status"] == "online"


def opens(address: str) -> bool:
    """Whether the process behind the address listens already: it starts beside the site."""
    try:
        urllib.request.urlopen(address, timeout=120).close()
    except urllib.error.URLError:
        return False
    return True


def test_a_second_start_is_told_where_the_first_is(start, variables):
    sentence = told(manage("run", **variables | {"PORT": str(free_port())}))
    assert f"for http://127.0.0.1:{variables['PORT']}" in sentence


def test_the_data_cannot_be_dropped_under_a_running_site(start, variables):
    assert "stop it with Ctrl-C first" in told(manage("reset", **variables))


def test_a_worker_that_was_killed_is_started_again(start):
    start.says("Starting worker on all queues")
    os.kill(child(start, "procrastinate worker"), signal.SIGKILL)
    start.says("The worker was killed by signal 9 and is started again in 1 s.")
    eventually(lambda: start.output.count("Starting worker on all queues") == 2)


def test_a_postgresql_that_was_killed_is_started_again_and_pages_come_back(start, variables):
    note = (_data(variables) / "postmaster.pid").read_text()
    os.kill(int(note.split()[0]), signal.SIGKILL)
    status, text = get(variables, "/en/")
    assert status in {200, 503}
    assert "Traceback" not in text
    start.says("PostgreSQL had stopped and was started again; nothing that was saved is lost.")
    eventually(lambda: get(variables, "/en/")[0] == 200)
    assert "Traceback" not in start.output


def test_ctrl_c_stops_everything_and_postgresql_last(start, variables):
    start.send(signal.SIGINT)
    assert start.ends() == 0
    assert start.output.endswith("Stopped. `make run` goes on where this ended.\n")
    assert not Cluster(_data(variables)).answers()


def test_a_later_start_keeps_the_data_and_is_quick(start, variables):
    first = sum(float(each) for each in re.findall(r"done.* \((\d+\.\d) s\)$", start.output, re.M))
    begun = time.monotonic()
    with running(RUN, **variables) as later:
        later.says(READY)
        seconds = time.monotonic() - begun
        assert "Database tables – done, all there" in later.output
        assert get(variables, "/programm/")[0] == 200
    # Nothing is made again: a small part of the first start, however busy the machine is.
    assert seconds < first / 2


def test_reset_drops_the_data(start, variables):
    result = manage("reset", **variables)
    assert result.returncode == 0, result.stdout
    assert not _data(variables).exists()


def _data(variables):
    return Path(variables["VAR_DIR"]) / "postgres"
