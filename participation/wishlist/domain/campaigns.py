"""The way of a wish through its stages, by crowdfunding_lite's verb."""

from crowdfunding_lite import domain
from django.db import transaction

from cms.users.models import User
from participation.wishlist.models import Wish


def move(*, wish: Wish, to: str, by: User | None, reason: str = "") -> Wish:
    """Move a wish's campaign to a stage and let search and pages know."""
    with transaction.atomic():
        domain.move_stage(campaign=wish.campaign, to=to, by=by, reason=reason)
        wish.campaign.refresh_from_db()
        wish.save()
    return wish
