"""Verbs of the office about wishes: publish, give back, decline; and hide what an update says."""

from crowdfunding_lite.models import Stage
from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from participation.wishlist.domain import campaigns, files, wish_letters
from participation.wishlist.domain.rules import NotAllowedError, note
from participation.wishlist.domain.wishes import locked
from participation.wishlist.models import Wish, WishUpdate
from participation.wishlist.models.choices import UpdateState


def publish(*, wish: Wish, by: User) -> Wish:
    """Show a wish to everybody. NotAllowedError while its institution is not verified."""
    with transaction.atomic():
        wish = _in_review(wish)
        if not wish.institution.is_public:
            raise NotAllowedError(_("Its institution is not verified yet."))
        campaigns.move(wish=wish, to=Stage.PUBLISHED, by=by)
        images = [row.image for row in wish.pictures.select_related("image")]
        files.open_or_close(images=images, public=True)
        wish_letters.published(wish=wish)
    return wish


def give_back(*, wish: Wish, by: User, reason: str) -> Wish:
    """Have the institution change something; it can hand the wish in again."""
    with transaction.atomic():
        wish = _in_review(wish)
        campaigns.move(wish=wish, to=Stage.DRAFT, by=by, reason=reason)
        wish_letters.given_back(wish=wish, reason=reason)
    return wish


def decline(*, wish: Wish, by: User, reason: str) -> Wish:
    """Say no to a wish, with the reason."""
    with transaction.atomic():
        wish = _in_review(wish)
        campaigns.move(wish=wish, to=Stage.DECLINED, by=by, reason=reason)
        wish_letters.declined(wish=wish, reason=reason)
    return wish


def _in_review(wish: Wish) -> Wish:
    wish = locked(wish)
    if wish.campaign.stage != Stage.REVIEW:
        raise NotAllowedError(_("This wish does not wait for the office at present."))
    return wish


def hide_update(*, update: WishUpdate, reason: str) -> WishUpdate:
    """Take an update off the pages; its institution sees why."""
    note(update, state=UpdateState.HIDDEN, hidden_reason=reason)
    return update


def show_update(*, update: WishUpdate) -> WishUpdate:
    """Show it again."""
    note(update, state=UpdateState.PUBLISHED, hidden_reason="")
    return update
