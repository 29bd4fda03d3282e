"""paho's client with a reading of our own: large pieces, cut into messages at once."""

import time
from collections.abc import Callable, Sequence

from paho.mqtt import client as mqtt

from hardware_bridge.bridge.packets import PUBACK, Publish, Splitter, pubacks

CHUNK = 256 * 1024
V5, V311 = mqtt.MQTTProtocolVersion.MQTTv5, mqtt.MQTTProtocolVersion.MQTTv311


class Client(mqtt.Client):
    """paho's client, whose bytes are read in large pieces and whose messages are cut out of them.

    What is no message is given to paho as if it came from the socket.
    """

    def __init__(
        self, protocol: mqtt.MQTTProtocolVersion, client_id: str, starts_anew: bool = False
    ) -> None:
        super().__init__(
            mqtt.CallbackAPIVersion.VERSION2,
            client_id=client_id,
            protocol=protocol,
            # In MQTT 5 this is said when connecting.
            clean_session=None if protocol == V5 else starts_anew,
            manual_ack=True,
            reconnect_on_failure=False,
        )
        self.take: Callable[[list[Publish]], None] = lambda _publishes: None
        self.splitter = Splitter(has_properties=protocol == V5)
        self._pushed = b""

    def begin_stream(self) -> None:
        """The bytes that come now are those of a new connection."""
        self.splitter = Splitter(has_properties=self.protocol == V5)

    @property
    def has_more(self) -> bool:
        """Whether bytes were received that the socket does not show."""
        pending = getattr(self.socket(), "pending", None)
        return bool(pending and pending())

    def loop_read(self, max_packets: int = 1) -> mqtt.MQTTErrorCode:
        """Read what is there and take it in. Ends the connection where it is broken."""
        try:
            chunk = super()._sock_recv(CHUNK)
        except (BlockingIOError, InterruptedError):
            return mqtt.MQTTErrorCode.MQTT_ERR_SUCCESS
        except OSError:
            chunk = b""
        if not chunk:
            return self._loop_rc_handle(mqtt.MQTTErrorCode.MQTT_ERR_CONN_LOST)
        self._last_bytes_received = time.monotonic()
        try:
            publishes, others = self.splitter.feed(chunk)
        except (ValueError, IndexError):
            return self._loop_rc_handle(mqtt.MQTTErrorCode.MQTT_ERR_PROTOCOL)
        # The greeting first: what comes with it in one piece is of the connection that it begins.
        fault = self._handle(others)
        if publishes:
            self.take(publishes)
        return self._loop_rc_handle(fault) if fault else fault

    def _handle(self, packets: list[bytes]) -> mqtt.MQTTErrorCode:
        """Let paho see to the packets; its verdict on the first that is wrong."""
        for packet in packets:
            self._pushed = packet
            fault = self._packet_read()
            if fault > 0:
                return fault
        return mqtt.MQTTErrorCode.MQTT_ERR_SUCCESS

    def _sock_recv(self, bufsize: int) -> bytes:
        if not self._pushed:
            raise BlockingIOError
        piece, self._pushed = self._pushed[:bufsize], self._pushed[bufsize:]
        return piece

    def acknowledge(self, mids: Sequence[int]) -> None:
        """Send all acknowledgements in one piece."""
        self._packet_queue(PUBACK, pubacks(mids), 0, 1)
