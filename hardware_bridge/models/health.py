"""How the bridges are, and what they could not take."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hardware_bridge.models.choices import Adapter, Reason


class BridgeStatus(models.Model):
    """A bridge process, written by itself every few seconds; ``updated_at`` says whether it lives.

    ``number`` tells the times of receipt of several bridges apart. ``queue`` is what was received
    and not yet stored, ``lag_ms`` the age of its oldest message.
    """

    ALIVE_SECONDS = 30

    name = models.CharField(_("name"), max_length=80, unique=True)
    number = models.PositiveSmallIntegerField(unique=True)
    protocol = models.CharField(_("protocol"), max_length=10, blank=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    updated_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    stopped_at = models.DateTimeField(_("stopped"), null=True)
    is_connected = models.BooleanField(_("connected to the broker"), default=False)
    connected_since = models.DateTimeField(_("connected since"), null=True)
    last_message_at = models.DateTimeField(_("last message"), null=True)
    last_stored_at = models.DateTimeField(_("last stored"), null=True)
    queue = models.PositiveIntegerField(_("waiting"), default=0)
    lag_ms = models.PositiveIntegerField(_("lag in milliseconds"), default=0)
    received = models.BigIntegerField(_("received"), default=0)
    stored = models.BigIntegerField(_("stored"), default=0)
    duplicates = models.BigIntegerField(_("duplicates"), default=0)
    dead_letters = models.BigIntegerField(_("set aside"), default=0)
    unknown = models.BigIntegerField(_("from unknown devices"), default=0)
    last_fault = models.CharField(_("last fault"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("bridge")
        verbose_name_plural = _("bridges")

    def __str__(self) -> str:
        return self.name

    @property
    def is_alive(self) -> bool:
        """Whether it has given a sign of life lately and has not stopped."""
        age = (timezone.now() - self.updated_at).total_seconds()
        return self.stopped_at is None and age < self.ALIVE_SECONDS


class DeadLetter(models.Model):
    """A message that was set aside: one row for each topic and reason, with the latest payload."""

    LONGEST_PAYLOAD = 64 * 1024

    topic = models.CharField(pgettext_lazy("mqtt", "topic"), max_length=400)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    payload = models.BinaryField(_("payload"))
    first_at = models.DateTimeField(_("first time"), default=timezone.now)
    received_at = models.DateTimeField(_("latest time"), default=timezone.now)
    count = models.PositiveBigIntegerField(_("count"), default=1)

    class Meta:
        ordering = ["-received_at"]
        verbose_name = _("message set aside")
        verbose_name_plural = _("messages set aside")
        constraints = [
            models.UniqueConstraint(fields=["topic", "reason"], name="one_dead_letter_a_reason")
        ]
        indexes = [models.Index(fields=["-received_at"], name="dead_letter_latest")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.get_reason_display()}"

    @property
    def text(self) -> str:
        """The payload as text; what is none is shown as a replacement character."""
        return bytes(self.payload).decode("utf-8", "replace")


class UnknownDevice(models.Model):
    """Somebody who sends and is no device here; an operator can make one of it.

    ``is_ignored``: a neighbour's, who will send again and of whom nobody wants to hear.
    """

    adapter = models.CharField(_("source"), max_length=20, choices=Adapter.choices)
    address = models.CharField(_("address"), max_length=200)
    first_seen_at = models.DateTimeField(_("first seen"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    count = models.PositiveBigIntegerField(_("messages"), default=1)
    topic = models.CharField(pgettext_lazy("mqtt", "topic"), max_length=400)
    sample = models.TextField(_("latest message"), max_length=2000)
    is_ignored = models.BooleanField(_("not ours"), default=False, db_default=False)

    class Meta:
        ordering = ["-last_seen_at"]
        verbose_name = _("unknown device")
        verbose_name_plural = _("unknown devices")
        constraints = [
            models.UniqueConstraint(fields=["adapter", "address"], name="one_unknown_an_address")
        ]

    def __str__(self) -> str:
        return self.address
