"""The connection to the broker: paho-mqtt for the protocol, our own reading of messages.

The session is persistent, so that the broker keeps what comes while the bridge is away, and
nothing is acknowledged but by :meth:`Broker.acknowledge`.
"""

import random
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from paho.mqtt import client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

from hardware_bridge.adapters import subscriptions
from hardware_bridge.bridge.addresses import Address
from hardware_bridge.bridge.packets import Publish
from hardware_bridge.bridge.stream import V5, V311, Client

log = structlog.get_logger(__name__)
KEEPALIVE_SECONDS = 30
CONNECT_SECONDS = GREETING_SECONDS = 5
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
# Unsupported protocol version, in MQTT 5 and in 3.1.1 (section 3.2.2).
WRONG_VERSION = {0x84, 0x01}
VERSIONS = {V5: "5", V311: "3.1.1"}


@dataclass(frozen=True)
class Outgoing:
    """A message to publish; ``token`` comes back when the broker has it."""

    topic: str
    payload: bytes
    token: int
    expires_in: int = 0


@dataclass
class Session:
    """How the bridge presents itself."""

    client_id: str
    share: str = ""
    expiry_seconds: int = 7 * 24 * 60 * 60
    receive_maximum: int = 4096
    starts_anew: bool = False
    """Whether the broker is to drop what it keeps."""

    def filters(self) -> list[str]:
        """What is subscribed to. A status is kept by the broker (retained), and what is kept is
        not sent to shared subscriptions; so every bridge hears of these."""
        if not self.share:
            return subscriptions()
        kept = ("status", "availability")
        return [
            each if each.endswith(kept) else f"$share/{self.share}/{each}"
            for each in subscriptions()
        ]


@dataclass
class Broker:
    """Keeps a connection to the broker, and says whether there is one.

    ``on_begin(session_present)`` is called for each new connection, before its messages.
    """

    address: Address
    session: Session
    take: Callable[[list[Publish]], None]
    on_begin: Callable[[bool], None]
    on_sent: Callable[[int], None] = lambda _token: None
    fault: str = ""
    is_connected: bool = False
    is_subscribed: bool = False
    protocol: mqtt.MQTTProtocolVersion = V5
    _client: Client | None = None
    _retry_at: float = 0.0
    _pause: float = FIRST_PAUSE
    _misc_at: float = 0.0
    _greeted: bool = False
    _called_at: float = 0.0
    _tokens: dict[int, int] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The protocol that is spoken."""
        return VERSIONS[self.protocol]

    @property
    def socket(self) -> Any:
        """The socket to wait for; None without a connection."""
        return self._client.socket() if self._client else None

    @property
    def wants_to_write(self) -> bool:
        """Whether something waits until the socket takes it."""
        return bool(self._client and self._client.socket() and self._client.want_write())

    def seconds_to_retry(self) -> float:
        """How long until the next try to connect."""
        return max(0.0, self._retry_at - time.monotonic())

    def connect(self) -> None:
        """Try to connect; what fails is tried again later, at a time that chance moves, so that
        many clients do not all come back at once."""
        self._client = client = self._made()
        self._greeted, self._called_at = False, time.monotonic()
        try:
            client.connect(
                self.address.host, self.address.port, KEEPALIVE_SECONDS, **self._greeting()
            )
        except (OSError, ValueError) as error:
            self._lost(str(error))
            return
        client.begin_stream()

    def _made(self) -> Client:
        client = Client(self.protocol, self.session.client_id, self.session.starts_anew)
        client.connect_timeout = CONNECT_SECONDS
        client.take = self.take
        client.on_connect = self._connected
        client.on_disconnect = self._disconnected
        client.on_subscribe = self._subscribed
        client.on_publish = self._published
        if self.address.user:
            client.username_pw_set(self.address.user, self.address.password or None)
        if self.address.is_encrypted:
            client.tls_set(
                self.address.ca,
                self.address.cert,
                self.address.key,
                tls_version=ssl.PROTOCOL_TLS_CLIENT,
            )
        return client

    def _greeting(self) -> dict[str, Any]:
        if self.protocol != V5:
            return {}
        properties = Properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = self.session.expiry_seconds
        properties.ReceiveMaximum = self.session.receive_maximum
        return {"clean_start": self.session.starts_anew, "properties": properties}

    # --- in the loop -------------------------------------------------------------------------

    def read(self) -> None:
        """Take in what has come."""
        if self._client:
            self._client.loop_read()
        # What TLS has decrypted already wakes no select.
        while self._client and self._client.has_more:
            self._client.loop_read()

    def write(self) -> None:
        """Send what waits."""
        if self._client:
            self._client.loop_write()

    def tend(self) -> None:
        """Once a second: keep the connection alive, or notice that it is not."""
        now = time.monotonic()
        if self._client and now - self._misc_at >= 1:
            self._misc_at = now
            self._client.loop_misc()
        if self._client and not self._greeted and now - self._called_at > GREETING_SECONDS:
            self._give_up_call()

    def _give_up_call(self) -> None:
        """Hang up on a broker that does not answer: amqtt says nothing to MQTT 5."""
        sock = self._client.socket() if self._client else None
        if sock:
            sock.close()
        self._speak_otherwise()
        self._lost("the broker does not answer")

    def acknowledge(self, mids: Sequence[int]) -> None:
        """Tell the broker that messages of this connection are stored."""
        if self._client and self.is_connected and mids:
            self._client.acknowledge(mids)

    def publish(self, message: Outgoing) -> None:
        """Send a message with QoS 1; without a connection it is left to whoever tries again."""
        if not (self._client and self.is_connected):
            return
        properties = None
        if self.protocol == V5 and message.expires_in > 0:
            properties = Properties(PacketTypes.PUBLISH)
            properties.MessageExpiryInterval = message.expires_in
        sent = self._client.publish(message.topic, message.payload, qos=1, properties=properties)
        self._tokens[sent.mid] = message.token

    def disconnect(self) -> None:
        """Say good-bye; the session stays at the broker."""
        if self._client and self._client.socket():
            self._client.disconnect()
            deadline = time.monotonic() + 2
            while self.wants_to_write and time.monotonic() < deadline:
                self._client.loop_write()
        self._client = None
        self.is_connected = self.is_subscribed = False

    # --- paho's callbacks --------------------------------------------------------------------

    def _connected(self, client: Any, _data: Any, flags: Any, code: Any, _props: Any) -> None:
        self._greeted = True
        if code.is_failure:
            if code.value in WRONG_VERSION:
                self._speak_otherwise()
            self.fault = f"the broker refuses: {code}"
            return
        self.is_connected, self.fault, self._pause = True, "", FIRST_PAUSE
        log.info("connected", broker=str(self.address), mqtt=self.version)
        self.on_begin(bool(flags.session_present))
        if not self.session.starts_anew:
            wanted = self.session.filters()
            client.subscribe([self._subscription(topic) for topic in wanted])
            # The session may be of a time when nothing was shared: all would come twice.
            if alone := [each for each in subscriptions() if each not in wanted]:
                client.unsubscribe(alone)

    def _subscription(self, topic: str) -> tuple[str, Any]:
        if self.protocol != V5:
            return topic, 1
        # Kept messages are sent once only, when the subscription is new.
        return topic, SubscribeOptions(
            qos=1, retainHandling=SubscribeOptions.RETAIN_SEND_IF_NEW_SUB
        )

    def _subscribed(self, _client: Any, _data: Any, _mid: int, codes: Any, _props: Any) -> None:
        refused = [str(code) for code in codes if code.is_failure]
        if refused:
            self.fault = f"the broker refuses subscriptions: {refused[0]}"
            log.error("subscription_refused", reason=refused[0])
        self.is_subscribed = not refused

    def _published(self, _client: Any, _data: Any, mid: int, code: Any, _props: Any) -> None:
        token = self._tokens.pop(mid, None)
        if token is not None and not code.is_failure:
            self.on_sent(token)

    def _disconnected(self, _client: Any, _data: Any, _flags: Any, code: Any, _props: Any) -> None:
        if not self._greeted:
            # A broker that does not know MQTT 5 may hang up without a word.
            self._speak_otherwise()
        self._lost(str(code))

    def _speak_otherwise(self) -> None:
        other = V311 if self.protocol == V5 else V5
        self.protocol = other

    def _lost(self, reason: str) -> None:
        self.is_connected = self.is_subscribed = False
        self._client = None
        self._tokens.clear()
        self.fault = self.fault or reason
        pause = random.uniform(0.3, 1.0) * self._pause  # noqa: S311
        self._retry_at = time.monotonic() + pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        log.warning("disconnected", reason=self.fault, retry_in=round(pause, 1))


def forget_session(address: Address, client_id: str) -> None:
    """Let the broker drop a session and all that it keeps for it. Raises OSError."""
    deadline = time.monotonic() + 2 * CONNECT_SECONDS
    session = Session(client_id, expiry_seconds=0, starts_anew=True)
    broker = Broker(address, session, lambda _publishes: None, lambda _present: None)
    while not broker.is_connected:
        if time.monotonic() > deadline:
            raise OSError(broker.fault or "no answer")
        if broker.socket is None:
            time.sleep(min(0.2, broker.seconds_to_retry()))
            broker.connect()
        else:
            broker.read()
    broker.disconnect()
