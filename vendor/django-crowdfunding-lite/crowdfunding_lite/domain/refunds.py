"""Verbs about money that is given back."""

from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from crowdfunding_lite.domain.campaigns import decide_outcome
from crowdfunding_lite.domain.donating import locked
from crowdfunding_lite.domain.errors import NotAllowedError
from crowdfunding_lite.domain.settling import note_return, settle
from crowdfunding_lite.hooks import hooks
from crowdfunding_lite.models import (
    Campaign,
    Donation,
    DonationEvent,
    EventKind,
    Refund,
    RefundState,
    Source,
)
from crowdfunding_lite.money import in_words
from crowdfunding_lite.providers import Provider, RefusedError


def request_refund(*, donation: Donation, cents: int, reason: str, by: Any) -> Refund:
    """Decide to give money back; :func:`carry_out_refund` does it. NotAllowedError if too much."""
    with transaction.atomic():
        donation = locked(donation)
        if donation.mismatch:
            raise NotAllowedError(_("The books do not agree here. Solve that first."))
        if cents < 1:
            raise NotAllowedError(_("Choose a sum."))
        left = left_to_refund(donation)
        if cents > left:
            raise _too_much(donation, left)
        return _request(donation, cents, reason, by)


def _too_much(donation: Donation, left: int) -> NotAllowedError:
    if not left:
        return NotAllowedError(_("Nothing is left to give back."))
    most = in_words(left, donation.currency)
    return NotAllowedError(_("At most %(sum)s can be given back.") % {"sum": most})


def left_to_refund(donation: Donation) -> int:
    """What can go back in cents, less what is decided already and not yet known to the provider."""
    asked = donation.refunds.filter(state=RefundState.REQUESTED).aggregate(sum=Sum("cents"))
    return max(0, donation.refundable_cents - (asked["sum"] or 0))


def _request(donation: Donation, cents: int, reason: str, by: Any) -> Refund:
    refund = Refund.objects.create(donation=donation, cents=cents, reason=reason[:500], by=by)
    DonationEvent.objects.create(
        donation=donation,
        kind=EventKind.REFUND_ASKED,
        cents=cents,
        source=Source.OFFICE if by else Source.JOB,
        note=reason[:500],
        actor=by,
    )
    hooks().refund_changed(refund=refund, before="")
    return refund


def carry_out_refund(*, refund: Refund, provider: Provider) -> Refund:
    """Have the provider give the money back, once, however often this is called.

    First the donation is settled: a refund that was made before a crash bears our key and is found.
    Only if there is none is it made, under the same idempotency key, and not while the books do not
    agree. A refusal makes it failed, which stays visible until somebody solves it. Raises
    UnavailableError; a job tries again.
    """
    source = Source.OFFICE if refund.by_id else Source.JOB
    donation = settle(donation=refund.donation, provider=provider, source=source)
    refund.refresh_from_db()
    if refund.state != RefundState.REQUESTED or donation.mismatch:
        return refund
    try:
        provider.create_refund(
            payment=refund.donation.provider_payment or "",
            cents=refund.cents,
            idempotency_key=refund.idempotency_key,
            reason=refund.reason,
        )
    except RefusedError as error:
        _refuse(refund, error)
    settle(donation=refund.donation, provider=provider, source=source)
    refund.refresh_from_db()
    return refund


def _refuse(refund: Refund, error: RefusedError) -> None:
    with transaction.atomic():
        donation = locked(refund.donation)
        refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
        if refund.state != RefundState.REQUESTED:
            return
        refund.state = RefundState.FAILED
        refund.failure = (error.code or str(error))[:300]
        refund.finished_at = timezone.now()
        refund.save(update_fields=["state", "failure", "finished_at"])
        DonationEvent.objects.create(
            donation=donation,
            kind=EventKind.REFUND_FAILED,
            cents=refund.cents,
            source=Source.JOB,
            note=refund.failure,
        )
        hooks().refund_changed(refund=refund, before=RefundState.REQUESTED)


def solve_refund(*, refund: Refund, note: str, by: Any, is_returned: bool = False) -> Refund:
    """Somebody has dealt with a failed refund; the donor has the money when it ``is_returned``.

    What was returned, for example by a bank transfer, counts as given back from now on. Raises
    NotAllowedError: it is solved already, or more than the donation still holds.
    """
    with transaction.atomic():
        donation = locked(refund.donation)
        refund = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
        if refund.state != RefundState.FAILED or refund.solved_at:
            raise NotAllowedError(_("There is nothing left to solve here."))
        if is_returned and refund.cents > donation.refundable_cents:
            raise _too_much(donation, donation.refundable_cents)
        refund.solved_at, refund.solved_note = timezone.now(), note[:500]
        refund.is_returned = is_returned
        refund.save(update_fields=["solved_at", "solved_note", "is_returned"])
        DonationEvent.objects.create(
            donation=donation,
            kind=EventKind.NOTE,
            cents=refund.cents,
            source=Source.OFFICE,
            note=note[:2000],
            actor=by,
        )
        if is_returned:
            note_return(donation=donation, cents=refund.cents, source=Source.OFFICE)
    return refund


def refund_failed_campaign(*, campaign: Campaign, provider: Provider) -> int:
    """Give everything back when an all-or-nothing campaign has missed its goal.

    May be stopped at any point and called again: each donation is refunded by what is left of it,
    and one whose refund has failed waits for a person. Returns how many refunds were carried out.
    """
    if not decide_outcome(campaign=campaign):
        return 0
    for donation in Donation.objects.filter(campaign=campaign, net_cents__gt=0).iterator():
        _request_all(donation)
    waiting = Refund.objects.filter(
        donation__campaign=campaign, state=RefundState.REQUESTED
    ).select_related("donation")
    return sum(
        carry_out_refund(refund=refund, provider=provider).state != RefundState.REQUESTED
        for refund in waiting.order_by("pk")
    )


def _request_all(donation: Donation) -> None:
    with transaction.atomic():
        donation = locked(donation)
        left = left_to_refund(donation)
        if left and not donation.mismatch and not donation.refunds.unsolved().exists():
            _request(donation, left, _("The goal was not reached."), None)
