"""Who may say what: production's configuration of the broker, TLS, and brokers that know less."""

import json
import shutil
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import CommandError, call_command

from cms.core.embedded.places import ROOT
from hardware_bridge import models
from hardware_bridge.adapters.parsing import LONGEST_PAYLOAD
from hardware_bridge.bridge.config import Config
from hardware_bridge.bridge.service import Bridge
from hardware_bridge.management.commands.bridge import configuration, conninfo
from tests.core.commands import eventually
from tests.factories.hardware import DeviceFactory
from tests.hardware.conftest import Run
from tests.hardware.listener import Listener
from tests.simulators import mosquitto

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.broker]
DEPLOY = ROOT / "deploy" / "mosquitto"
PLACES = {
    "listener 8883": "listener {port} 127.0.0.1",
    "/etc/mosquitto/certs": "{folder}",
    "/etc/mosquitto": "{folder}",
    "/var/lib/mosquitto/": "{folder}/",
}
PATIENCE = 20


def certificate(folder: Path) -> None:
    """A certificate that signs itself, for this host."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "server.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


class Production:
    """A broker with the files of ``deploy/mosquitto``, its users and a certificate."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        certificate(folder)
        shutil.copy(DEPLOY / "norderstedt-go.acl", folder)
        passwords = folder / "norderstedt-go.passwords"
        passwords.touch(mode=0o600)
        for user in ("bridge", "container-1", "container-2"):
            command = ["mosquitto_passwd", "-b", str(passwords), user, f"secret-{user}"]
            subprocess.run(command, check=True, capture_output=True)
        config = (DEPLOY / "norderstedt-go.conf").read_text()
        for old, new in PLACES.items():
            config = config.replace(old, new)
        self.broker = mosquitto.Mosquitto(folder, config=config)
        self.folder = folder

    def url(self, user: str, password: str | None = None) -> str:
        """The address with somebody's password."""
        port, ca = self.broker.port, self.folder / "server.pem"
        return f"mqtts://{user}:{password or f'secret-{user}'}@127.0.0.1:{port}?ca={ca}"


@pytest.fixture
def production(tmp_path: Path) -> Iterator[Production]:
    made = Production(tmp_path / "production")
    made.broker.start()
    yield made
    made.broker.kill()


@pytest.fixture
def bridge(production: Production) -> Iterator[Run]:
    run = Run(Config(conninfo(), production.url("bridge"))).listens()
    yield run
    run.stop()


@pytest.fixture(autouse=True)
def devices():
    return [DeviceFactory(slug=f"container-{number}") for number in (1, 2)]


def say(listener: Listener, topic: str, fill: int) -> None:
    listener.publish(topic, json.dumps({"fill_percent": fill}).encode())


def fills() -> dict[str, int]:
    return {
        latest.device.slug: latest.value
        for latest in models.Latest.objects.select_related("device")
    }


class TestProduction:
    """The files of ``deploy/mosquitto`` as they stand."""

    def test_a_device_says_what_is_its_own(self, production, bridge):
        with Listener(production.url("container-1"), "one") as own:
            say(own, "ngo/v1/bin/container-1/state", 40)
        bridge.settles(1)
        assert fills() == {"container-1": 40}

    def test_nobody_speaks_for_another_device(self, production, bridge):
        with (
            Listener(production.url("container-1"), "one") as own,
            Listener(production.url("container-2"), "two") as other,
        ):
            say(other, "ngo/v1/bin/container-2/state", 20)
            for kind in ("bin", "light"):
                say(own, f"ngo/v1/{kind}/container-2/state", 99)
            own.publish("ngo/v1/bin/container-2/status", b"offline")
            own.publish("application/1/device/a/event/up", b"{}")
            own.publish("homeassistant/sensor/a/state", b"1")
            say(own, "ngo/v1/bin/container-1/state", 10)
        bridge.settles(2)
        assert fills() == {"container-1": 10, "container-2": 20}
        assert bridge.bridge.intake.received == 2
        assert models.DeviceState.objects.filter(is_online=False).count() == 0

    def test_nobody_reads_what_another_device_says_or_is_told(self, production):
        with (
            Listener(production.url("container-1"), "one", topics=["ngo/#"]) as own,
            Listener(production.url("container-2"), "two") as other,
            Listener(production.url("bridge"), "three") as speaker,
        ):
            say(other, "ngo/v1/bin/container-2/state", 20)
            speaker.publish("ngo/v1/bin/container-2/command/a", b"{}")
            speaker.publish("ngo/v1/bin/container-1/command/b", b"{}")
            assert own.next_message(5) == ("ngo/v1/bin/container-1/command/b", b"{}")
            assert own.next_message(0.5) is None

    def test_whoever_sends_too_much_is_put_out(self, production, bridge):
        largest = json.dumps({"fill_percent": 40}).encode().ljust(LONGEST_PAYLOAD)
        topic = "ngo/v1/bin/container-1/state"
        with Listener(production.url("container-1"), "one") as own:
            own.publish(topic, largest)
            bridge.settles(1)
            assert production.broker.log.count("oversize") == 0
            own.client.publish(topic, largest + b" " * 1000, qos=1)
            eventually(lambda: "oversize" in production.broker.log, PATIENCE)
        assert fills() == {"container-1": 40}
        assert bridge.bridge.intake.received == 1

    def test_a_device_gives_no_commands(self, production, bridge):
        with (
            Listener(production.url("container-2"), "two", topics=["ngo/v1/+/+/command/+"]) as told,
            Listener(production.url("container-1"), "one") as own,
        ):
            own.publish("ngo/v1/bin/container-2/command/a", b"{}")
            own.publish("ngo/v1/bin/container-1/command/a", b"{}")
            assert told.next_message(1) is None

    def test_nobody_takes_over_the_session_of_the_bridge(self, production):
        first = Run(configuration_with(production.url("bridge"))).listens()
        first.stop()
        with Listener(production.url("container-1"), "one") as own:
            say(own, "ngo/v1/bin/container-1/state", 40)
        with Listener(production.url("container-2"), "norderstedt-go-bridge"):
            pass
        again = Run(configuration_with(production.url("bridge"))).listens()
        again.settles(1)
        again.stop()
        assert fills() == {"container-1": 40}

    @pytest.mark.parametrize(("user", "password"), [("container-1", "guessed"), ("x", "y")])
    def test_nobody_comes_in_without_a_password(self, production, user, password):
        with (
            pytest.raises(ConnectionError),
            Listener(production.url(user, password), "one"),
        ):
            pass

    def test_a_bridge_with_a_wrong_password_says_so_and_tries_again(self, production):
        run = Run(Config(conninfo(), production.url("bridge", "old")))
        eventually(lambda: "refuses" in run.bridge.broker.fault, PATIENCE)
        assert not run.bridge.broker.is_connected
        run.stop()

    # paho leaves the socket of a failed handshake to the garbage collection.
    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_a_bridge_trusts_no_broker_without_a_known_certificate(self, production):
        address = production.url("bridge").partition("?")[0]
        run = Run(Config(conninfo(), address))
        eventually(lambda: "certificate" in run.bridge.broker.fault.lower(), PATIENCE)
        run.stop()


class OldBroker:
    """Speaks MQTT 3.1.1 only: refuses what says it is MQTT 5, greets all others and is silent.

    Without a refusal it hangs up at once; with None it lets the other one wait."""

    def __init__(self, refusal: bytes | None) -> None:
        self.levels: list[int] = []
        self._refusal = refusal
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._clients: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self._server.accept()
            except OSError:
                return
            # Fixed header of two bytes, then "MQTT" and the level.
            level = client.recv(1024)[8]
            self.levels.append(level)
            if level == 4:
                client.sendall(b"\x20\x02\x00\x00")
                packet = client.recv(1024)
                count = packet.count(b"ngo/v1") + packet.count(b"homeassistant") + 2
                mid = struct.pack("!BBBB", 0x90, 2 + count, packet[2], packet[3])
                client.sendall(mid + b"\x01" * count)
                self._clients.append(client)
            elif self._refusal is None:
                self._clients.append(client)
            else:
                if self._refusal:
                    client.sendall(self._refusal)
                client.close()

    def close(self) -> None:
        for each in (self._server, *self._clients):
            each.close()


@pytest.mark.parametrize(
    "refusal", [b"\x20\x02\x00\x01", b"", None], ids=["refuses", "hangs up", "is silent"]
)
def test_with_a_broker_that_does_not_know_mqtt_5_the_bridge_speaks_3_1_1(refusal):
    broker = OldBroker(refusal)
    run = Run(Config(conninfo(), f"mqtt://127.0.0.1:{broker.port}"))
    run.listens()
    assert run.bridge.broker.version == "3.1.1"
    assert broker.levels == [5, 4]
    run.stop()
    broker.close()


class TestCommand:
    """``manage.py bridge``."""

    def test_without_a_broker_it_says_so(self, settings):
        settings.MQTT_URL = ""
        with pytest.raises(CommandError, match="MQTT_URL"):
            call_command("bridge")

    def test_it_can_let_the_broker_forget_a_bridge(self, production, settings, capsys):
        run = Run(configuration_with(production.url("bridge"))).listens()
        run.stop()
        with Listener(production.url("container-1"), "one") as own:
            say(own, "ngo/v1/bin/container-1/state", 40)
        settings.MQTT_URL = production.url("bridge")
        call_command("bridge", "--forget")
        assert "norderstedt-go-bridge" in capsys.readouterr().out
        again = Run(configuration_with(production.url("bridge"))).listens()
        with Listener(production.url("container-1"), "one") as own:
            say(own, "ngo/v1/bin/container-1/state", 41)
        again.settles(1)
        again.stop()
        assert fills() == {"container-1": 41}
        assert models.Reading.objects.count() == 1

    def test_a_broker_that_does_not_answer_is_told(self, settings):
        settings.MQTT_URL = "mqtt://127.0.0.1:1"
        with pytest.raises(CommandError, match="does not answer"):
            call_command("bridge", "--forget")

    def test_each_name_and_group_has_a_session_of_its_own(self):
        ids = {configuration(*words).client_id for words in ((), ("b",), ("b", "city"))}
        assert ids == {"norderstedt-go-bridge", "norderstedt-go-b", "norderstedt-go-city-b"}

    def test_a_bad_address_is_refused_at_once(self):
        with pytest.raises(ValueError, match="MQTT_URL"):
            Bridge(Config(conninfo(), "http://example.org"))


def configuration_with(url: str) -> Config:
    return Config(conninfo(), url, client_id="norderstedt-go-bridge")
