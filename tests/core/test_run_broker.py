"""The broker of ``make run``: the one that was named, Mosquitto, or a small one."""

import os
import subprocess
import sys

import pytest

from cms.core.embedded import broker, streaming
from cms.core.embedded.services import services
from tests.core.commands import environment, eventually, free_port, running
from tests.simulators.publisher import Publisher

NAMES = ("MQTT_URL", "EMBEDDED_BROKER", "STREAM_URL", "STRIPE_API_KEY")


@pytest.fixture(autouse=True)
def unset(monkeypatch, tmp_path):
    """Nothing is named, and what a test sets is gone after it."""
    for name in NAMES:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setattr(broker, "FOLDER", tmp_path / "mosquitto")
    monkeypatch.setattr(broker, "KEPT", tmp_path / "broker.url")


@pytest.fixture
def port():
    """A port with room above it."""
    while (found := free_port()) > 60_000:
        pass
    return found


def commands(port):
    return {service.name: service.command for service in services(port)}


def test_mosquitto_is_started_where_it_is(port, monkeypatch):
    monkeypatch.setattr(broker, "mosquitto", lambda: "/usr/sbin/mosquitto")
    broker.prepare(port)
    streaming.prepare(port)
    assert os.environ["MQTT_URL"] == f"mqtt://127.0.0.1:{port + 2000}"
    assert os.environ["STREAM_URL"] == f"http://127.0.0.1:{port + 3000}/live/stream/"
    assert broker.running() == os.environ["MQTT_URL"]
    found = commands(port)
    assert found["broker"][0] == "/usr/sbin/mosquitto"
    assert found["bridge"][-1] == "bridge"
    assert found["stream"][-1] == str(port + 3000)
    assert found["devices"][-1] == "tests.simulators.devices"
    config = (broker.FOLDER / "mosquitto.conf").read_text()
    assert f"listener {port + 2000} 127.0.0.1" in config
    assert broker.sentence().endswith("and are simulated.")


def test_without_mosquitto_a_small_broker_is_started_and_says_what_it_is(port, monkeypatch):
    monkeypatch.setattr(broker, "mosquitto", lambda: None)
    broker.prepare(port)
    assert commands(port)["broker"][-2:] == (broker.SMALL_MODULE, str(port + 2000))
    assert "may lose messages" in broker.sentence()


def test_with_neither_the_site_runs_without_live_values(port, monkeypatch):
    monkeypatch.setattr(broker, "mosquitto", lambda: None)
    monkeypatch.setattr(broker, "find_spec", lambda _name: None)
    broker.prepare(port)
    streaming.prepare(port)
    assert not {"broker", "bridge", "stream", "devices"} & set(commands(port))
    assert broker.sentence().startswith("There are no live devices")


def test_a_broker_of_another_host_is_listened_to_and_nobody_is_played(port, monkeypatch):
    monkeypatch.setenv("MQTT_URL", "mqtts://bridge:secret@mqtt.example.org")
    broker.prepare(port)
    assert set(commands(port)) == {"web", "worker", "bridge"}
    sentence = "Devices speak through the broker at mqtt.example.org and none is simulated."
    assert broker.sentence() == sentence


def test_a_broker_of_this_host_gets_the_park(port, monkeypatch):
    monkeypatch.setenv("MQTT_URL", "mqtt://127.0.0.1:1883")
    broker.prepare(port)
    found = commands(port)
    assert "devices" in found
    assert "broker" not in found


@pytest.mark.broker
def test_mosquitto_runs_with_what_is_written_for_it(port):
    broker.prepare(port)
    process = subprocess.Popen(broker.command(), stdout=subprocess.DEVNULL)
    try:
        takes_a_message()
    finally:
        process.terminate()
        assert process.wait(10) == 0


def test_the_small_broker_takes_messages_and_ends_in_order(port, monkeypatch):
    monkeypatch.setattr(broker, "mosquitto", lambda: None)
    broker.prepare(port)
    process = subprocess.Popen(broker.command(), env=environment())
    try:
        takes_a_message()
    finally:
        process.terminate()
        assert process.wait(20) == 0


def takes_a_message():
    publisher = Publisher(os.environ["MQTT_URL"], "device")
    publisher.connect(patience=60)
    publisher.publish([("ngo/v1/bin/a/state", b"{}")])
    publisher.close()


class TestSimulate:
    """``manage.py simulate``."""

    COMMAND = [sys.executable, "manage.py", "simulate"]

    def test_without_a_broker_it_says_so(self, tmp_path):
        with running(self.COMMAND, VAR_DIR=str(tmp_path)) as command:
            assert command.ends() == 1
        assert "There is no broker: set MQTT_URL, or start `make run`." in command.output

    def test_it_plays_until_it_is_stopped(self, tmp_path, port):
        where = f"mqtt://127.0.0.1:{port}"
        with running(self.COMMAND, VAR_DIR=str(tmp_path), MQTT_URL=where) as command:
            command.says(f"73 machines at 127.0.0.1:{port}")
        assert command.process.returncode == 0

    def test_faults_are_named(self, tmp_path, port):
        words = [*self.COMMAND, "--ask", "leuchte-03", "help"]
        where = f"mqtt://127.0.0.1:{port}"
        with running(words, VAR_DIR=str(tmp_path), MQTT_URL=where) as command:
            assert command.ends() == 1
        assert "jammed: answers every command that it failed" in command.output


@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
def test_the_bridge_speaks_with_the_small_broker(port, monkeypatch):
    from hardware_bridge.bridge.config import Config
    from hardware_bridge.management.commands.bridge import conninfo
    from hardware_bridge.models import Latest
    from tests.factories.hardware import DeviceFactory
    from tests.hardware.conftest import Run

    device = DeviceFactory(slug="c-1")
    monkeypatch.setattr(broker, "mosquitto", lambda: None)
    broker.prepare(port)
    process = subprocess.Popen(broker.command(), env=environment())
    try:
        takes_a_message()
        bridge = Run(Config(conninfo(), os.environ["MQTT_URL"])).listens()
        assert bridge.bridge.broker.version == "3.1.1"
        publisher = Publisher(os.environ["MQTT_URL"], "device")
        publisher.publish([("ngo/v1/bin/c-1/state", b'{"fill_percent": 17}')])
        eventually(lambda: Latest.objects.filter(device=device, value=17).exists(), 30)
        publisher.close()
        bridge.stop()
    finally:
        process.terminate()
        process.wait(20)
