"""From what the broker delivers to batches: whose it is, what it says, whether it is taken."""

from collections import deque
from collections.abc import Sequence

from hardware_bridge.adapters.messages import About, Reading, Result, Status
from hardware_bridge.adapters.values import Refused
from hardware_bridge.bridge.batch import Batch, Key, Raw, Row, Touch
from hardware_bridge.bridge.clock import Clock
from hardware_bridge.bridge.config import Rules
from hardware_bridge.bridge.packets import DUP, RETAIN, Publish
from hardware_bridge.bridge.registry import Known, Registry, Target


class Intake:
    """Fills batches, in the thread of the network. ``full`` are those that may be stored; the
    thread of the database takes them from the left."""

    def __init__(self, clock: Clock, rules: Rules) -> None:
        self.clock = clock
        self.rules = rules
        self.registry = Registry()
        self._watched = frozenset(rules.watched)
        self.full: deque[Batch] = deque()
        self.batch = Batch()
        self.waiting = 0
        """Messages received and not yet stored; ``bytes`` are their payloads."""
        self.bytes = 0
        self.received = 0
        self.last_received = 0

    @property
    def has_room(self) -> bool:
        """Whether more may be read from the broker."""
        return self.waiting < self.rules.most_waiting and self.bytes < self.rules.most_bytes

    def begin_connection(self, generation: int) -> None:
        """What comes now is of a new connection: it alone can acknowledge it."""
        self.close_batch()
        self.batch.generation = generation

    def take(self, publishes: Sequence[Publish]) -> None:
        """Add messages in the order in which they came."""
        for publish, received in zip(publishes, self.clock.times(len(publishes)), strict=True):
            raw = Raw(*publish, received)
            batch = self.batch
            size = len(raw.payload)
            batch.size += size
            self.bytes += size
            self.add(batch, raw)
            if len(batch.raws) >= self.rules.batch_rows:
                self.close_batch()
            self.last_received = received
        self.waiting += len(publishes)
        self.received += len(publishes)

    def close_batch(self) -> bool:
        """Let what has gathered be stored; False when there is nothing."""
        if not self.batch.raws:
            return False
        self.full.append(self.batch)
        self.batch = Batch(self.batch.generation)
        return True

    def next_batch(self) -> Batch | None:
        """The next batch to be stored; None when nothing waits. For the other thread."""
        return self.full.popleft() if self.full else None

    def is_stored(self, batch: Batch) -> None:
        """Forget a batch that was committed."""
        self.waiting -= len(batch.raws)
        self.bytes -= batch.size

    def add(self, batch: Batch, raw: Raw, *, again: bool = False) -> None:
        """Add one message to a batch, or its reason for being set aside; ``again``: the batch that
        it was in could not be stored as a whole."""
        batch.raws.append(raw)
        target = self.registry.find(raw.topic)
        device = target.device
        if device is None:
            self._strange(batch, raw, target)
            return
        if not again and not device.bucket.take(raw.received, self.rules.rate, self.rules.burst):
            batch.set_aside(raw, "rate", f"more than {self.rules.rate:g} a second")
            return
        try:
            self._take(batch, raw, target, device)
            if again:
                for row in batch.rows.values():
                    row.watched = not self._watched.isdisjoint(row.measures)
        except Refused as fault:
            batch.set_aside(raw, fault.reason, fault.detail)

    def _strange(self, batch: Batch, raw: Raw, target: Target) -> None:
        if target.route.adapter:
            if target.route.about is not About.NOTHING:
                batch.add_stranger(target.route.adapter, target.route.address, raw)
        else:
            batch.set_aside(raw, "topic", "")

    def _take(self, batch: Batch, raw: Raw, target: Target, device: Known) -> None:
        if target.route.about is About.NOTHING:
            return
        message = target.read(target.route, raw.payload, device.fields)
        if type(message) is Reading:
            self._add_reading(batch, raw, message, device)
        elif type(message) is Status:
            is_online, received = message.is_online, raw.received
            batch.statuses[device.pk] = (is_online, received)
            if not raw.flags & RETAIN:
                batch.doubt(device.pk, device.doubts.of_status(is_online, received), raw)
        elif type(message) is Result:
            batch.results.append((device.pk, message, raw))

    def _add_reading(self, batch: Batch, raw: Raw, reading: Reading, device: Known) -> None:
        channel, received, at = reading.channel, raw.received, reading.at
        if channel and channel not in device.compartments:
            raise Refused("compartment", str(channel))
        if at is None and raw.flags & RETAIN:
            return  # of some time before the subscription, nobody knows when
        if reading.is_available and not raw.flags & RETAIN:
            batch.statuses[device.pk] = (True, received)
        row = Row(received, reading.measures, kind=device.kind)
        if at is None or not received - self.rules.past <= at <= received + self.rules.future:
            row.claimed = at
            key = (device.pk, channel, received)
            batch.untimed.append((raw, key))
        else:
            key = (device.pk, channel, at)
            if not raw.flags & (RETAIN | DUP):
                batch.doubt(device.pk, device.doubts.of_reading(channel, at, received), raw)
        if self._watched and not self._watched.isdisjoint(reading.measures):
            row.watched = self._is_news(device, key, reading)
        batch.add(key, row)
        self._touch(batch, reading, received, device)

    def _is_news(self, device: Known, key: Key, reading: Reading) -> bool:
        """Whether somebody is to be told. Of several bridges none knows what the others have heard;
        so there everything is."""
        measures = {key: value for key, value in reading.measures.items() if key in self._watched}
        return device.is_news(key[1], key[2], measures) or self.rules.is_shared

    def _touch(self, batch: Batch, reading: Reading, received: int, device: Known) -> None:
        """Note that the device was heard of; for one that talks much not with every message."""
        measures = reading.measures
        battery, signal = measures.get("battery_percent"), measures.get("signal_dbm")
        if received - device.seen_at < self.rules.seen_every and not reading.firmware:
            return
        device.seen_at = received
        known = batch.touched.get(device.pk)
        touch = known or Touch(received)
        touch.received = received
        touch.battery = touch.battery if battery is None else float(battery)
        touch.signal = touch.signal if signal is None else float(signal)
        touch.firmware = reading.firmware or touch.firmware
        batch.touched[device.pk] = touch
