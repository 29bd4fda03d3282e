"""What devices are told, and what came of it: append-only."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardware_bridge.models.choices import Action, CommandState, Origin
from hardware_bridge.models.devices import Device

WAITING = (CommandState.REQUESTED, CommandState.ACCEPTED)
UNDERWAY = (*WAITING, CommandState.SENT)
EXPIRES_SECONDS = 30


def in_a_moment() -> datetime:
    """When a command expires unless somebody says otherwise."""
    return timezone.now() + timedelta(seconds=EXPIRES_SECONDS)


class Command(models.Model):
    """A command and how far it has come. Changed by ``domain.commands`` alone.

    ``public_id`` is its id towards the device. ``expires_at``: not sent after that.
    ``answer_seconds``: how long the device has for its answer once it was sent.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="commands")
    channel = models.SmallIntegerField(_("compartment"), default=0)
    action = models.CharField(_("action"), max_length=20, choices=Action.choices)
    arguments = models.JSONField(default=dict)
    is_maintenance = models.BooleanField(_("for maintenance"), default=False)
    """Also opens what is out of service."""
    state = models.CharField(
        _("state"), max_length=20, choices=CommandState.choices, default=CommandState.REQUESTED
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("requested by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="hardware_commands",
    )
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), default=in_a_moment)
    answer_seconds = models.PositiveSmallIntegerField(default=EXPIRES_SECONDS)
    sent_at = models.DateTimeField(_("sent"), null=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    idempotency_key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001
    lease_until = models.DateTimeField(null=True)
    """Until when a bridge is busy sending it; another one takes it over after that."""

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("command")
        verbose_name_plural = _("commands")
        indexes = [
            models.Index(fields=["device", "-requested_at"], name="command_of_device"),
            models.Index(
                fields=["state", "expires_at"],
                name="command_underway",
                condition=models.Q(state__in=["requested", "accepted", "sent"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device}: {self.get_action_display()}"

    @property
    def topic(self) -> str:
        """Where it is published."""
        return f"{self.device.topic}/command/{self.public_id}"

    @property
    def is_underway(self) -> bool:
        """Whether something is still to come of it."""
        return self.state in UNDERWAY

    @property
    def is_refused(self) -> bool:
        """Whether it was never sent, since it may not be; ``reason`` says why."""
        return self.state == CommandState.REFUSED


class CommandEvent(models.Model):
    """A step of a command. A trigger refuses change and deletion (migration 0002)."""

    command = models.ForeignKey(Command, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(_("state"), max_length=20, choices=CommandState.choices)
    origin = models.CharField(_("brought about by"), max_length=10, choices=Origin.choices)
    at = models.DateTimeField(_("time"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    detail = models.CharField(_("detail"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("step of a command")
        verbose_name_plural = _("steps of commands")

    def __str__(self) -> str:
        return f"{self.command_id}: {self.get_state_display()}"
