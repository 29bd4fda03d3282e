"""Jobs that speak to the payment provider. Each may run twice, late, or never: the regular
comparison does what they did not."""

from datetime import UTC, datetime, timedelta

import structlog
from crowdfunding_lite import domain
from crowdfunding_lite.models import Difference, InboxEvent, Payout, Refund, Source, Subscription
from django.conf import settings
from django.utils import translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from participation.wishlist.domain.payments import provider
from participation.wishlist.gateway import others

log = structlog.get_logger(__name__)

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4)
"""4 seconds, 16 seconds, 1 minute, 4 minutes … about 18 hours in all."""
DAYS_COMPARED = 3
"""A fee or a bank's answer may be booked a little later."""


@app.task(name="wishlist.handle_event", retry=AGAIN)
def handle_event(event_id: int) -> None:
    """Look at what an event of the provider is about."""
    event = InboxEvent.objects.get(pk=event_id)
    domain.handle_event(event=event, provider=provider())
    others.look(event.about)
    log.info("payment_event_handled", reference=event.event_id, kind=event.kind)


@app.task(name="wishlist.carry_out_refund", retry=AGAIN)
def carry_out_refund(refund_id: int) -> None:
    """Give money back that the office, or a missed goal, has decided to give back."""
    refund = Refund.objects.select_related("donation").get(pk=refund_id)
    refund = domain.carry_out_refund(refund=refund, provider=provider())
    log.info("refund_carried_out", refund=refund_id, state=refund.state)


@app.task(name="wishlist.send_payout", retry=AGAIN)
def send_payout(payout_id: int) -> None:
    """Transfer a payout that was released to the receiver's account at the provider."""
    payout = Payout.objects.get(pk=payout_id)
    try:
        payout = domain.send_payout(payout=payout, provider=provider())
    except domain.NotAllowedError as error:  # somebody was quicker
        log.warning("payout_not_sent", payout=payout_id, reason=str(error))
        return
    log.info("payout_sent", payout=payout_id, state=payout.state)


@app.task(name="wishlist.sync_subscription", retry=AGAIN)
def sync_subscription(subscription_id: int) -> None:
    """Tell the provider what somebody who gives monthly wishes, and hear what it says."""
    domain.sync_subscription(
        subscription=Subscription.objects.get(pk=subscription_id),
        provider=provider(),
        source=Source.JOB,
    )


@app.periodic(cron="*/5 * * * *")
@app.task(name="wishlist.reconcile", queueing_lock="wishlist.reconcile", lock="wishlist.reconcile")
def reconcile(timestamp: int) -> None:
    """Every five minutes: everything that is open, whatever a webhook or a process has lost."""
    with translation.override(settings.LANGUAGE_CODE):
        if not settings.STRIPE_API_KEY:
            log.info("campaigns_ended", count=domain.end_due_campaigns())
            return
        report = domain.reconcile(provider=provider())
    log.info("payments_reconciled", done=report.done, failed=report.failed)


@app.periodic(cron="17 3 * * *")
@app.task(name="wishlist.compare_balance", queueing_lock="wishlist.compare_balance", retry=AGAIN)
def compare_balance(timestamp: int) -> None:
    """Every night: the last days, and those with differences, cent by cent."""
    if not settings.STRIPE_API_KEY:
        return
    today = datetime.now(UTC).date()
    days = {today - timedelta(days=back) for back in range(1, DAYS_COMPARED + 1)}
    days |= set(Difference.objects.unsolved().values_list("day", flat=True))
    for day in sorted(days):
        found = domain.compare_with_balance(provider=provider(), day=day)
        log.info("balance_compared", day=str(day), differences=len(found))
