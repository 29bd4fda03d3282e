"""Fees: what is asked for at the payment provider, and what goes back."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.money import CentsField
from participation.courses.models.bookings import Booking
from participation.courses.models.choices import PaymentState, RefundState


class Payment(models.Model):
    """A fee on its way through the payment provider; the newest one of a booking counts.

    Committed before the provider is asked, and settled by what the provider then says of it.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="payments")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    cents = CentsField(_("fee"))
    currency = models.CharField(max_length=3, default="EUR")
    state = models.CharField(
        _("state"), max_length=10, choices=PaymentState.choices, default=PaymentState.OPEN
    )
    session = models.CharField(max_length=255, blank=True, db_index=True)
    session_url = models.TextField(blank=True)
    payment = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("payment of a fee")
        verbose_name_plural = _("payments of fees")
        constraints = [
            models.UniqueConstraint(
                fields=["booking"],
                condition=Q(state=PaymentState.OPEN),
                name="one_open_payment_of_a_booking",
            ),
            models.CheckConstraint(name="a_fee_is_a_sum", condition=Q(cents__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.cents} ({self.state})"


class Refund(models.Model):
    """Money of a payment that goes back. Committed as a wish, carried out by a job."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    cents = CentsField(_("sum"))
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=RefundState.choices, default=RefundState.WISHED
    )
    reference = models.CharField(max_length=255, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("refund of a fee")
        verbose_name_plural = _("refunds of fees")
        constraints = [models.CheckConstraint(name="a_refund_is_a_sum", condition=Q(cents__gt=0))]

    def __str__(self) -> str:
        return f"{self.payment_id}: {self.cents} ({self.state})"
