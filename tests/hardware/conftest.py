"""A broker and a bridge for tests that need the real thing, and things in the park."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hardware_bridge import models
from hardware_bridge.bridge.config import Config, Rules
from hardware_bridge.bridge.service import Bridge
from hardware_bridge.management.commands.bridge import conninfo
from tests.core.commands import eventually
from tests.factories.park import GroupFactory, LightPlanFactory, light, permitted_project
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

    def send(topic: str, *payloads: object) -> None:
        publisher.publish([(topic, _bytes(payload)) for payload in payloads])

    send.many = publisher.publish
    yield send
    publisher.close()


def _bytes(payload: object) -> bytes:
    return payload if isinstance(payload, bytes) else json.dumps(payload).encode()


class Run:
    """A bridge in threads of the test's own process."""

    def __init__(self, config: Config) -> None:
        self.bridge = Bridge(config)
        self._thread = threading.Thread(target=self.bridge.run, daemon=True)
        self._thread.start()

    def listens(self) -> "Run":
        """Wait until the broker has confirmed the subscriptions."""
        eventually(lambda: self.bridge.broker.is_subscribed, PATIENCE)
        return self

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

    def start(*, rules: Rules | None = None, listens: bool = True, **more: Any) -> Run:
        config = Config(conninfo(), broker.url, end_seconds=5, rules=rules or Rules())
        started.append(Run(replace(config, **more)))
        return started[-1].listens() if listens else started[-1]

    yield start
    for run in started:
        run.stop()


@pytest.fixture
def group(site):
    """A group of lights."""
    return GroupFactory()


@pytest.fixture
def project(site):
    """A project whose lights may be switched."""
    return permitted_project(site)


@pytest.fixture
def park(group, project):
    """Three lights in a row, 40 metres apart, with a plan."""
    LightPlanFactory(group=group, motion_metres=50)
    return [light(number, group, project) for number in (1, 2, 3)]


@pytest.fixture
def overview(site):
    """The start of the live values."""
    page = models.LiveOverviewPage(title="Live", slug="live", introduction="Was Geräte melden.")
    return site.home.add_child(instance=page)
