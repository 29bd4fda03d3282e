"""Verbs about a campaign's life."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crowdfunding_lite.domain.errors import NotAllowedError
from crowdfunding_lite.hooks import hooks
from crowdfunding_lite.models import (
    Campaign,
    Donation,
    Payout,
    Rule,
    Stage,
    StageStep,
    Subscription,
)
from crowdfunding_lite.models.campaigns import OPEN_STAGES
from crowdfunding_lite.models.payouts import GONE
from crowdfunding_lite.queries import confirmed_cents

STEPS: dict[str, tuple[str, ...]] = {
    Stage.DRAFT: (Stage.REVIEW,),
    Stage.REVIEW: (Stage.PUBLISHED, Stage.DRAFT, Stage.DECLINED),
    Stage.PUBLISHED: (Stage.FUNDED, Stage.ENDED),
    Stage.FUNDED: (Stage.ENDED,),
    Stage.ENDED: (Stage.PAID_OUT, Stage.REPORTED),
    Stage.PAID_OUT: (Stage.REPORTED,),
    Stage.REPORTED: (),
    Stage.DECLINED: (Stage.DRAFT,),
}
"""From a stage to the ones that may follow. What took no money may be reported without a payout."""

STAMPS = {Stage.PUBLISHED: "published_at", Stage.FUNDED: "funded_at", Stage.ENDED: "ended_at"}


def locked(campaign: Campaign) -> Campaign:
    """The campaign's row, for this transaction alone."""
    return Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)


def move_stage(*, campaign: Campaign, to: str, by: Any = None, reason: str = "") -> Campaign:
    """Take a step and write it down. NotAllowedError when ``STEPS`` does not know it.

    Ending a campaign this way ends what belongs to it, too; see :func:`end_campaign`.
    """
    if to == Stage.ENDED:
        return end_campaign(campaign=campaign, by=by, reason=reason)
    with transaction.atomic():
        campaign = locked(campaign)
        _step(campaign, to, by=by, reason=reason)
    return campaign


def _step(campaign: Campaign, to: str, *, by: Any, reason: str) -> None:
    if to not in STEPS[campaign.stage]:
        raise NotAllowedError(
            _("This is “%(now)s” and cannot become “%(then)s”.")
            % {"now": campaign.get_stage_display(), "then": Stage(to).label}
        )
    before, campaign.stage = campaign.stage, to
    stamp = STAMPS.get(Stage(to))
    if stamp:
        setattr(campaign, stamp, timezone.now())
    campaign.save(update_fields=["stage", *([stamp] if stamp else [])])
    step = StageStep.objects.create(
        campaign=campaign, from_stage=before, to_stage=to, by=by, reason=reason[:2000]
    )
    hooks().stage_moved(campaign=campaign, step=step)


def end_campaign(*, campaign: Campaign, by: Any = None, reason: str = "") -> Campaign:
    """Take no more donations, and wish the end of monthly ones.

    What is on its way still counts. Whether the goal is missed is decided when nothing is
    (:func:`decide_outcome`); the reconciliation closes payment pages and tells the provider.
    """
    with transaction.atomic():
        campaign = locked(campaign)
        _step(campaign, Stage.ENDED, by=by, reason=reason)
        Subscription.objects.filter(campaign=campaign, stop_asked_at=None).running().update(
            stop_asked_at=timezone.now(), stop_with_campaign=True
        )
    return campaign


def end_due_campaigns() -> int:
    """End campaigns whose last day is over; how many."""
    due = Campaign.objects.filter(stage__in=OPEN_STAGES, ends_on__lt=timezone.localdate())
    ended = 0
    for campaign in due.order_by("ends_on"):
        try:
            end_campaign(campaign=campaign)
        except NotAllowedError:  # somebody was quicker
            continue
        ended += 1
    return ended


def check_goal(*, campaign: Campaign) -> bool:
    """Make a published campaign funded once its goal is reached; whether it became so.

    As long as something is missing this is one query, and none once the goal was reached.
    """
    if campaign.stage != Stage.PUBLISHED:
        return False
    if not Campaign.objects.filter(pk=campaign.pk).goal_reached().exists():
        return False
    with transaction.atomic():
        campaign = locked(campaign)
        if campaign.stage != Stage.PUBLISHED:
            return False
        _step(campaign, Stage.FUNDED, by=None, reason="")
    return True


def check_goals() -> int:
    """Two payments that arrive at once do not see each other; this sees both. How many."""
    reached = Campaign.objects.filter(stage=Stage.PUBLISHED).goal_reached()
    return sum(check_goal(campaign=campaign) for campaign in reached)


def decide_outcome(*, campaign: Campaign) -> bool:
    """Whether an ended all-or-nothing campaign has missed its goal, which is written down once.

    As long as money is on its way nothing is decided, since it may make the goal.
    """
    with transaction.atomic():
        campaign = locked(campaign)
        if campaign.missed_at is not None:
            return True
        ended = campaign.ended_at is not None
        if not ended or campaign.rule != Rule.ALL_OR_NOTHING:
            return False
        if Donation.objects.filter(campaign=campaign).open().exists() or _is_paid_out(campaign):
            return False
        if confirmed_cents(campaign) >= (campaign.goal_cents or 0):
            return False
        campaign.missed_at = timezone.now()
        campaign.save(update_fields=["missed_at"])
    return True


def _is_paid_out(campaign: Campaign) -> bool:
    """A lost dispute after the payout must not give everybody's money back."""
    return Payout.objects.filter(campaign=campaign).exclude(state__in=GONE).exists()
