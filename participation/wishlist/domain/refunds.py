"""Verbs of the treasury about money that goes back, and about what was found to be wrong."""

from crowdfunding_lite import domain as money
from crowdfunding_lite.domain import NotAllowedError
from crowdfunding_lite.models import (
    Difference,
    Dispute,
    Donation,
    DonationEvent,
    EventKind,
    Refund,
    Source,
)
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.jobs import enqueue
from cms.users.models import User
from participation.wishlist.domain import receipts
from participation.wishlist.domain.rules import note


def ask(*, donation: Donation, cents: int, reason: str, by: User) -> Refund:
    """Decide to give money back; a job has the provider do it. Its receipt is void at once (hooks).

    Raises NotAllowedError: more than is left, or books that do not agree.
    """
    if not reason.strip():
        raise NotAllowedError(_("Say why the money goes back."))
    with transaction.atomic():
        refund = money.request_refund(donation=donation, cents=cents, reason=reason, by=by)
        enqueue("wishlist.carry_out_refund", refund_id=refund.pk)
    return refund


def solve(*, refund: Refund, solution: str, by: User, is_returned: bool = False) -> Refund:
    """Write down how a failed refund was settled, and whether the donor has the money by now.

    What was returned, for example by a bank transfer, is no longer paid out to the institution.
    """
    if not solution.strip():
        raise NotAllowedError(_("Say how it was solved."))
    with transaction.atomic():
        solved = money.solve_refund(refund=refund, note=solution, by=by, is_returned=is_returned)
        if is_returned:
            receipts.money_went_back(
                donation=solved.donation, reason=_("The donation is refunded.")
            )
    return solved


def note_evidence(*, dispute: Dispute, text: str, by: User) -> Dispute:
    """Keep what was sent to the bank in a dispute, and write it into the donation's history."""
    with transaction.atomic():
        dispute = Dispute.objects.select_for_update(of=("self",)).get(pk=dispute.pk)
        note(dispute, evidence_note=text)
        DonationEvent.objects.create(
            donation=dispute.donation,
            kind=EventKind.NOTE,
            source=Source.OFFICE,
            note=text[:2000],
            actor=by,
        )
    return dispute


def explain_difference(*, difference: Difference, text: str) -> Difference:
    """Close a difference that somebody has understood."""
    if not text.strip():
        raise NotAllowedError(_("Say how it was solved."))
    with transaction.atomic():
        difference = Difference.objects.select_for_update(of=("self",)).get(pk=difference.pk)
        if difference.solved_at is not None:
            raise NotAllowedError(_("There is nothing left to solve here."))
        note(difference, solved_at=timezone.now(), note=text[:500])
    return difference


def comment(*, donation: Donation, text: str, by: User) -> DonationEvent:
    """A note of the office in a donation's history."""
    if not text.strip():
        raise NotAllowedError(_("An empty note says nothing."))
    return DonationEvent.objects.create(
        donation=donation, kind=EventKind.NOTE, source=Source.OFFICE, note=text[:2000], actor=by
    )
