"""Sheets that assessors have submitted, and people of the office."""

from datetime import date

from django.contrib.auth.models import Group

from cms.users.models import User
from participation.ideas import queries
from participation.ideas.domain import decisions, evaluation, process
from participation.ideas.models import Assessment, Decision, Idea
from tests.factories.ideas import IdeaFactory
from tests.factories.people import UserFactory


def person(*groups: str) -> User:
    """Somebody in some groups."""
    user = UserFactory()
    user.groups.set(Group.objects.filter(name__in=groups))
    return User.objects.get(pk=user.pk)  # without the permissions that were kept before


def in_evaluation(**fields) -> Idea:
    """A published idea that is being evaluated."""
    idea = IdeaFactory(published=True, **fields)
    return in_stage(idea, "evaluation")


def in_stage(idea: Idea, stage: str) -> Idea:
    """The idea, moved to a stage."""
    process.enter_stage(idea=idea, stage=stage, by=None)
    return idea


def given(role: str, points: int = 4, reason: str = "Weil viele etwas davon haben.", **others: int):
    """The same points for every criterion of a role, but for some."""
    return {
        criterion: evaluation.Scored(others.get(criterion, points), reason)
        for criterion in queries.criteria_of(role)
    }


def assess(
    idea: Idea, *groups: str, points: int = 4, submit: bool = True, **others: int
) -> Assessment:
    """A sheet by somebody new for each role of the groups; the last one is returned."""
    assessor = person(*(groups or ("Assessors",)))
    for role in queries.roles_of(assessor):
        sheet = evaluation.fill_sheet(
            idea=idea,
            assessor=assessor,
            role=role,
            scores=given(role, points, **others),
            submit=submit,
        )
    return sheet


def evaluated_whole(points: int = 4, complexity: int = 2, **fields) -> Idea:
    """An idea with a sheet of each role."""
    idea = in_evaluation(**fields)
    assess(idea, "Assessors", points=points)
    assess(idea, "Complexity experts", points=complexity)
    assess(idea, "Sustainability office", points=points)
    return idea


def decide(idea: Idea | None = None, **changes) -> Decision:
    """A decision; parked by the main committee unless told otherwise."""
    values = {
        "outcome": "parked",
        "reasons": "Zuerst muss das Netz stehen.",
        "decided_by": "Hauptausschuss",
        "decided_on": date(2026, 3, 2),
    } | changes
    if "by" not in values:
        values["by"] = person("Decision makers")
    return decisions.decide(idea=idea or IdeaFactory(published=True), **values)
