"""Verbs about promised things and time."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crowdfunding_lite import conf
from crowdfunding_lite.domain.campaigns import check_goal
from crowdfunding_lite.domain.errors import NotAllowedError
from crowdfunding_lite.hooks import hooks
from crowdfunding_lite.models import Need, Pledge, PledgeState


def promise(
    *,
    need: Need,
    quantity: int,
    name: str,
    email: str,
    user: Any = None,
    note: str = "",
    language: str = "",
) -> Pledge:
    """Take a share of a need; who is signed in needs no confirmation by mail.

    NotAllowedError when the campaign takes none or fewer are open. The counter is raised in one
    statement with its condition, so two at the same time cannot both have the last one.
    """
    if quantity < 1:
        raise NotAllowedError(_("Choose at least one."))
    if not need.campaign.is_open:
        raise NotAllowedError(_("This campaign takes no more pledges."))
    with transaction.atomic():
        _take(need, quantity)
        pledge = Pledge.objects.create(
            need=need,
            quantity=quantity,
            name=name,
            email=email,
            user=user,
            note=note,
            language=language,
        )
        hooks().pledge_changed(pledge=pledge, before="")
        if user is not None:
            pledge = confirm_pledge(pledge=pledge)
    return pledge


def _take(need: Need, quantity: int) -> None:
    fits = Need.objects.filter(pk=need.pk, promised__lte=F("quantity") - quantity)
    if fits.update(promised=F("promised") + quantity):
        return
    need.refresh_from_db(fields=["promised", "quantity"])
    if not need.open_quantity:
        raise NotAllowedError(_("Somebody else was quicker: everything is promised already."))
    raise NotAllowedError(
        ngettext(
            "Only %(count)s more is needed.",
            "Only %(count)s more are needed.",
            need.open_quantity,
        )
        % {"count": need.open_quantity}
    )


def confirm_pledge(*, pledge: Pledge) -> Pledge:
    """Who promised has proven the address. Confirming twice changes nothing."""
    with transaction.atomic():
        pledge = _locked(pledge)
        if pledge.confirmed_at is not None and pledge.state != PledgeState.UNCONFIRMED:
            return pledge
        _move(pledge, PledgeState.PROMISED, (PledgeState.UNCONFIRMED,), confirmed_at=timezone.now())
        check_goal(campaign=pledge.need.campaign)
    return pledge


def agree_hand_over(*, pledge: Pledge, on: date) -> Pledge:
    """Fix the day; it may be moved until the hand-over."""
    if on < timezone.localdate():
        raise NotAllowedError(_("Choose a day that is not over yet."))
    with transaction.atomic():
        pledge = _locked(pledge)
        allowed = (PledgeState.PROMISED, PledgeState.AGREED)
        _move(pledge, PledgeState.AGREED, allowed, hand_over_on=on, reminded_at=None)
    return pledge


def hand_over(*, pledge: Pledge) -> Pledge:
    """The thing has come, or the help was given; earlier than agreed, it came today."""
    with transaction.atomic():
        pledge = _locked(pledge)
        allowed = (PledgeState.PROMISED, PledgeState.AGREED)
        today = timezone.localdate()
        day = min(pledge.hand_over_on or today, today)
        now = timezone.now()
        _move(pledge, PledgeState.HANDED_OVER, allowed, handed_over_at=now, hand_over_on=day)
    return pledge


def thank(*, pledge: Pledge) -> Pledge:
    """Thank for what was handed over."""
    with transaction.atomic():
        pledge = _locked(pledge)
        _move(pledge, PledgeState.THANKED, (PledgeState.HANDED_OVER,))
    return pledge


def withdraw_pledge(*, pledge: Pledge) -> Pledge:
    """Take a promise back; its share is open again."""
    with transaction.atomic():
        pledge = _locked(pledge)
        allowed = (PledgeState.UNCONFIRMED, PledgeState.PROMISED, PledgeState.AGREED)
        _move(pledge, PledgeState.WITHDRAWN, allowed)
        _give_back(pledge)
    return pledge


def expire_pledges() -> int:
    """Open again what nobody has confirmed in time; how many pledges."""
    hours = conf.number("CONFIRM_PLEDGE_HOURS")
    old = Pledge.objects.filter(
        state=PledgeState.UNCONFIRMED, created_at__lt=timezone.now() - timedelta(hours=hours)
    )
    return sum(_expire(pledge) for pledge in old)


def _expire(pledge: Pledge) -> bool:
    with transaction.atomic():
        pledge = _locked(pledge)
        if pledge.state != PledgeState.UNCONFIRMED:
            return False
        _move(pledge, PledgeState.EXPIRED, (PledgeState.UNCONFIRMED,))
        _give_back(pledge)
    return True


def _locked(pledge: Pledge) -> Pledge:
    return (
        Pledge.objects.select_for_update(of=("self",))
        .select_related("need__campaign")
        .get(pk=pledge.pk)
    )


def _move(pledge: Pledge, to: PledgeState, allowed: tuple[str, ...], **values: object) -> None:
    if pledge.state not in allowed:
        raise NotAllowedError(
            _("This pledge is “%(state)s” already.") % {"state": pledge.get_state_display()}
        )
    before, pledge.state = pledge.state, to
    for name, value in values.items():
        setattr(pledge, name, value)
    pledge.save(update_fields=["state", *values])
    hooks().pledge_changed(pledge=pledge, before=before)


def _give_back(pledge: Pledge) -> None:
    Need.objects.filter(pk=pledge.need_id).update(promised=F("promised") - pledge.quantity)
