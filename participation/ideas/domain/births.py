"""Verb: make the page an idea becomes, as a draft filled from the idea."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.core.words import paragraphs
from cms.programme.models import (
    PermanentTaskIndexPage,
    PermanentTaskPage,
    ProjectIndexPage,
    ProjectPage,
    Score,
    WorkingGroupPage,
)
from cms.programme.models.choices import Kind
from cms.programme.models.choices import Stage as ProjectStage
from cms.users.models import User
from participation.ideas import queries
from participation.ideas.models import Idea
from participation.ideas.models.choices import Outcome

INTRODUCTION, REASON = 300, 1000
PAGE_TYPES: dict[str, type[Page]] = {
    Outcome.LIGHTHOUSE: ProjectPage,
    Outcome.PROJECT: ProjectPage,
    Outcome.GROUP_TOPIC: WorkingGroupPage,
    Outcome.PERMANENT_TASK: PermanentTaskPage,
}
"""What kind of page an idea becomes; outcomes that are not here become none."""
_LISTS: dict[str, type[Page]] = {
    Outcome.LIGHTHOUSE: ProjectIndexPage,
    Outcome.PROJECT: ProjectIndexPage,
    Outcome.PERMANENT_TASK: PermanentTaskIndexPage,
}


def can_be_made(outcome: str) -> bool:
    """Whether a page of its own is made for an outcome; groups exist before their topics."""
    return outcome in _LISTS


def make_draft(*, idea: Idea, outcome: str, by: User | None) -> Page:
    """A draft in German below the list it belongs to, with title, text and evaluation of the idea.

    Raises ValidationError where the site has no such list.
    """
    parent = _LISTS[outcome].objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if parent is None:
        raise ValidationError(_("There is no page below which this one could be made."))
    words = {
        "title": idea.title,
        "introduction": Truncator(" ".join(idea.text.split())).chars(INTRODUCTION),
        "body": [("text", RichText(paragraphs(idea.text)))],
        "working_group": idea.working_group,
        "owner": by,
        "live": False,
    }
    page = PAGE_TYPES[outcome](**words, **_project_facts(idea, outcome))
    parent.add_child(instance=page)
    if isinstance(page, ProjectPage):
        page.scores = _scores(idea)
        page.save()
    page.save_revision(user=by, log_action=True)
    return page


def _project_facts(idea: Idea, outcome: str) -> dict[str, Any]:
    if PAGE_TYPES[outcome] is not ProjectPage:
        return {}
    sheet = queries.sheet_of(idea)
    return {
        "kind": Kind.LIGHTHOUSE if outcome == Outcome.LIGHTHOUSE else Kind.PROJECT,
        "stage": ProjectStage.IDEA,
        "mvp_possible": sheet.mvp if sheet else ProjectPage._meta.get_field("mvp_possible").default,
        "mvp_note": Truncator(" ".join(sheet.mvp_notes)).chars(600) if sheet else "",
    }


def _scores(idea: Idea) -> list[Score]:
    """The assessors' means, rounded, with their reasons one after the other."""
    sheet = queries.sheet_of(idea)
    found = sheet.criteria if sheet else []
    return [
        Score(
            criterion=item.criterion,
            score=int(item.score + 0.5),
            reason=Truncator(" ".join(said.reason for said in item.reasons)).chars(REASON),
            sort_order=place,
        )
        for place, item in enumerate(found)
    ]
