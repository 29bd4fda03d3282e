"""Jobs about members, posts and what is kept."""

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from participation.culture.domain import digest, institutions, members, retention

log = structlog.get_logger(__name__)


@app.periodic(cron="52 * * * *")
@app.task(name="culture.forget", queueing_lock="culture.forget")
def forget(timestamp: int) -> None:
    """Every hour: applications and invitations that nobody has confirmed."""
    log.info(
        "culture_forgotten",
        applications=institutions.expire_unconfirmed(),
        invitations=members.forget_old_invitations(),
    )


@app.periodic(cron="8 * * * *")
@app.task(name="culture.tell_interested", queueing_lock="culture.tell_interested")
def tell_interested(timestamp: int) -> None:
    """Every hour: a digest is due from its hour on, whichever run sends it."""
    log.info("culture_posts_told", mails=digest.tell_interested(now=timezone.now()))


@app.periodic(cron="21 3 * * *")
@app.task(name="culture.apply_retention", queueing_lock="culture.apply_retention")
def apply_retention(timestamp: int) -> None:
    """Every night: posts and requests whose time is over."""
    posts, bookings = retention.forget_old()
    log.info("culture_retention", posts=posts, bookings=bookings)
