"""Who assesses what, what is on the desk, and who may see whose sheets."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils import timezone
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.programme.models.assessment import BLOCKS, Criterion
from participation.ideas.models import Assessment, Idea
from participation.ideas.models.choices import AssessmentRole, Stage
from participation.ideas.models.ideas import OPEN_STAGES

PERMISSION_OF_ROLE = {
    AssessmentRole.GENERAL: "ideas.assess_idea",
    AssessmentRole.COMPLEXITY: "ideas.check_complexity",
    AssessmentRole.SUSTAINABILITY: "ideas.check_sustainability",
}
BLOCKS_OF_ROLE = {
    AssessmentRole.GENERAL: ("key_data", "vision"),
    AssessmentRole.COMPLEXITY: ("complexity",),
    AssessmentRole.SUSTAINABILITY: ("sustainability",),
}
ASKED_FOR_MVP = (AssessmentRole.GENERAL, AssessmentRole.COMPLEXITY)
"""Who says whether a small version can be built first."""


def criteria_of(role: str) -> list[Criterion]:
    """The criteria that a role scores, in the order of the sheet."""
    keys = BLOCKS_OF_ROLE[AssessmentRole(role)]
    return [criterion for block in BLOCKS if block.key in keys for criterion in block.criteria]


def roles_of(user: Any) -> list[AssessmentRole]:
    """The parts of the sheet that somebody fills in."""
    return [role for role, permission in PERMISSION_OF_ROLE.items() if user.has_perm(permission)]


def is_being_assessed(idea: Idea) -> bool:
    """Whether sheets can be filled in and submitted."""
    return idea.is_public and idea.stage == Stage.EVALUATION


def may_see_sheets(user: Any, idea: Idea) -> bool:
    """Whether somebody may see what others have submitted.

    While an idea is being assessed, an assessor sees nothing before having submitted every part
    that is theirs; deciders who do not assess see what has been submitted. At most one query.
    """
    roles = roles_of(user)
    if not roles and not user.has_perm("ideas.decide_idea"):
        return False
    if not roles or not is_being_assessed(idea):
        return True
    own = Assessment.objects.filter(idea=idea, assessor=user, submitted_at__isnull=False)
    return set(roles) <= set(own.values_list("role", flat=True))


@dataclass
class DeskRow:
    """An idea on an assessor's desk: the own parts with their state, and how many have finished."""

    idea: Idea
    parts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether all of the own parts are submitted."""
        return all(part["state"] == "submitted" for part in self.parts)


@dataclass
class Desk:
    """What one person has to assess."""

    user: Any
    roles: list[AssessmentRole]

    def ideas(self) -> QuerySet[Idea]:
        """Ideas being evaluated, those due first, with the number of sheets of each role."""
        submitted = Q(assessments__submitted_at__isnull=False)
        counts = {
            f"{role}_sheets": Count("assessments", filter=submitted & Q(assessments__role=role))
            for role in AssessmentRole.values
        }
        found = Idea.objects.public().filter(stage=Stage.EVALUATION).annotate(**counts)
        return found.order_by(F("due_on").asc(nulls_last=True), "pk")

    def rows(self, ideas: Sequence[Idea]) -> list[DeskRow]:
        """The ideas with the state of the person's own parts. One query."""
        own: dict[int, dict[str, Assessment]] = defaultdict(dict)
        for sheet in Assessment.objects.filter(idea__in=ideas, assessor=self.user):
            own[sheet.idea_id][sheet.role] = sheet
        return [
            DeskRow(idea, [_part(idea, role, own[idea.pk].get(role)) for role in self.roles])
            for idea in ideas
        ]

    def waiting(self) -> int:
        """How many ideas wait for a part of this person's. One query for each role."""
        being = Idea.objects.public().filter(stage=Stage.EVALUATION)
        finished = Assessment.objects.filter(assessor=self.user, submitted_at__isnull=False)
        open_parts = Q()
        for role in self.roles:
            open_parts |= ~Q(pk__in=finished.filter(role=role).values("idea"))
        return being.filter(open_parts).count() if self.roles else 0


def _part(idea: Idea, role: AssessmentRole, sheet: Assessment | None) -> dict[str, Any]:
    state = "new" if sheet is None else "submitted" if sheet.submitted_at else "draft"
    return {"role": role, "state": state, "finished": getattr(idea, f"{role}_sheets")}


def desk(user: Any) -> Desk:
    """The desk of a person. No query besides the permissions."""
    return Desk(user, roles_of(user))


LATE_STAGES = [Stage.COMMITTEE, Stage.ROADMAP, Stage.EVALUATION]
"""Stages that a decision usually follows, the nearest to it first."""


def undecided() -> QuerySet[Idea]:
    """Public ideas that wait for a decision, those furthest in the process and due first.

    The number of submitted sheets is with them. One query.
    """
    sheets = Count("assessments", filter=Q(assessments__submitted_at__isnull=False))
    found = Idea.objects.public().filter(stage__in=OPEN_STAGES).annotate(sheets=sheets)
    far = Case(
        *(When(stage=stage, then=place) for place, stage in enumerate(LATE_STAGES)), default=9
    )
    return found.order_by(far, F("due_on").asc(nulls_last=True), "pk")


def to_decide() -> tuple[int, int]:
    """How many ideas have come so far that they wait for a decision, and how many are overdue."""
    late = Q(due_on__lt=timezone.localdate())
    numbers = (
        Idea.objects.public()
        .filter(stage__in=LATE_STAGES)
        .aggregate(all=Count("pk"), late=Count("pk", filter=late))
    )
    return numbers["all"], numbers["late"]


def may_look_at_parked(user: Any) -> bool:
    """Whether parked ideas are suggested to somebody: to those who write pages or decide."""
    writes = PagePermissionPolicy().user_has_any_permission(user, {"change", "publish"})
    return writes or user.has_perm("ideas.decide_idea")
