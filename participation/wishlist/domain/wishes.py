"""Verbs of institutions about their wishes: write, change, ask for things and time, hand in."""

from collections.abc import Iterable
from typing import Any

from crowdfunding_lite.models import Campaign, Need, Stage
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from participation.wishlist.domain import campaigns, files
from participation.wishlist.domain.rules import NotAllowedError, note
from participation.wishlist.models import Institution, Wish
from participation.wishlist.models.choices import InstitutionState

MONEY = ("title", "goal_cents", "stretch_goal_cents", "ends_on", "rule")
"""What of a wish the campaign keeps."""
CHANGEABLE = (Stage.DRAFT, Stage.DECLINED)
"""Afterwards title, story and goal are what people have given for."""
MAY_WRITE = (InstitutionState.APPLIED, InstitutionState.VERIFIED)
MOST_NEEDS, MOST_WISHES, MOST_PICTURES = 12, 30, 8


def create_wish(
    *, institution: Institution, by: User, words: dict[str, Any], language: str
) -> Wish:
    """A new draft. ``words`` are fields of :class:`Wish`; those of ``MONEY`` its campaign's."""
    if institution.state not in MAY_WRITE:
        raise NotAllowedError(_("This institution cannot write wishes at present."))
    with transaction.atomic():
        if institution.wishes.exclude(campaign__stage=Stage.REPORTED).count() >= MOST_WISHES:
            raise NotAllowedError(_("An institution has at most 30 wishes at a time."))
        money, words = _parted(words)
        campaign = Campaign.objects.create(receiver_id=institution.receiver_id, **money)
        return Wish.objects.create(
            campaign=campaign, institution=institution, language=language, created_by=by, **words
        )


def change_wish(*, wish: Wish, words: dict[str, Any]) -> Wish:
    """Change a draft. NotAllowedError once it has been handed in."""
    with transaction.atomic():
        wish = locked(wish)
        _ensure_changeable(wish)
        money, words = _parted(words)
        note(wish.campaign, **money)
        note(wish, **words)
        wish.save()  # for the search and the date of the change
    return wish


def _parted(words: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    money = {name: value for name, value in words.items() if name in MONEY}
    return money, {name: value for name, value in words.items() if name not in MONEY}


def locked(wish: Wish) -> Wish:
    """The wish, fresh, with its campaign's row locked until the transaction ends."""
    Campaign.objects.select_for_update(of=("self",)).get(pk=wish.campaign_id)
    return Wish.objects.select_related("campaign__receiver", "institution").get(pk=wish.pk)


def _ensure_changeable(wish: Wish) -> None:
    if wish.campaign.stage not in CHANGEABLE:
        raise NotAllowedError(
            _("What has been handed in stays as it is. Take it back first, or write an update.")
        )


def add_pictures(*, wish: Wish, pictures: Iterable[tuple[File, str]], by: User) -> None:
    """Add pictures, each with its description; also once the wish is public."""
    with transaction.atomic():
        wish, pictures = locked(wish), list(pictures)
        if wish.pictures.count() + len(pictures) > MOST_PICTURES:
            raise NotAllowedError(_("A wish has at most eight pictures."))
        files.add_pictures(wish=wish, files=pictures, by=by)


def remove_pictures(*, wish: Wish, keys: Iterable[int]) -> None:
    """Take pictures away."""
    with transaction.atomic():
        files.remove_pictures(wish=locked(wish), keys=keys)


def add_need(*, wish: Wish, words: dict[str, Any]) -> Need:
    """Ask for a thing or for time; also while the wish is public."""
    with transaction.atomic():
        wish = locked(wish)
        _ensure_needs_open(wish)
        if wish.campaign.needs.count() >= MOST_NEEDS:
            raise NotAllowedError(_("A wish has at most 12 things and tasks."))
        need = Need.objects.create(campaign=wish.campaign, **words)
        wish.save()
    return need


def change_need(*, wish: Wish, need: Need, words: dict[str, Any]) -> Need:
    """Change what is asked for. What people have promised already must still fit."""
    with transaction.atomic():
        wish = locked(wish)
        _ensure_needs_open(wish)
        need = wish.campaign.needs.select_for_update().get(pk=need.pk)
        if words["quantity"] < need.promised:
            raise NotAllowedError(
                _("%(number)s of it are promised already; please ask for at least as many.")
                % {"number": need.promised}
            )
        note(need, **words)
        wish.save()
    return need


def remove_need(*, wish: Wish, need: Need) -> None:
    """Ask for it no longer. NotAllowedError once somebody has promised it."""
    with transaction.atomic():
        wish = locked(wish)
        _ensure_needs_open(wish)
        need = wish.campaign.needs.select_for_update().get(pk=need.pk)
        if need.pledges.exists():
            raise NotAllowedError(_("Somebody has answered this already, so it stays."))
        need.delete()
        wish.save()


def _ensure_needs_open(wish: Wish) -> None:
    if wish.campaign.stage not in (*CHANGEABLE, Stage.PUBLISHED, Stage.FUNDED):
        raise NotAllowedError(_("This wish has been handed in or is over; its needs stay."))


def hand_in(*, wish: Wish, by: User) -> Wish:
    """Give a draft to the office to look at."""
    with transaction.atomic():
        wish = locked(wish)
        _ensure_changeable(wish)
        if wish.campaign.goal_cents is None and not wish.campaign.needs.exists():
            raise NotAllowedError(_("Say first what you need: money, things or time."))
        if wish.campaign.stage == Stage.DECLINED:
            campaigns.move(wish=wish, to=Stage.DRAFT, by=by)
        campaigns.move(wish=wish, to=Stage.REVIEW, by=by)
    return wish


def take_back(*, wish: Wish, by: User) -> Wish:
    """Take it back from the office to change it."""
    with transaction.atomic():
        wish = locked(wish)
        if wish.campaign.stage != Stage.REVIEW:
            raise NotAllowedError(_("The office has decided meanwhile."))
        campaigns.move(wish=wish, to=Stage.DRAFT, by=by)
    return wish


def discard(*, wish: Wish) -> None:
    """Delete a draft for good, with its pictures. NotAllowedError once it was ever handed in."""
    with transaction.atomic():
        wish = locked(wish)
        campaign = wish.campaign
        if campaign.stage != Stage.DRAFT or campaign.steps.exists():
            raise NotAllowedError(_("This wish was handed in before, so it stays."))
        files.remove_pictures(wish=wish, keys=wish.pictures.values_list("pk", flat=True))
        wish.delete()
        campaign.needs.all().delete()
        campaign.delete()
