"""``manage.py simulate`` as people start it: a process that plays the park at a broker."""

import json
import signal
import subprocess
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from cms.core.embedded import broker as embedded
from cms.core.embedded.places import ROOT
from hardware_bridge.demo.park import BIN, machines
from tests.core.commands import eventually
from tests.hardware.listener import Listener

pytestmark = pytest.mark.broker
PATIENCE = 60
CONTAINER = next(machine.slug for machine in machines() if machine.kind == BIN)


@pytest.fixture
def simulate(broker, settings, monkeypatch) -> Iterator:
    """``manage.py simulate`` with these words, beside the test instead of in its place."""
    settings.MQTT_URL = broker.url
    started: list[subprocess.Popen[str]] = []

    def begin(_program: str, command: list[str], environment: dict[str, str]) -> None:
        pipe = subprocess.PIPE
        started.append(
            subprocess.Popen(
                command, env=environment, cwd=ROOT, stdout=pipe, stderr=subprocess.STDOUT, text=True
            )
        )

    def simulate(*words: str) -> subprocess.Popen[str]:
        call_command("simulate", *words)
        return started[-1]

    monkeypatch.setattr("os.execve", begin)
    yield simulate
    for process in started:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str]) -> tuple[int, str]:
    """What a process that ends by itself has said, and its exit code."""
    text, _errors = process.communicate(timeout=PATIENCE)
    return process.returncode, text


def level(ear: Listener) -> float:
    """What a container says next of how full it is."""
    message = ear.next_message(PATIENCE)
    assert message is not None
    return json.loads(message[1])["fill_percent"]


def test_the_park_is_played_until_it_is_told_to_end(simulate, broker):
    with Listener(broker.url, "ear", topics=["ngo/v1/bin/+/state"]) as ear:
        park = simulate("--seed=3", "--speed=60")
        assert park.stdout.readline().startswith(f"{len(machines())} machines at ")
        topic, payload = ear.next_message(PATIENCE)
        assert topic.startswith("ngo/v1/bin/")
        assert 0 <= json.loads(payload)["fill_percent"] <= 100
        park.send_signal(signal.SIGTERM)
        assert park.wait(PATIENCE) == 0


def test_a_machine_is_told_to_have_a_fault(simulate, broker):
    topic = f"ngo/v1/bin/{CONTAINER}/state"
    with Listener(broker.url, "ear", topics=[topic]) as ear:
        park = simulate()
        park.stdout.readline()
        assert level(ear) < 99
        assert said(simulate("--ask", CONTAINER, "full")) == (0, "")
        eventually(lambda: level(ear) == 99, PATIENCE)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("nobody", "silent"), "There is no device “nobody”."),
        ((CONTAINER, "help"), "A machine can have these faults:"),
    ],
)
def test_what_cannot_be_asked_is_said(simulate, words, answer):
    code, text = said(simulate("--ask", *words))
    assert (code, answer in text) == (1, True)


def test_without_a_broker_it_says_what_to_do(settings, monkeypatch, tmp_path):
    settings.MQTT_URL = ""
    monkeypatch.setattr(embedded, "KEPT", tmp_path / "broker.url")
    with pytest.raises(CommandError, match="set MQTT_URL, or start `make run`"):
        call_command("simulate")


def test_an_installation_without_the_simulator_says_so(settings, monkeypatch, tmp_path):
    settings.MQTT_URL = "mqtt://127.0.0.1:1"
    monkeypatch.setattr(embedded, "PARK_FOLDER", tmp_path / "devices")
    with pytest.raises(CommandError, match="There is no simulator here"):
        call_command("simulate")
