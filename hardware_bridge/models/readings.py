"""What machines have said. Written by the bridge in SQL, read through these models.

None has a constraint to its device: each would cost a look-up for every row. So a device with
readings is retired, not deleted, and what a deleted one leaves behind goes with the retention.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hardware_bridge.models.devices import Device


def _device() -> models.ForeignKey:
    return models.ForeignKey(
        Device, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )


class Reading(models.Model):
    """One message. The table is partitioned by month of ``at`` (migration 0002).

    ``at`` is the device's own time where it is believed, else the time of receipt, and then
    ``claimed_at`` is what the device had said. ``channel`` is 0 or the compartment's number.
    """

    pk = models.CompositePrimaryKey("device_id", "channel", "at")
    device = _device()
    channel = models.SmallIntegerField()
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    measures = models.JSONField()

    class Meta:
        managed = False
        db_table = "hardware_reading"

    def __str__(self) -> str:
        return f"{self.device_id}/{self.channel} {self.at}"


class Latest(models.Model):
    """The newest value of a measure, by the time that is believed."""

    pk = models.CompositePrimaryKey("device_id", "channel", "measure")
    device = _device()
    channel = models.SmallIntegerField()
    measure = models.CharField(max_length=40)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    value = models.JSONField()

    class Meta:
        db_table = "hardware_latest"

    def __str__(self) -> str:
        return f"{self.device_id}/{self.channel} {self.measure}: {self.value}"


class Rollup(models.Model):
    """Numbers of a span of time; a flag counts as 1 and 0."""

    device = _device()
    channel = models.SmallIntegerField()
    measure = models.CharField(max_length=40)
    count = models.IntegerField()
    low = models.FloatField()
    high = models.FloatField()
    total = models.FloatField()
    last = models.FloatField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.device_id}/{self.channel} {self.measure}: {self.mean}"

    @property
    def mean(self) -> float:
        """The mean of the readings."""
        return self.total / self.count


class HourRollup(Rollup):
    """An hour, named by its beginning."""

    pk = models.CompositePrimaryKey("device_id", "channel", "measure", "bucket")
    bucket = models.DateTimeField()

    class Meta:
        db_table = "hardware_rollup_hour"


class DayRollup(Rollup):
    """A day of the site's time zone."""

    pk = models.CompositePrimaryKey("device_id", "channel", "measure", "bucket")
    bucket = models.DateField()

    class Meta:
        db_table = "hardware_rollup_day"


class RollupMark(models.Model):
    """How far the rollups have come: all that was received before ``until`` is in them."""

    name = models.CharField(primary_key=True, max_length=20)
    until = models.DateTimeField()

    class Meta:
        db_table = "hardware_rollup_mark"

    def __str__(self) -> str:
        return f"{self.name}: {self.until}"


class LateBatch(models.Model):
    """Readings stored long after their receipt, since the database was away: rollups go back."""

    since = models.DateTimeField()

    class Meta:
        db_table = "hardware_late_batch"
        verbose_name = _("late readings")

    def __str__(self) -> str:
        return str(self.since)


class Received(models.Model):
    """What a packet identifier last stood for, for messages that bear no time.

    MQTT 5, 4.4: a sender repeats a message with the same identifier and the DUP flag. ``number``
    counts the messages of the client, so that an identifier used anew long after is not taken for
    a repetition.
    """

    pk = models.CompositePrimaryKey("client", "mid")
    client = models.CharField(max_length=80)
    mid = models.IntegerField()
    digest = models.BinaryField()
    number = models.BigIntegerField()

    class Meta:
        db_table = "hardware_received"

    def __str__(self) -> str:
        return f"{self.client}: {self.mid}"
