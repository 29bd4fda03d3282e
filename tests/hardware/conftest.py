"""A broker and a bridge for tests that need the real thing."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hardware_bridge.bridge.addresses import parsed
from hardware_bridge.bridge.client import Session
from hardware_bridge.bridge.intake import Rules
from hardware_bridge.bridge.service import Bridge, Pace
from hardware_bridge.domain import bridges
from tests.core.commands import eventually
from tests.simulators import mosquitto
from tests.simulators.publisher import Publisher

PATIENCE = 20


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[mosquitto.Mosquitto]:
    """A broker that knows nothing yet."""
    with mosquitto.running(tmp_path / "mosquitto") as running:
        yield running


@pytest.fixture
def publish(broker: mosquitto.Mosquitto) -> Iterator[Callable[..., None]]:
    """``publish(topic, {…})`` or ``publish(topic, b"…")``: the broker has it when this returns."""
    publisher = Publisher(broker.url, "device")

    def send(topic: str, payload: object) -> None:
        data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        publisher.publish([(topic, data)])

    yield send
    publisher.close()


class Run:
    """A bridge in threads of the test's own process."""

    def __init__(self, broker: mosquitto.Mosquitto, name: str, share: str, rules: Rules) -> None:
        session = Session(name, share)
        self.bridge = Bridge(
            parsed(broker.url),
            session,
            bridges.register(name=name),
            rules=rules,
            pace=Pace(end_seconds=5),
        )
        self._thread = threading.Thread(target=self.bridge.run, daemon=True)
        self._thread.start()
        eventually(lambda: self.is_listening, PATIENCE)

    @property
    def is_listening(self) -> bool:
        """Whether the broker has confirmed the subscriptions."""
        return self.bridge.broker.is_subscribed

    def stop(self) -> None:
        """End it in order."""
        self.bridge.stop()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def settles(self, received: int) -> None:
        """Wait until so many messages were received and none of them waits."""
        intake = self.bridge.intake
        eventually(lambda: intake.received >= received and not intake.waiting, PATIENCE)


@pytest.fixture
def bridge(broker: mosquitto.Mosquitto) -> Iterator[Callable[..., Run]]:
    """``bridge()`` starts one that has subscribed; it ends with the test."""
    started: list[Run] = []

    def start(name: str = "bridge", share: str = "", rules: Rules | None = None) -> Run:
        started.append(Run(broker, name, share, rules or Rules()))
        return started[-1]

    yield start
    for run in started:
        run.stop()


@contextmanager
def timed(seconds: float) -> Iterator[None]:
    """The block may take this long."""
    before = time.monotonic()
    yield
    assert time.monotonic() - before < seconds
