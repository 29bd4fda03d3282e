"""Orders for the bank."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BankFile(models.Model):
    """A pain.001 file. Kept as it was made, so that what the bank got can be shown again.

    Payouts name it by ``message_id`` in their ``batch``.
    """

    message_id = models.CharField(_("number"), max_length=35, unique=True)
    execute_on = models.DateField(_("to be executed on"))
    count = models.PositiveIntegerField(_("payments"))
    cents = models.PositiveBigIntegerField(_("sum"))
    xml: Any = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(_("given to the bank"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("bank file")
        verbose_name_plural = _("bank files")

    def __str__(self) -> str:
        return self.message_id

    @property
    def is_open(self) -> bool:
        """Whether it has been made and neither given to the bank nor withdrawn."""
        return self.sent_at is None and self.withdrawn_at is None
