"""A device that listens: paho's own client, with a last will."""

import queue
from typing import Any, Self

from paho.mqtt import client as mqtt

from hardware_bridge.bridge.addresses import parsed


class Listener:
    """Connected and subscribed within the block."""

    def __init__(
        self,
        url: str,
        client_id: str,
        *,
        topics: list[str] | None = None,
        will: tuple[str, bytes] | None = None,
    ) -> None:
        self._address = parsed(url)
        self._topics = topics or []
        self._messages: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self._ready: queue.Queue[Any] = queue.Queue()
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id)
        self.client.on_message = lambda _c, _d, message: self._messages.put(
            (message.topic, message.payload)
        )
        self.client.on_connect = lambda _c, _d, _f, code, _p: self._ready.put(code)
        self.client.on_subscribe = lambda _c, _d, _m, codes, _p: self._ready.put(codes)
        if will:
            self.client.will_set(*will, qos=1)
        if self._address.is_encrypted:
            self.client.tls_set(self._address.ca)
        if self._address.user:
            self.client.username_pw_set(self._address.user, self._address.password)

    def __enter__(self) -> Self:
        self.client.connect(self._address.host, self._address.port, 30)
        self.client.loop_start()
        code = self._ready.get(timeout=10)
        if code.is_failure:
            self.client.loop_stop()
            raise ConnectionError(str(code))
        if self._topics:
            self.client.subscribe([(topic, 1) for topic in self._topics])
            self._ready.get(timeout=10)
        return self

    def __exit__(self, *_error: object) -> None:
        self.client.disconnect()
        self.client.loop_stop()

    def publish(self, topic: str, payload: bytes) -> None:
        """Publish with QoS 1; returns when the broker has answered."""
        self.client.publish(topic, payload, qos=1).wait_for_publish(10)

    def break_off(self) -> None:
        """Lose the connection without a word."""
        self.client.socket().close()

    def next_message(self, seconds: float) -> tuple[str, bytes] | None:
        """The next message; None when none comes in time."""
        try:
            return self._messages.get(timeout=seconds)
        except queue.Empty:
            return None
