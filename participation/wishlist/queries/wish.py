"""What a wish's page reads."""

from dataclasses import dataclass
from datetime import datetime

from crowdfunding_lite.models import Campaign, Donation, Stage
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from participation.wishlist.models import Wish, WishUpdate
from participation.wishlist.queries.lists import with_card, with_totals

DONORS_SHOWN = 12


def wish_with_totals(pk: int) -> Wish | None:
    """A wish with its totals, pictures and needs, whoever may see it. Four queries."""
    return with_card(with_totals(Wish.objects.filter(pk=pk))).first()


def updates(wish: Wish) -> QuerySet[WishUpdate]:
    """What its institution tells, newest first."""
    return wish.updates.public().select_related("image").prefetch_related("image__renditions")


def named_donors(campaign: Campaign) -> QuerySet[Donation]:
    """Donations with a name or words that everybody may read, newest first."""
    found = Donation.objects.filter(campaign=campaign).counted()
    spoken = ~Q(public_name="") | ~Q(dedication="")
    return (
        found.filter(spoken)
        .only("public_name", "dedication", "paid_at")
        .order_by("-paid_at", "-pk")
    )


@dataclass(frozen=True)
class Mark:
    """A stage on a wish's way, and when it was reached."""

    label: str
    at: datetime | None
    is_current: bool


def way(wish: Wish) -> list[Mark]:
    """The stages a public wish goes through, those before it with their day. One query."""
    names = {
        Stage.PUBLISHED: _("Published"),
        Stage.FUNDED: _("Goal reached"),
        Stage.ENDED: _("Ended"),
        Stage.PAID_OUT: _("Paid out"),
        Stage.REPORTED: _("Reported"),
    }
    reached = {step.to_stage: step.at for step in wish.campaign.steps.all()}
    current = wish.campaign.stage
    order = list(names)
    place = order.index(Stage(current)) if current in names else -1
    return [
        Mark(label, reached.get(stage), stage == current)
        for number, (stage, label) in enumerate(names.items())
        if number >= place or stage in reached
    ]
