"""Verbs: carry on what happens on the page that an idea became."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.notifications import domain as notifications
from cms.programme.models import ProjectPage, UpdatePage
from cms.programme.models.choices import Stage as ProjectStage
from participation.ideas.domain import process
from participation.ideas.domain.decisions import RESULT
from participation.ideas.models import Idea
from participation.ideas.models.choices import Stage

UNDER_WAY = (ProjectStage.IMPLEMENTATION, ProjectStage.OPERATION, ProjectStage.COMPLETED)


def tell_published(*, page: Page) -> int:
    """Tell authors and supporters that the page their idea became is there; how many are told."""
    return notifications.notify(
        topic=RESULT,
        numbers=[page.pk],
        event=f"page-{page.pk}",
        about=page.title,
        title=_("The page of what the idea became has been published"),
        path=page.url or "",
    )


def tell_update(*, update: UpdatePage) -> int:
    """Tell them of an update; how many are told. Published again, nobody hears of it twice."""
    page = update.get_parent()
    return notifications.notify(
        topic=RESULT,
        numbers=[page.pk],
        event=f"update-{update.pk}",
        about=page.title,
        title=update.title,
        text=update.introduction,
        path=update.url or "",
    )


@transaction.atomic
def carry_on(*, project: ProjectPage) -> int:
    """Ideas enter the stage of implementation when their project has; how many did."""
    if project.stage not in UNDER_WAY:
        return 0
    waiting = Idea.objects.public().filter(became=project.pk, stage=Stage.DECIDED).order_by("pk")
    moved = 0
    for idea in [process.locked(idea) for idea in waiting]:
        if idea.stage == Stage.DECIDED:
            process.enter_stage(
                idea=idea,
                stage=Stage.IMPLEMENTATION,
                outcome=idea.outcome,
                note=project.title,
                by=None,
            )
            moved += 1
    return moved
