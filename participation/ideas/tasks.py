"""Background jobs of the idea process."""

import structlog
from django.conf import settings
from django.utils import translation
from procrastinate.contrib.django import app
from wagtail.models import Page

from cms.programme.models import ProjectPage, UpdatePage
from participation.ideas.domain import attachments, digest, drafts, parked, results, submission
from participation.ideas.models import Idea

log = structlog.get_logger(__name__)


@app.periodic(cron="37 * * * *")
@app.task(name="ideas.forget", queueing_lock="ideas.forget")
def forget(timestamp: int) -> None:
    """Every hour: ideas nobody has confirmed, drafts and files nobody goes on with."""
    log.info(
        "ideas_forgotten",
        unconfirmed=submission.expire_unconfirmed(),
        drafts=drafts.forget_old_drafts(),
        files=attachments.forget_held(),
    )


@app.periodic(cron="3 6 * * *")
@app.task(name="ideas.tell_moderators", queueing_lock="ideas.tell_moderators")
def tell_moderators(timestamp: int) -> None:
    """Every morning: what waits for moderators, if anything does."""
    with translation.override(settings.LANGUAGE_CODE):
        log.info("moderators_told", people=digest.tell_moderators())


@app.task(name="ideas.look_at_page")
def look_at_page(page_id: int) -> None:
    """A page has been published: tell whom it concerns, move ideas on, suggest parked ones."""
    found = Page.objects.live().filter(pk=page_id).first()
    page = found.specific if found else None
    if page is None:
        return
    if isinstance(page, UpdatePage):
        told = results.tell_update(update=page)
        project = page.get_parent().specific
    else:
        became = Idea.objects.filter(became=page.pk).exists()
        told = results.tell_published(page=page) if became else 0
        project = page
    moved = results.carry_on(project=project) if isinstance(project, ProjectPage) else 0
    suggested = 0 if isinstance(page, UpdatePage) else parked.suggest_parked(page=page)
    log.info("page_looked_at", page=page_id, told=told, moved=moved, suggested=suggested)
