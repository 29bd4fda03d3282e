"""Verbs about paying out to receivers."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crowdfunding_lite import conf
from crowdfunding_lite.domain import campaigns
from crowdfunding_lite.domain.errors import NotAllowedError
from crowdfunding_lite.hooks import hooks
from crowdfunding_lite.models import (
    Campaign,
    Payout,
    PayoutMethod,
    PayoutState,
    Rule,
    Stage,
)
from crowdfunding_lite.providers import Provider, RefusedError
from crowdfunding_lite.queries import confirmed_cents, totals


def plan_payout(*, campaign: Campaign, cents: int | None = None, by: Any = None) -> Payout:
    """Set a sum aside for the receiver, all that is left by default; it is held for some days.

    NotAllowedError: too much, an account that is missing, an all-or-nothing campaign that has not
    made its goal, or what the host's hook ``why_not_pay_out`` says.
    """
    with transaction.atomic():
        campaign = campaigns.locked(campaign)
        receiver = campaign.receiver
        objection = _objection(campaign)
        if objection:
            raise NotAllowedError(objection)
        available = totals(campaign).available_cents
        cents = available if cents is None else cents
        if cents < 1:
            raise NotAllowedError(_nothing_left())
        if cents > available:
            raise NotAllowedError(_("That is more than is left to pay out."))
        payout = Payout.objects.create(
            campaign=campaign,
            receiver=receiver,
            cents=cents,
            currency=campaign.currency,
            method=receiver.payout_method,
            hold_until=timezone.localdate() + timedelta(days=conf.number("HOLD_DAYS")),
            by=by,
        )
        hooks().payout_changed(payout=payout, before="")
    return payout


def why_not_plan(*, campaign: Campaign) -> str:
    """A sentence for people why no payout of the campaign can be planned now; empty if one can."""
    objection = _objection(campaign)
    if objection or totals(campaign).available_cents > 0:
        return objection
    return _nothing_left()


def _nothing_left() -> str:
    return _("Nothing is left to pay out.")


def _objection(campaign: Campaign) -> str:
    receiver = campaign.receiver
    if not receiver.is_active:
        return _("The receiver is not active.")
    by_bank = receiver.payout_method == PayoutMethod.BANK
    if not (receiver.iban if by_bank else receiver.provider_account):
        return _("The receiver's account is missing.")
    if campaign.rule == Rule.ALL_OR_NOTHING and (
        campaign.ended_at is None
        or campaign.missed_at is not None
        or confirmed_cents(campaign) < (campaign.goal_cents or 0)
    ):
        return _("“All or nothing” is paid out once the goal is made for good.")
    return hooks().why_not_pay_out(campaign=campaign)


def release_payout(*, payout: Payout, by: Any = None) -> Payout:
    """The time of waiting is over and the money is still there."""
    with transaction.atomic():
        payout = _locked(payout)
        _expect(payout, PayoutState.HELD)
        if payout.hold_until and payout.hold_until > timezone.localdate():
            raise NotAllowedError(_("This payout is still held."))
        if totals(payout.campaign).available_cents < 0:
            raise NotAllowedError(_("Money has gone back since; plan the payout anew."))
        _move(payout, PayoutState.READY, by=by or payout.by)
    return payout


def send_payout(
    *, payout: Payout, provider: Provider | None = None, batch: str = "", by: Any = None
) -> Payout:
    """Write it into the bank's file ``batch``, or have the provider transfer it.

    That it is sent is committed before the provider is asked. A transfer made before a crash bears
    our reference and is found, so none is made twice.
    """
    with transaction.atomic():
        payout = _locked(payout)
        begun = payout.state == PayoutState.SENT and payout.method == PayoutMethod.PROVIDER
        if not begun:
            _expect(payout, PayoutState.READY)
            _move(payout, PayoutState.SENT, sent_at=timezone.now(), batch=batch)
    if payout.method == PayoutMethod.PROVIDER:
        if provider is None:
            raise ValueError("This payout goes through a provider.")
        return _transfer(payout, provider)
    return payout


def _transfer(payout: Payout, provider: Provider) -> Payout:
    made = provider.transfers(payout.reference)
    try:
        transfer = (
            made[0]
            if made
            else provider.create_transfer(
                account=payout.receiver.provider_account,
                cents=payout.cents,
                currency=payout.currency,
                reference=payout.reference,
                idempotency_key=payout.idempotency_key,
            )
        )
    except RefusedError as error:
        return fail_payout(payout=payout, failure=error.code or str(error))
    with transaction.atomic():
        payout = _locked(payout)
        if payout.provider_transfer is None:
            payout.provider_transfer = transfer.reference
            payout.save(update_fields=["provider_transfer"])
    return confirm_payout(payout=payout)


def confirm_payout(*, payout: Payout, by: Any = None) -> Payout:
    """The money has left. The last one of an ended campaign makes it paid out."""
    with transaction.atomic():
        campaign = campaigns.locked(payout.campaign)
        payout = _locked(payout)
        if payout.state == PayoutState.PAID:
            return payout
        _expect(payout, PayoutState.SENT)
        _move(payout, PayoutState.PAID, paid_at=timezone.now())
        unpaid = campaign.payouts.standing().exclude(state=PayoutState.PAID)
        nothing_left = totals(campaign).available_cents <= 0 and not unpaid.exists()
        if campaign.stage == Stage.ENDED and nothing_left:
            campaigns.move_stage(campaign=campaign, to=Stage.PAID_OUT, by=by)
    return payout


def fail_payout(*, payout: Payout, failure: str, by: Any = None) -> Payout:
    """The bank or the provider did not take it; the sum is open again."""
    with transaction.atomic():
        payout = _locked(payout)
        _expect(payout, PayoutState.READY, PayoutState.SENT)
        _move(payout, PayoutState.FAILED, failure=failure[:300])
    return payout


def cancel_payout(*, payout: Payout, by: Any = None) -> Payout:
    """Not sent after all; the sum is open again."""
    with transaction.atomic():
        payout = _locked(payout)
        _expect(payout, PayoutState.HELD, PayoutState.READY)
        _move(payout, PayoutState.CANCELLED)
    return payout


def _locked(payout: Payout) -> Payout:
    """The campaign first, as everywhere, so that two never wait for each other."""
    campaigns.locked(payout.campaign)
    return (
        Payout.objects.select_for_update(of=("self",))
        .select_related("campaign", "receiver")
        .get(pk=payout.pk)
    )


def _expect(payout: Payout, *states: str) -> None:
    if payout.state not in states:
        raise NotAllowedError(
            _("This payout is “%(state)s” already.") % {"state": payout.get_state_display()}
        )


def _move(payout: Payout, to: PayoutState, **values: object) -> None:
    before, payout.state = payout.state, to
    for name, value in values.items():
        setattr(payout, name, value)
    payout.save(update_fields=["state", *values])
    hooks().payout_changed(payout=payout, before=before)
