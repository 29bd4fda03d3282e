"""Verbs about promised things and time, by crowdfunding_lite's own; and reminders."""

from datetime import timedelta

from crowdfunding_lite import domain
from crowdfunding_lite.models import Need, Pledge, PledgeState
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.users.models import User
from participation.wishlist.domain import pledge_letters
from participation.wishlist.domain.rules import settings


def promise(
    *,
    need: Need,
    quantity: int,
    name: str,
    email: str,
    note: str,
    language: str,
    user: User | None,
) -> Pledge:
    """Promise something. Who is signed in with that address has confirmed it by that."""
    known = user if user is not None and user.email.lower() == email.lower() else None
    return domain.promise(
        need=need,
        quantity=quantity,
        name=name,
        email=email.lower(),
        user=known,
        note=note,
        language=language,
    )


def remind_of_pledges() -> int:
    """Remind givers two days before the day, and of promises without one after some days.

    Each is reminded once, and once more when another day is agreed; how many were.
    """
    today = timezone.localdate()
    days = timedelta(days=settings().pledge_reminder_days)
    soon = Q(state=PledgeState.AGREED, hand_over_on__range=(today, today + timedelta(days=2)))
    waiting = Q(state=PledgeState.PROMISED, confirmed_at__lt=timezone.now() - days)
    due = Pledge.objects.filter(soon | waiting, reminded_at=None)
    return sum(_remind(pk) for pk in list(due.values_list("pk", flat=True)))


def _remind(pk: int) -> bool:
    with transaction.atomic():
        found = Pledge.objects.select_for_update(of=("self",), skip_locked=True)
        pledge = found.select_related("need__campaign").filter(pk=pk, reminded_at=None).first()
        if pledge is None or pledge.state not in (PledgeState.AGREED, PledgeState.PROMISED):
            return False
        pledge.reminded_at = timezone.now()
        pledge.save(update_fields=["reminded_at"])
        pledge_letters.remind(pledge=pledge)
    return True
