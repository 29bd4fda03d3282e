"""Background jobs of the idea process."""

import structlog
from django.conf import settings
from django.utils import translation
from procrastinate.contrib.django import app

from participation.ideas.domain import digest, drafts, submission

log = structlog.get_logger(__name__)


@app.periodic(cron="37 * * * *")
@app.task(name="ideas.forget", queueing_lock="ideas.forget")
def forget(timestamp: int) -> None:
    """Every hour: ideas nobody has confirmed, and drafts nobody goes on with."""
    log.info(
        "ideas_forgotten",
        unconfirmed=submission.expire_unconfirmed(),
        drafts=drafts.forget_old_drafts(),
    )


@app.periodic(cron="3 6 * * *")
@app.task(name="ideas.tell_moderators", queueing_lock="ideas.tell_moderators")
def tell_moderators(timestamp: int) -> None:
    """Every morning: what waits for moderators, if anything does."""
    with translation.override(settings.LANGUAGE_CODE):
        log.info("moderators_told", people=digest.tell_moderators())
