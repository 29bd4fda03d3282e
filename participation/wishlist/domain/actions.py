"""Which verb the link of a confirmation does."""

from cms.notifications.models import Frequency
from cms.users.models import User
from participation.wishlist.domain import confirmations, institutions, updates
from participation.wishlist.models import Confirmation


def _follow(*, asked: Confirmation, person: User) -> None:
    assert asked.wish is not None  # noqa: S101 – narrows the type
    frequency = asked.data.get("frequency") or Frequency.DAILY
    updates.follow(wish=asked.wish, user=person, frequency=frequency)


DOING: dict[str, confirmations.Doing] = {
    confirmations.INSTITUTION: institutions.confirm_application,
    confirmations.FOLLOW: _follow,
}


def confirm(*, key: str) -> Confirmation | None:
    """Do what a mailed link is for, once; None when it is worthless by now."""
    return confirmations.confirm(key=key, doing=DOING)
