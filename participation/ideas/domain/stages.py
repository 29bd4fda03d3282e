"""Verbs of facilitators: bring an idea on, and sharpen its words between workshops."""

from django.db import transaction
from django.utils.translation import gettext as _

from cms.programme.models import WorkingGroupPage
from cms.users.models import User
from participation.ideas.domain.process import (
    NotAllowedError,
    add_version,
    enter_stage,
    locked,
    note_changes,
    tell,
)
from participation.ideas.models import Idea, IdeaVersion
from participation.ideas.models.choices import Stage, VersionKind
from participation.ideas.models.ideas import OPEN_STAGES


def advance(
    *, idea: Idea, stage: str, by: User, note: str = "", group: WorkingGroupPage | None = None
) -> Idea:
    """Bring an open idea into another stage before the decision, also back into an earlier one.

    Into the stage of working groups it goes with its group. NotAllowedError where it is decided, in
    that stage already, or without a group.
    """
    with transaction.atomic():
        idea = locked(idea)
        expect_open(idea)
        if stage not in OPEN_STAGES:
            raise NotAllowedError(_("This stage is reached by a decision only."))
        if stage == Stage.REFINEMENT:
            if group is None:
                raise NotAllowedError(_("Choose the working group."))
            moved = idea.working_group_id != group.pk
            note_changes(idea, working_group=group)
        else:
            moved = False
        if idea.stage == stage and not moved:
            raise NotAllowedError(
                _("Somebody else was quicker: this is now “%(state)s”.")
                % {"state": idea.get_stage_display()}
            )
        enter_stage(idea=idea, stage=stage, by=by, note=note)
    return idea


def sharpen(*, idea: Idea, title: str, text: str, note: str, by: User) -> IdeaVersion:
    """Give an idea the words its working group has found. NotAllowedError for the same ones."""
    with transaction.atomic():
        idea = locked(idea)
        expect_open(idea)
        if (title, text) == (idea.title, idea.text):
            raise NotAllowedError(_("These are the words it has already."))
        version = add_version(
            idea=idea, kind=VersionKind.GROUP, title=title, text=text, editor=by, note=note
        )
        what = VersionKind.GROUP.label
        tell(idea=idea, event=f"version-{version.pk}", title=what, text=note, besides=by)
    return version


def expect_open(idea: Idea) -> None:
    """Raise NotAllowedError unless the idea is public and undecided."""
    if not idea.is_open:
        raise NotAllowedError(
            _("“%(title)s” is no longer open: it is decided or not public.") % {"title": idea.title}
        )
