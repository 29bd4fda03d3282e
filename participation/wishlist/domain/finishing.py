"""Verbs that bring a wish to its end: end it early, report on it."""

from crowdfunding_lite import domain
from crowdfunding_lite.models import Rule, Stage
from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from participation.wishlist.domain import campaigns
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.domain.wishes import locked
from participation.wishlist.models import Wish, WishUpdate
from participation.wishlist.models.choices import UpdateKind
from participation.wishlist.queries import books


def runs_to_its_day(wish: Wish) -> bool:
    """Whether an all-or-nothing wish is not funded yet: donors were promised a day."""
    return wish.campaign.rule == Rule.ALL_OR_NOTHING and wish.campaign.stage != Stage.FUNDED


def end(*, wish: Wish, by: User) -> Wish:
    """Take no more donations and pledges from now on."""
    with transaction.atomic():
        wish = locked(wish)
        if not wish.campaign.is_open:
            raise NotAllowedError(_("This wish has ended already."))
        if runs_to_its_day(wish):
            raise NotAllowedError(_("“All or nothing” runs until its last day."))
        domain.end_campaign(campaign=wish.campaign, by=by)
    return wish


def report(*, update: WishUpdate, by: User) -> Wish | None:
    """A final report closes a wish whose money is paid out, or that took none."""
    if update.kind != UpdateKind.REPORT:
        return None
    with transaction.atomic():
        wish = locked(update.wish)
        stage, money = wish.campaign.stage, books.sums(wish.campaign)
        if stage == Stage.PAID_OUT or (stage == Stage.ENDED and not money.settled_cents):
            return campaigns.move(wish=wish, to=Stage.REPORTED, by=by)
    return None
