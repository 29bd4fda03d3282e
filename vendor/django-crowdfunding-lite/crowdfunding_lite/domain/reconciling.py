"""The regular comparison: whatever a dropped message or a crash left open is brought to its end."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from crowdfunding_lite import conf
from crowdfunding_lite.domain.balance import EPOCH
from crowdfunding_lite.domain.campaigns import check_goals, end_due_campaigns
from crowdfunding_lite.domain.checkouts import finish_checkout
from crowdfunding_lite.domain.errors import BusyError, NotAllowedError
from crowdfunding_lite.domain.inbox import handle_event, receive_event
from crowdfunding_lite.domain.payouts import send_payout
from crowdfunding_lite.domain.pledges import expire_pledges
from crowdfunding_lite.domain.refunds import carry_out_refund, refund_failed_campaign
from crowdfunding_lite.domain.settling import settle
from crowdfunding_lite.domain.subscriptions import OVER, sync_subscription
from crowdfunding_lite.models import (
    Campaign,
    Checkpoint,
    Dispute,
    DisputeState,
    Donation,
    DonationState,
    InboxEvent,
    Payout,
    PayoutMethod,
    PayoutState,
    Refund,
    RefundState,
    Rule,
    Source,
    Subscription,
    SubscriptionTerm,
)
from crowdfunding_lite.providers import Provider, ProviderError

log = logging.getLogger(__name__)

EVENTS = "events"
OVERLAP = timedelta(hours=1)
"""Events may become visible a little after others that happened later."""
AT_A_TIME = 200
HOURLY, DAILY = timedelta(hours=1), timedelta(hours=20)


@dataclass
class Report:
    """What a run did, by step, and what it could not do: a line for each failure."""

    done: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def reconcile(*, provider: Provider) -> Report:
    """Bring everything that is open to its end, each thing by itself: one failure stops no other.

    May run at any time and beside itself; every step is one that a webhook or a person may take,
    too.
    """
    report = Report()
    for name, step in STEPS.items():
        _run(report, name, partial(step, provider, report))
    return report


def _run(report: Report, name: str, step: Callable[[], Any]) -> None:
    """Do one thing and count it; it is tried again the next time, whatever it fails of."""
    try:
        report.done[name] = int(step() or 0)
    except Exception as error:
        _note(report, name, error)


def _note(report: Report, name: str, error: Exception) -> None:
    """Faults of the provider are a line; anything else, such as a hook's, comes with its trace."""
    report.failed.append(f"{name}: {type(error).__name__} {error}")
    expected = isinstance(error, (ProviderError, BusyError, NotAllowedError))
    log.warning("reconcile_failed %s", report.failed[-1], exc_info=None if expected else error)


def _each(report: Report, name: str, things: Iterable[Any], verb: Callable[[Any], Any]) -> int:
    """The verb on each thing; failures are noted one by one. How many were tried."""
    count = 0
    for thing in things:
        count += 1
        try:
            verb(thing)
        except Exception as error:
            _note(report, f"{name} {thing.pk}", error)
    return count


def _grace() -> Any:
    """What is younger is probably being worked on by a request or a job."""
    return timezone.now() - timedelta(seconds=conf.number("RECONCILE_AFTER_SECONDS"))


def _campaigns(provider: Provider, report: Report) -> int:
    return end_due_campaigns() + expire_pledges()


def _events(provider: Provider, report: Report) -> int:
    """Events that no webhook brought: also refunds and disputes of donations long closed."""
    checkpoint = Checkpoint.objects.filter(name=EVENTS).first()
    begun = timezone.now()
    since = checkpoint.at - OVERLAP if checkpoint else EPOCH
    found = [receive_event(event=event) for event in provider.events(since=since)]
    Checkpoint.objects.update_or_create(name=EVENTS, defaults={"at": begun})
    return _handle(provider, report, "events", [event for event in found if event])


def _handle(provider: Provider, report: Report, name: str, events: Iterable[InboxEvent]) -> int:
    return _each(
        report,
        name,
        events,
        lambda event: handle_event(event=event, provider=provider, source=Source.RECONCILE),
    )


def _inbox(provider: Provider, report: Report) -> int:
    """In the order of arrival, those that failed most often last."""
    waiting = InboxEvent.objects.filter(handled_at=None, received_at__lte=_grace())
    return _handle(
        provider, report, "inbox", waiting.order_by("attempts", "received_at")[:AT_A_TIME]
    )


def _donations(provider: Provider, report: Report) -> int:
    """Open ones, the longest unlooked-at first; direct debits hourly, since they take days."""
    due = (
        Donation.objects.filter(created_at__lte=_grace())
        .filter(
            Q(state=DonationState.STARTED)
            | Q(state=DonationState.PROCESSING, checked_at__lte=timezone.now() - HOURLY)
            | Q(state=DonationState.PROCESSING, checked_at=None)
        )
        .order_by(F("checked_at").asc(nulls_first=True), "pk")
    )
    return _each(
        report,
        "donations",
        due[:AT_A_TIME],
        lambda donation: finish_checkout(donation=donation, provider=provider),
    )


def _refunds(provider: Provider, report: Report) -> int:
    open_refunds = Refund.objects.select_related("donation").order_by("pk")
    asked = open_refunds.filter(state=RefundState.REQUESTED, created_at__lte=_grace())
    count = _each(
        report,
        "refunds",
        asked[:AT_A_TIME],
        lambda refund: carry_out_refund(refund=refund, provider=provider),
    )
    on_their_way = Refund.objects.filter(state=RefundState.PENDING, donation=OuterRef("pk"))
    return count + _settle_old(provider, report, "pending refunds", Exists(on_their_way), HOURLY)


def _disputes(provider: Provider, report: Report) -> int:
    still_open = Dispute.objects.filter(state=DisputeState.OPEN, donation=OuterRef("pk"))
    return _settle_old(provider, report, "disputes", Exists(still_open), DAILY)


def _settle_old(
    provider: Provider, report: Report, name: str, condition: Exists, age: timedelta
) -> int:
    """Settle what fulfils the condition and was not looked at for so long."""
    due = Donation.objects.filter(condition, checked_at__lte=timezone.now() - age)
    return _each(
        report,
        name,
        due.order_by("checked_at")[:AT_A_TIME],
        lambda donation: settle(donation=donation, provider=provider, source=Source.RECONCILE),
    )


def _subscriptions(provider: Provider, report: Report) -> int:
    """Wishes the provider has not heard, and every running one once a day."""
    untold = SubscriptionTerm.objects.filter(told_at=None, subscription=OuterRef("pk"))
    due = (
        Subscription.objects.exclude(provider_subscription=None)
        .exclude(state__in=OVER)
        .filter(
            Q(stop_asked_at__isnull=False)
            | Exists(untold)
            | Q(checked_at=None)
            | Q(checked_at__lte=timezone.now() - DAILY)
        )
        .order_by(F("checked_at").asc(nulls_first=True), "pk")
    )
    return _each(
        report,
        "subscriptions",
        due[:AT_A_TIME],
        lambda subscription: sync_subscription(
            subscription=subscription, provider=provider, source=Source.RECONCILE
        ),
    )


def _missed(provider: Provider, report: Report) -> int:
    """All-or-nothing campaigns whose money goes back."""
    ended = Campaign.objects.filter(rule=Rule.ALL_OR_NOTHING, ended_at__isnull=False)
    with_money = Donation.objects.filter(campaign=OuterRef("pk"), net_cents__gt=0)
    return _each(
        report,
        "missed",
        ended.filter(Exists(with_money)),
        lambda campaign: refund_failed_campaign(campaign=campaign, provider=provider),
    )


def _payouts(provider: Provider, report: Report) -> int:
    """Transfers that were begun and whose end nobody has seen."""
    begun = Payout.objects.filter(
        state=PayoutState.SENT,
        method=PayoutMethod.PROVIDER,
        sent_at__lte=_grace(),
    )
    return _each(
        report,
        "payouts",
        begun,
        lambda payout: send_payout(payout=payout, provider=provider),
    )


STEPS: dict[str, Callable[[Provider, Report], int]] = {
    "campaigns": _campaigns,
    "events": _events,
    "inbox": _inbox,
    "donations": _donations,
    "refunds": _refunds,
    "disputes": _disputes,
    "subscriptions": _subscriptions,
    "missed": _missed,
    "payouts": _payouts,
    "goals": lambda provider, report: check_goals(),
}
