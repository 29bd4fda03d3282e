"""All machines over one connection."""

import json
import time
from collections.abc import Iterable
from queue import SimpleQueue
from typing import Any

from paho.mqtt import client as mqtt

from hardware_bridge.bridge.addresses import Address
from hardware_bridge.demo.park import Machine
from tests.simulators.devices.players import KINDS, Player

CONTROL = "simulator/devices/control"
COMMANDS = "ngo/v1/+/+/command/+"
TICK_SECONDS, FAREWELL_SECONDS = 1.0, 3.0
START_SECONDS = 4.0
"""Within which all have said how they are."""


class Simulator:
    """The park. ``speed`` lets the machines live faster than their messages' times tell."""

    def __init__(
        self, address: Address, machines: Iterable[Machine], *, seed: int = 1, speed: float = 1.0
    ) -> None:
        self._address = address
        self._speed = speed
        self._started = time.time()
        self._inbox: SimpleQueue[mqtt.MQTTMessage] = SimpleQueue()
        self.is_wanted = True
        self.is_connected = False
        self.players: dict[str, Player] = {
            f"{machine.kind}/{machine.slug}": KINDS[machine.kind](
                machine, seed, self._publish, self.clock
            )
            for machine in machines
        }
        for number, player in enumerate(self.players.values()):
            player.due = self._started + START_SECONDS * number / len(self.players)
            if player.machine.silent_days:
                player.faults.add("silent")
        self.client = self._made()

    def clock(self) -> float:
        """The time that the machines live by."""
        return self._started + (time.time() - self._started) * self._speed

    def _made(self) -> mqtt.Client:
        client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, "simulated-park")
        client.reconnect_delay_set(1, 10)
        client.max_queued_messages_set(2000)
        client.on_connect = self._connected
        client.on_disconnect = lambda *_all: setattr(self, "is_connected", False)
        # Another thread's; the machines belong to the one that plays them.
        client.on_message = lambda _client, _data, message: self._inbox.put(message)
        if self._address.user:
            client.username_pw_set(self._address.user, self._address.password or None)
        if self._address.is_encrypted:
            client.tls_set(self._address.ca, self._address.cert, self._address.key)
        return client

    def run(self) -> None:
        """Play until nobody wants it any more; a broker that is away is waited for."""
        self.client.connect_async(self._address.host, self._address.port, 30)
        self.client.loop_start()
        try:
            while self.is_wanted:
                began = time.time()
                if self.is_connected:
                    self.tick(began)
                time.sleep(max(0.05, TICK_SECONDS - (time.time() - began)))
            self._say_farewell()
        finally:
            self.client.loop_stop()

    def tick(self, now: float) -> None:
        """Let every machine do what it was told and what is due."""
        while not self._inbox.empty():
            self._take(self._inbox.get())
        for player in self.players.values():
            player.tick(now)

    def _say_farewell(self) -> None:
        if not self.is_connected:
            return
        for player in self.players.values():
            if not player.is_silent:
                player.leave()
        sent = self.client.publish(CONTROL, b"", qos=1)
        sent.wait_for_publish(FAREWELL_SECONDS)
        self.client.disconnect()

    def _publish(self, topic: str, payload: bytes, retain: bool) -> None:
        self.client.publish(topic, payload, qos=1, retain=retain)

    # --- what comes in -----------------------------------------------------------------------

    def _connected(self, client: Any, _data: Any, _flags: Any, code: Any, _props: Any) -> None:
        if code.is_failure:
            return
        client.subscribe([(COMMANDS, 1), (CONTROL, 1)])
        for player in self.players.values():
            player.greet()
        self.is_connected = True

    def _take(self, message: mqtt.MQTTMessage) -> None:
        try:
            said = json.loads(message.payload)
        except ValueError:
            return
        if not isinstance(said, dict):
            return
        if message.topic == CONTROL:
            self.obey(said)
            return
        _ngo, _v1, kind, device, _command, identity = message.topic.split("/")
        player = self.players.get(f"{kind}/{device}")
        if player is not None:
            player.take(identity, said)

    def obey(self, said: dict[str, Any]) -> None:
        """Give a machine a fault, or take all away: ``{"device": …, "fault": …}``."""
        for player in self.players.values():
            if player.machine.slug == said.get("device"):
                try:
                    player.ail(str(said.get("fault")), int(said.get("compartment") or 0))
                except ValueError as error:
                    print(error, flush=True)  # noqa: T201
