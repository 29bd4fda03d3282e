"""What a fee's rows say; the payment provider itself is asked in ``paying`` alone."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.jobs import enqueue
from cms.users.models import User
from participation.courses.domain.rules import NotAllowedError, note
from participation.courses.models import Booking, Payment, Refund, Run
from participation.courses.models.choices import CancelledBy, PaymentState, RefundState

EVERYTHING = 100


def share(*, run: Run, by: CancelledBy) -> int:
    """How much of a fee is paid back, in per cent: all where the guest is not the reason."""
    if by != CancelledBy.GUEST:
        return EVERYTHING
    last_day = run.cancel_free_until
    is_early = last_day is not None and timezone.localdate() <= last_day
    return EVERYTHING if is_early else run.late_refund_percent


def left_cents(payment: Payment) -> int:
    """What was paid and is not on its way back."""
    return payment.cents - sum(payment.refunds.values_list("cents", flat=True))


def reason_of(*, booking: Booking) -> CancelledBy:
    """Why a guest who cancels now does so: a date that was moved is not theirs to answer for."""
    is_asked = booking.move_asked_at is not None and booking.move_agreed_at is None
    return CancelledBy.MOVED if is_asked else CancelledBy.GUEST


def give_back(*, booking: Booking, run: Run, by: CancelledBy, cents: int | None = None) -> int:
    """Have money of a locked booking go back by the rule; how many cents.

    ``cents`` is the part that no longer is owed; None: all of it. A payment that is open is closed,
    and money that comes all the same goes back when that is noticed.
    """
    close_open(booking=booking)
    paid = booking.payments.filter(state=PaymentState.PAID).order_by("pk").last()
    if paid is None:
        return 0
    left = left_cents(paid)
    owed = left if cents is None else min(cents, left)
    back = owed * share(run=run, by=by) // 100
    if back > 0:
        wish(payment=paid, cents=back, reason=str(by.label))
    return back


def wish(*, payment: Payment, cents: int, reason: str) -> Refund:
    """Write a refund down in the caller's transaction; a job carries it out."""
    refund = Refund.objects.create(payment=payment, cents=cents, reason=str(reason)[:200])
    enqueue("courses.carry_out_refund", refund_id=refund.pk)
    return refund


def solved(*, refund: Refund, by: User) -> None:
    """Note that the office has paid back by hand what the provider of payments could not."""
    with transaction.atomic():
        _failed(refund, state=RefundState.DONE, by=by, done_at=timezone.now())


def try_again(*, refund: Refund, by: User) -> None:
    """Ask the provider of payments once more."""
    with transaction.atomic():
        _failed(refund, state=RefundState.WISHED, by=by)
        enqueue("courses.carry_out_refund", refund_id=refund.pk)


def _failed(refund: Refund, **fields: Any) -> None:
    """Its new key is one that no answer to the old one changes. Raises NotAllowedError."""
    found = Refund.objects.select_for_update().get(pk=refund.pk)
    if found.state != RefundState.FAILED:
        raise NotAllowedError(_("This refund is being looked after already."))
    note(found, key=uuid4(), **fields)


def close_open(*, booking: Booking) -> None:
    """Ask for no more money of a booking; a job closes the page it may have been sent to."""
    for payment in booking.payments.filter(state=PaymentState.OPEN):
        note(payment, state=PaymentState.CLOSED)
        enqueue("courses.close_payment", payment_id=payment.pk)
