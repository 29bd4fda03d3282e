"""Background jobs of notifications."""

import structlog
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from cms.notifications import domain, queries

log = structlog.get_logger(__name__)


@app.task(name="notifications.send_due", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def send_due() -> None:
    """Mail everybody what is due, each in a transaction of its own.

    Killed half-way it leaves the rest to the next run, which finds nothing of what has been told.
    """
    now = timezone.now()
    sent = [domain.mail_due_notices(user=user, now=now) for user in queries.people_to_tell(now)]
    log.info("notices_mailed", mails=sum(sent))


@app.periodic(cron="5 * * * *")
@app.task(name="notifications.send_digests", queueing_lock="notifications.send_digests")
def send_digests(timestamp: int) -> None:
    """Every hour: a digest is due from its hour on, whichever run sends it."""
    send_due()


@app.periodic(cron="33 3 * * *")
@app.task(name="notifications.forget", queueing_lock="notifications.forget")
def forget(timestamp: int) -> None:
    """Apply the retention time, every night."""
    log.info("notices_forgotten", count=domain.forget_old_notices())
