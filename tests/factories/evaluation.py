"""Ideas as rows of the database, sheets that assessors have submitted, people of the office."""

from datetime import date
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cms.users.models import User
from cms.users.roles import group_of
from participation.ideas import queries
from participation.ideas.domain import decisions, evaluation, process
from participation.ideas.models import Assessment, Decision, Idea
from participation.ideas.models.choices import State
from tests.factories.people import UserFactory


class StoredIdeaFactory(DjangoModelFactory):
    """An idea without the verbs that led to it, so that a test has its first step before it."""

    title = factory.Sequence(lambda number: f"Idee {number}")
    text = "Im Stadtpark soll es Bänke mit Strom geben."
    submission_key = factory.LazyFunction(uuid4)
    state = State.WAITING

    class Meta:
        model = Idea

    class Params:
        published = factory.Trait(
            state=State.PUBLISHED, published_at=factory.LazyFunction(timezone.now)
        )


def person(*groups: str) -> User:
    """Somebody in some groups."""
    user = UserFactory()
    user.groups.set(map(group_of, groups))
    return User.objects.get(pk=user.pk)  # without the permissions that were kept before


def in_evaluation(**fields) -> Idea:
    """A published idea that is being evaluated."""
    idea = StoredIdeaFactory(published=True, **fields)
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
    return decisions.decide(idea=idea or StoredIdeaFactory(published=True), **values)
