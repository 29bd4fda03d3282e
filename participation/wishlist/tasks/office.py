"""Jobs of the treasury: what is held long enough is released, receipts are issued and forgotten."""

import structlog
from django.conf import settings
from django.utils import timezone, translation
from procrastinate.contrib.django import app

from participation.wishlist.domain import digest, payouts, receipts

log = structlog.get_logger(__name__)


@app.periodic(cron="23 4 * * *")
@app.task(name="wishlist.release_payouts", queueing_lock="wishlist.release_payouts")
def release_payouts(timestamp: int) -> None:
    """Every night: payouts whose time of waiting is over."""
    with translation.override(settings.LANGUAGE_CODE):
        log.info("payouts_released", count=payouts.release_due())


@app.periodic(cron="7 6 * * *")
@app.task(name="wishlist.tell_treasury", queueing_lock="wishlist.tell_treasury")
def tell_treasury(timestamp: int) -> None:
    """Every morning, after the night's comparison: what is wrong with money, if anything is."""
    with translation.override(settings.LANGUAGE_CODE):
        log.info("treasury_told", people=digest.tell_treasury())


@app.periodic(cron="41 4 15-31 1 *")
@app.task(name="wishlist.issue_receipts", queueing_lock="wishlist.issue_receipts")
def issue_receipts(timestamp: int) -> None:
    """From 15 January on: receipts of the last year that were asked for and not fetched.

    Half a month later most of what banks take back has been taken. Each is issued once, so that
    running it again, or every night, changes nothing.
    """
    year = timezone.localdate().year - 1
    with translation.override(settings.LANGUAGE_CODE):
        log.info("receipts_issued", year=year, count=receipts.issue_for_year(year=year))


@app.periodic(cron="52 4 1 * *")
@app.task(name="wishlist.forget_receipts", queueing_lock="wishlist.forget_receipts")
def forget_receipts(timestamp: int) -> None:
    """Every month: receipts that the law no longer asks for."""
    log.info("receipts_forgotten", count=receipts.forget_old())
