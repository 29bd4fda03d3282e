"""Jobs of the courses. Each may run twice, late, or never: the next one does what it did not."""

import structlog
from django.conf import settings
from django.utils import translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from participation.courses.domain import interest, paying, reminders, retention
from participation.courses.models import Payment, Refund

log = structlog.get_logger(__name__)

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="courses.carry_out_refund", retry=AGAIN)
def carry_out_refund(refund_id: int) -> None:
    """Give a fee back."""
    refund = Refund.objects.select_related("payment__booking").get(pk=refund_id)
    refund = paying.carry_out(refund=refund)
    log.info("fee_refunded", refund=refund_id, state=refund.state)


@app.task(name="courses.close_payment", retry=AGAIN)
def close_payment(payment_id: int) -> None:
    """Close the payment page of a booking that has ended or changed."""
    payment = paying.close(payment=Payment.objects.select_related("booking").get(pk=payment_id))
    log.info("fee_closed", payment=payment_id, state=payment.state)


@app.periodic(cron="* * * * *")
@app.task(name="courses.end_holds", queueing_lock="courses.end_holds", lock="courses.end_holds")
def end_holds(timestamp: int) -> None:
    """Every minute: seats nobody has confirmed, paid or accepted in time go to the next."""
    log.info("course_holds_ended", count=reminders.end_holds())


@app.periodic(cron="*/5 * * * *")
@app.task(name="courses.reconcile", queueing_lock="courses.reconcile", lock="courses.reconcile")
def reconcile(timestamp: int) -> None:
    """Every five minutes: whatever is open at the payment provider."""
    if settings.STRIPE_API_KEY:
        log.info("fees_reconciled", failed=paying.reconcile())


@app.periodic(cron="0 9 * * *")
@app.task(name="courses.remind", queueing_lock="courses.remind")
def remind(timestamp: int) -> None:
    """In the morning: dates of tomorrow, and runs that need a decision."""
    with translation.override(settings.LANGUAGE_CODE):
        told, asked = reminders.remind_of_tomorrow(), reminders.alert_of_decisions()
    log.info("course_reminders", told=told, decisions=asked)


@app.periodic(cron="10 * * * *")
@app.task(name="courses.wind_up", queueing_lock="courses.wind_up")
def wind_up(timestamp: int) -> None:
    """Every hour: certificates and follow-ups of runs that are over."""
    with translation.override(settings.LANGUAGE_CODE):
        log.info("course_follow_ups", told=reminders.wind_up())


@app.periodic(cron="*/15 * * * *")
@app.task(name="courses.tell_interested", queueing_lock="courses.tell_interested")
def tell_interested(timestamp: int) -> None:
    """Every quarter of an hour: new dates, to whoever wants to hear of them."""
    log.info("course_news_told", told=interest.tell_of_new_runs())


@app.periodic(cron="27 3 * * *")
@app.task(name="courses.forget", queueing_lock="courses.forget")
def forget(timestamp: int) -> None:
    """Every night: data of participants whose time is over."""
    bookings, interests = retention.forget_old_bookings(), retention.forget_unconfirmed_interests()
    log.info("course_data_forgotten", bookings=bookings, interests=interests)
