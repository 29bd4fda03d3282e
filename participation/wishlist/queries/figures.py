"""How far a wish is, in cents and in words' numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from crowdfunding_lite.models import Campaign, Donation, Pledge, PledgeState, Rule
from django.db.models import Sum
from django.utils import timezone

from participation.wishlist.models import Institution, Wish


@dataclass(frozen=True)
class Progress:
    """What has come and what is on its way, against the goal. Cents.

    ``percent`` is cut, not rounded: 100 is only said when the goal is reached.
    """

    goal: int
    confirmed: int
    pending: int
    stretch: int
    count: int
    ends_on: date | None
    all_or_nothing: bool

    @property
    def percent(self) -> int:
        """Whole per cent of the goal; 0 without a goal."""
        return self.confirmed * 100 // self.goal if self.goal else 0

    @property
    def missing(self) -> int:
        """Cents that are missing to the goal, what is on its way not counted."""
        return max(self.goal - self.confirmed, 0)

    @property
    def is_reached(self) -> bool:
        """Whether the goal is reached."""
        return bool(self.goal) and self.confirmed >= self.goal

    @property
    def shown(self) -> int:
        """Where the bar ends: never beyond its length."""
        return min(self.confirmed, self.bar)

    @property
    def with_pending(self) -> int:
        """Where the pale part of the bar ends."""
        return min(self.confirmed + self.pending, self.bar)

    @property
    def bar(self) -> int:
        """The length of the bar: the goal, or the stretch goal once the goal is reached."""
        return self.stretch if self.is_reached and self.stretch else self.goal

    @property
    def days_left(self) -> int | None:
        """Whole days until the end, the last day being 0; None without an end or after it."""
        if self.ends_on is None:
            return None
        days = (self.ends_on - timezone.localdate()).days
        return days if days >= 0 else None


def progress(wish: Wish) -> Progress:
    """Of a wish read with its totals. No query."""
    campaign, totals = wish.campaign, vars(wish)
    return _progress(campaign, totals)


def progress_of(campaign: Campaign) -> Progress:
    """Of a campaign, read anew. One query."""
    found = Campaign.objects.with_totals().get(pk=campaign.pk)
    return _progress(found, vars(found))


def _progress(campaign: Campaign, totals: dict[str, Any]) -> Progress:
    return Progress(
        goal=campaign.goal_cents or 0,
        confirmed=totals["confirmed_cents"],
        pending=totals["pending_cents"],
        stretch=campaign.stretch_goal_cents or 0,
        count=totals["donation_count"],
        ends_on=campaign.ends_on,
        all_or_nothing=campaign.rule == Rule.ALL_OR_NOTHING,
    )


@dataclass(frozen=True)
class Together:
    """What the whole wish list has brought about."""

    cents: int
    fulfilled: int
    open: int
    pledges: int
    institutions: int


def together() -> Together:
    """For the start page. Five queries."""
    public = Campaign.objects.public()
    money = Donation.objects.filter(campaign__in=public.values("pk")).exclude(settled_cents=0)
    kept = Pledge.objects.filter(state__in=[PledgeState.HANDED_OVER, PledgeState.THANKED])
    return Together(
        cents=money.aggregate(sum=Sum("campaign_cents"))["sum"] or 0,
        fulfilled=public.filter(funded_at__isnull=False).count(),
        open=Wish.objects.open().count(),
        pledges=kept.count(),
        institutions=Institution.objects.public().count(),
    )
