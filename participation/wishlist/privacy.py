"""What a person has given, promised and done for an institution.

Erasing takes the person out and leaves the books whole: sums, days and receipts that the law has
us keep (AO § 147) stay, everything else about the person goes.
"""

from typing import Any

from crowdfunding_lite import domain
from crowdfunding_lite.models import (
    Donation,
    DonationEvent,
    Donor,
    Payout,
    Pledge,
    PledgeState,
    Refund,
    StageStep,
    Subscription,
)
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.core.money import euros
from cms.core.privacy import Export, PersonalData, export_of, register
from participation.wishlist import models, office_privacy
from participation.wishlist.domain import members, retention
from participation.wishlist.queries import mine

__all__ = ["office_privacy"]
AHEAD = (PledgeState.UNCONFIRMED, PledgeState.PROMISED, PledgeState.AGREED)


def _donations(user: Any) -> Export:
    found = export_of(
        mine.every_donation(user).select_related("campaign", "donor"),
        "campaign",
        "state",
        "amount_cents",
        "fee_cover_cents",
        "public_name",
        "dedication",
        "created_at",
        "donor",
        campaign=_("Wish"),
        donor=_("Name"),
    )
    return _in_euros(found)


def _in_euros(export: Export) -> Export:
    """Sums as people read them."""
    for row in export.rows:
        row |= {name: euros(row[name]) for name in row if name.endswith("_cents")}
    return export


def _donors(user: Any) -> QuerySet[Donor]:
    return Donor.objects.filter(Q(user=user) | Q(email__in=mine.addresses(user)))


def _erase_donors(user: Any) -> None:
    """A donor with a receipt stays known to the tax office's books, and to nothing else."""
    for donor in _donors(user).filter(shredded_at=None):
        if donor.donations.filter(wants_receipt=True).exists():
            Donor.objects.filter(pk=donor.pk).update(user=None, email="")
            donor.donations.update(user=None, public_name="", dedication="")
        else:
            retention.shred(donor=donor)
    Donation.objects.filter(user=user).update(user=None, public_name="", dedication="")
    DonationEvent.objects.filter(actor=user).update(actor=None)


def _subscriptions(user: Any) -> QuerySet[Subscription]:
    donors = _donors(user)
    return Subscription.objects.filter(Q(user=user) | Q(donor__in=donors))


def _monthly(user: Any) -> Export:
    found = export_of(
        _subscriptions(user).select_related("campaign"),
        "campaign",
        "state",
        "amount_cents",
        "created_at",
        "cancelled_at",
        campaign=_("Wish"),
        created_at=_("Since"),
        cancelled_at=_("Ended"),
    )
    return _in_euros(found)


def _erase_subscriptions(user: Any) -> None:
    """Nothing more is collected from somebody whom nobody could write to any more."""
    for subscription in _subscriptions(user):
        domain.cancel_subscription(subscription=subscription)
    _subscriptions(user).update(user=None, public_name="")


def _pledges(user: Any) -> QuerySet[Pledge]:
    addresses = mine.addresses(user)
    return Pledge.objects.filter(Q(user=user) | Q(email__in=addresses))


def _erase_pledges(user: Any) -> None:
    """What is not handed over yet is open again for others."""
    for pledge in _pledges(user).filter(state__in=AHEAD):
        domain.withdraw_pledge(pledge=pledge)
    _pledges(user).update(user=None, name="", email="", note="")


def _erase_memberships(user: Any) -> None:
    """Whoever goes as the last owner hands over to who comes next."""
    members.leave_everything(user=user)
    models.Invitation.objects.filter(email__in=mine.addresses(user)).delete()
    models.Invitation.objects.filter(invited_by=user).update(invited_by=None)
    models.Confirmation.objects.filter(email__in=mine.addresses(user)).delete()


def _erase_written(user: Any) -> None:
    models.Wish.objects.filter(created_by=user).update(created_by=None)
    models.WishUpdate.objects.filter(author=user).update(author=None)
    models.InstitutionStep.objects.filter(by=user).update(by=None)
    models.ChangeRequest.objects.filter(by=user).update(by=None)
    models.ChangeRequest.objects.filter(decided_by=user).update(decided_by=None)
    StageStep.objects.filter(by=user).update(by=None)
    Payout.objects.filter(by=user).update(by=None)
    Refund.objects.filter(by=user).update(by=None)


register(
    PersonalData(
        key="donations",
        title=_("Your donations"),
        models=(
            "crowdfunding_lite.Donation",
            "crowdfunding_lite.DonationEvent",
            "crowdfunding_lite.Donor",
        ),
        purpose=_("So that your donation arrives and you can prove it to the tax office."),
        export=_donations,
        erase=_erase_donors,
        keeps=_(
            "Sum and day stay in the books without your name. If you wanted a receipt, the law has "
            "us keep its name and address for ten years (AO § 147); nothing else uses them."
        ),
        order=30,
    ),
    PersonalData(
        key="monthly-donations",
        title=_("Your monthly donations"),
        models=("crowdfunding_lite.Subscription",),
        purpose=_("So that they are collected until you end them."),
        export=_monthly,
        erase=_erase_subscriptions,
        keeps=_("They are ended. That they ran stays in the books without your name."),
        order=31,
    ),
    PersonalData(
        key="pledges",
        title=_("What you have promised"),
        models=("crowdfunding_lite.Pledge",),
        purpose=_("So that an institution can agree a day with you."),
        export=lambda user: export_of(
            _pledges(user).select_related("need"),
            "need",
            "quantity",
            "state",
            "name",
            "note",
            "hand_over_on",
            "created_at",
            need=_("What"),
            created_at=_("Sent"),
        ),
        erase=_erase_pledges,
        keeps=_("What was handed over stays counted, without your name."),
        order=31,
    ),
    PersonalData(
        key="wish-updates",
        title=_("Wishes you read about by e-mail"),
        models=("wishlist.UpdateReader",),
        purpose=_("So that you hear what becomes of your donation."),
        export=lambda user: export_of(
            mine.readings(user).select_related("wish__campaign"),
            "wish",
            "created_at",
            wish=_("Wish"),
            created_at=_("Since"),
        ),
        erase=lambda user: mine.readings(user).delete(),
        order=31,
    ),
    PersonalData(
        key="institutions",
        title=_("Your institutions"),
        models=("wishlist.Membership", "wishlist.Invitation", "wishlist.Confirmation"),
        purpose=_("So that you can work on the wishes of an institution."),
        export=lambda user: export_of(
            models.Membership.objects.filter(user=user).select_related("institution"),
            "institution",
            "role",
            "since",
            institution=_("Institution"),
        ),
        erase=_erase_memberships,
        order=32,
    ),
    PersonalData(
        key="wishes-written",
        title=_("What you have written and decided about wishes"),
        models=(
            "wishlist.Wish",
            "wishlist.WishUpdate",
            "wishlist.ChangeRequest",
            "wishlist.InstitutionStep",
            "crowdfunding_lite.Payout",
            "crowdfunding_lite.Refund",
            "crowdfunding_lite.StageStep",
        ),
        purpose=_("So that it can be followed who wrote and decided what."),
        export=lambda user: export_of(
            models.WishUpdate.objects.filter(author=user).select_related("wish__campaign"),
            "wish",
            "title",
            "text",
            "created_at",
            wish=_("Wish"),
            created_at=_("Published"),
        ),
        erase=_erase_written,
        keeps=_("Wishes and updates are the institution's and stay, without your name."),
        order=32,
    ),
)
