"""Verbs: fill in a part of the evaluation sheet, and hand it in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.programme.models.assessment import MAX_SCORE, MIN_SCORE
from cms.programme.models.choices import Answer
from cms.users.models import User
from participation.ideas import queries
from participation.ideas.domain import process
from participation.ideas.models import Assessment, AssessmentScore, Idea


@dataclass(frozen=True)
class Scored:
    """What an assessor says to a criterion; both may still be missing on a saved sheet."""

    score: int | None = None
    reason: str = ""


@transaction.atomic
def fill_sheet(
    *,
    idea: Idea,
    assessor: User,
    role: str,
    scores: Mapping[str, Scored],
    mvp_possible: str = Answer.OPEN,
    mvp_note: str = "",
    submit: bool = False,
) -> Assessment:
    """Save somebody's own part of the sheet; with ``submit`` for good.

    Raises PermissionDenied for a part that is not theirs, NotAllowedError where the idea is not
    being evaluated or the part has been submitted, and ValidationError, by the form's field, for a
    reason without its score or, on submitting, for anything missing.
    """
    if role not in queries.roles_of(assessor):
        raise PermissionDenied
    idea = process.locked(idea)
    if not queries.is_being_assessed(idea):
        raise process.NotAllowedError(_("This idea is not being evaluated (any more)."))
    sheet, _created = Assessment.objects.select_for_update().get_or_create(
        idea=idea, assessor=assessor, role=role
    )
    if sheet.submitted_at:
        raise process.NotAllowedError(
            _("You have submitted this part already. It can no longer be changed.")
        )
    given: dict[str, Scored] = {
        criterion: scores.get(criterion, Scored()) for criterion in queries.criteria_of(role)
    }
    _check(given, submit)
    if role in queries.ASKED_FOR_MVP:
        sheet.mvp_possible, sheet.mvp_note = mvp_possible, mvp_note.strip()
    sheet.submitted_at = timezone.now() if submit else None
    sheet.save()
    _write(sheet, given)
    return sheet


def _check(given: Mapping[str, Scored], submit: bool) -> None:
    errors = {}
    for criterion, said in given.items():
        if said.score is not None and not MIN_SCORE <= said.score <= MAX_SCORE:
            errors[f"score_{criterion}"] = _("Give 1 to 5 points.")
        elif said.score is None and (submit or said.reason.strip()):
            errors[f"score_{criterion}"] = _("Give points, too.")
        if submit and not said.reason.strip():
            errors[f"reason_{criterion}"] = _("Say why: a score counts only with its reason.")
    if errors:
        raise ValidationError(errors)


def _write(sheet: Assessment, given: Mapping[str, Scored]) -> None:
    rows = [
        AssessmentScore(
            assessment=sheet, criterion=criterion, score=said.score, reason=said.reason.strip()
        )
        for criterion, said in given.items()
        if said.score is not None
    ]
    sheet.scores.exclude(criterion__in=[row.criterion for row in rows]).delete()
    AssessmentScore.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["assessment", "criterion"],
        update_fields=["score", "reason"],
    )
