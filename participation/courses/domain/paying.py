"""Where the payment provider is asked about fees. Nothing here may run in a transaction.

As with donations: a row is committed before the provider is asked, and what holds is what the
provider says when it is asked again. Coming back from its page, a webhook and a job every few
minutes all call ``settle``; order, repetition and loss do not matter.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from crowdfunding_lite.providers import (
    CheckoutRequest,
    NotFoundError,
    PaymentFact,
    ProviderError,
    RefusedError,
)
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.core.letters import absolute
from participation.courses.domain import booking_letters, ending, fees
from participation.courses.domain.booking import hold_for, locked_booking
from participation.courses.domain.rules import NotAllowedError, locked, note, settings
from participation.courses.models import Booking, Payment, Refund
from participation.courses.models.choices import (
    OVER,
    BookingState,
    PaymentState,
    RefundState,
)
from participation.courses.queries.words import title_of
from participation.wishlist.domain.payments import provider

log = structlog.get_logger(__name__)

SHORTEST_PAGE, LONGEST_DEBIT = timedelta(minutes=31), timedelta(days=14)
"""Stripe keeps a page open for half an hour at least; a direct debit takes up to two weeks."""
SETTLE_AFTER = timedelta(minutes=2)
REFUNDS = {
    "pending": RefundState.PENDING,
    "succeeded": RefundState.DONE,
    "failed": RefundState.FAILED,
}


def checkout_url(*, booking: Booking) -> str:
    """The payment page of an unpaid booking. Raises NotAllowedError, ProviderError."""
    payment = _payment_for(booking)
    if payment.session_url:
        return payment.session_url
    facts = provider().create_checkout(_request(payment, booking))
    Payment.objects.filter(pk=payment.pk).update(
        session=facts.session, session_url=facts.session_url
    )
    return facts.session_url


def _payment_for(booking: Booking) -> Payment:
    with transaction.atomic():
        locked(booking.run_id)
        found = locked_booking(booking)
        if found.state != BookingState.UNPAID or _is_late(found):
            raise NotAllowedError(_("There is nothing to pay for this booking now."))
        payment = found.payments.filter(state=PaymentState.OPEN).first()
        return payment or Payment.objects.create(booking=found, cents=found.price_cents)


def _is_late(booking: Booking) -> bool:
    return booking.held_until is not None and booking.held_until <= timezone.now()


def _request(payment: Payment, booking: Booking) -> CheckoutRequest:
    """The same for the same payment, so that asking twice opens one page."""
    with translation.override(booking.language):
        return CheckoutRequest(
            idempotency_key=f"fee-{payment.key}",
            donation=str(payment.key),
            purpose="fee",
            cents=payment.cents,
            currency=payment.currency,
            title=title_of(booking),
            success_url=absolute(reverse("courses:paid", args=[booking.key])),
            cancel_url=absolute(booking.get_absolute_url()),
            expires_at=payment.created_at + max(SHORTEST_PAGE, _page_time(booking, payment)),
            language=booking.language,
            email=booking.email,
        )


def _page_time(booking: Booking, payment: Payment) -> timedelta:
    until = booking.held_until or payment.created_at
    return until.replace(microsecond=0) - payment.created_at


def settle(*, payment: Payment) -> Payment:
    """Ask what became of a payment and write it down. Raises ProviderError."""
    if not payment.session:
        return payment
    facts = provider().payment(session=payment.session)
    if facts.metadata.get("fee") != str(payment.key) or facts.currency != payment.currency:
        log.error("fee_mismatch", payment=payment.pk)
        return payment
    with transaction.atomic():
        run = locked(payment.booking.run_id)
        booking = locked_booking(payment.booking)
        found = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
        if found.state != PaymentState.PAID:
            _write(found, booking, run, facts)
        _write_refunds(found, facts)
    return found


def _write(payment: Payment, booking: Booking, run: Any, facts: PaymentFact) -> None:
    if facts.status == "succeeded" and facts.received_cents == payment.cents:
        note(
            payment,
            state=PaymentState.PAID,
            payment=facts.payment,
            paid_at=facts.paid_at or timezone.now(),
        )
        _paid(payment, booking, run)
    elif facts.status == "processing":
        until = min(timezone.now() + LONGEST_DEBIT, run.starts_at or timezone.now())
        note(payment, payment=facts.payment)
        if booking.state == BookingState.UNPAID:
            note(booking, held_until=until)
    elif facts.session_status == "expired" or facts.status in ("failed", "cancelled"):
        _failed(payment, booking, run)


def _failed(payment: Payment, booking: Booking, run: Any) -> None:
    """No money comes. Seats held for a direct debit's weeks are held for another try only."""
    was_on_its_way = payment.state == PaymentState.OPEN and payment.payment
    note(payment, state=PaymentState.CLOSED)
    if was_on_its_way and booking.state == BookingState.UNPAID:
        note(booking, held_until=hold_for(run, minutes=settings().pay_minutes))
        booking_letters.about(booking=booking)


def _paid(payment: Payment, booking: Booking, run: Any) -> None:
    """Seat whoever has paid; money for what no longer holds goes back at once."""
    waits = booking.state == BookingState.UNPAID
    comes_late = booking.state == BookingState.EXPIRED and _fits(booking, run)
    if (waits or comes_late) and payment.cents == booking.price_cents:
        note(booking, state=BookingState.BOOKED, held_until=None)
        booking_letters.about(booking=booking)
        return
    fees.wish(payment=payment, cents=payment.cents, reason=_("Paid too late"))
    if booking.state in OVER:
        booking_letters.paid_too_late(booking=booking, cents=payment.cents)
    else:  # fewer people come than this was asked for
        booking_letters.changed(booking=booking, back_cents=payment.cents)


def _fits(booking: Booking, run: Any) -> bool:
    run.refresh_from_db(fields=["seats_taken"])
    return not run.is_cancelled and not run.is_over() and booking.seats <= run.seats_free


def _write_refunds(payment: Payment, facts: PaymentFact) -> None:
    for fact in facts.refunds:
        if fact.key:
            Refund.objects.filter(payment=payment, key=fact.key).update(
                reference=fact.reference, state=REFUNDS[fact.state]
            )


def close(*, payment: Payment) -> Payment:
    """Close the page of a payment that is no longer wanted. Raises ProviderError."""
    if payment.state == PaymentState.PAID:
        return payment
    if payment.session:
        provider().expire_checkout(payment.session)
        return settle(payment=payment)
    Payment.objects.filter(pk=payment.pk, session="").update(state=PaymentState.CLOSED)
    return payment


def carry_out(*, refund: Refund) -> Refund:
    """Have the provider give money back; repeating it gives it once. Raises ProviderError."""
    if refund.state not in (RefundState.WISHED, RefundState.PENDING):
        return refund
    payment = refund.payment
    if refund.state == RefundState.PENDING:
        settle(payment=payment)
        refund.refresh_from_db()
        return refund
    try:
        fact = provider().create_refund(
            payment=payment.payment,
            cents=refund.cents,
            idempotency_key=str(refund.key),
            reason=refund.reason,
        )
    except RefusedError as error:
        log.error("fee_refund_refused", refund=refund.pk, code=error.code)
        note(refund, state=RefundState.FAILED)
        return refund
    note(refund, state=REFUNDS[fact.state], reference=fact.reference, done_at=timezone.now())
    return refund


def expire_unpaid(*, booking: Booking) -> bool:
    """End a booking that was not paid in time, once the provider has said that it was not.

    Raises ProviderError; the seats stay held until it can be asked.
    """
    for payment in booking.payments.filter(state=PaymentState.OPEN):
        close(payment=payment)
    return ending.expire(booking=booking)


def look(about: Mapping[str, str]) -> None:
    """Settle what an event of the provider is about, if it is a fee. Raises ProviderError."""
    ids = [about[name] for name in ("session", "payment") if about.get(name)]
    for payment in Payment.objects.filter(Q(session__in=ids) | Q(payment__in=ids)):
        settle(payment=payment)


def known(payments: set[str]) -> set[str]:
    """Those of the provider's payments that are fees."""
    return set(Payment.objects.filter(payment__in=payments).values_list("payment", flat=True))


def reconcile(now: datetime | None = None) -> int:
    """Look again at everything that is open, whatever was lost; how many could not be settled."""
    before = (now or timezone.now()) - SETTLE_AFTER
    failed = 0
    for payment in Payment.objects.filter(state=PaymentState.OPEN, created_at__lt=before):
        failed += not _tried(payment)
    open_refunds = (RefundState.WISHED, RefundState.PENDING)
    for refund in Refund.objects.filter(state__in=open_refunds, created_at__lt=before):
        try:
            carry_out(refund=refund)
        except ProviderError:
            failed += 1
    return failed


def _tried(payment: Payment) -> bool:
    try:
        if payment.booking.state in OVER:
            close(payment=payment)
        else:
            settle(payment=payment)
    except NotFoundError:
        note(payment, state=PaymentState.CLOSED)
    except ProviderError:
        return False
    return True
