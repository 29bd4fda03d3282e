"""The story of an idea: everything that happened, and what was promised against what was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from cms.programme.queries.budgets import BudgetTable
from participation.ideas.models import Idea, Step
from participation.ideas.models.choices import Stage
from participation.ideas.queries import afterwards, happenings
from participation.ideas.queries.happenings import Event


@dataclass(frozen=True)
class Promise:
    """A stage, the time promised for it and the time it took; ``left_on`` None while it lasts."""

    stage: str
    label: str
    since: date
    promised_until: date | None
    left_on: date | None

    @property
    def promised_days(self) -> int | None:
        """Days promised."""
        return (self.promised_until - self.since).days if self.promised_until else None

    @property
    def days(self) -> int:
        """Days it took, or has taken until today."""
        return ((self.left_on or timezone.localdate()) - self.since).days

    @property
    def state(self) -> str:
        """``kept``, ``late``, ``open``, ``overdue``, or nothing where nothing was promised."""
        if self.promised_until is None:
            return ""
        in_time = (self.left_on or timezone.localdate()) <= self.promised_until
        if self.left_on is None:
            return "open" if in_time else "overdue"
        return "kept" if in_time else "late"

    @property
    def days_late(self) -> int:
        """Days after the promised one; 0 in time."""
        return max(0, self.days - (self.promised_days or self.days))


@dataclass(frozen=True)
class LifeLine:
    """Events newest first, the promises in order, and what the idea is today."""

    events: list[Event]
    promises: list[Promise]
    became: Page | None
    budget: BudgetTable | None
    is_decided: bool


def life_line(idea: Idea, request: HttpRequest | None = None) -> LifeLine:
    """The whole story. A fixed number of queries; the project's story is kept for the request."""
    steps = list(idea.steps.all())
    result = afterwards.result(idea, request)
    events = [*happenings.of(idea, steps), *result.events]
    # What was sent in and shown in the same moment was sent in first.
    events.sort(key=lambda event: (event.at, event.kind != "beginning"), reverse=True)
    return LifeLine(
        events=events,
        promises=promises(steps),
        became=result.page,
        budget=result.budget,
        is_decided=bool(idea.outcome),
    )


def promises(steps: Sequence[Step]) -> list[Promise]:
    """Every stage with what was promised for it; steps into the same stage again are its own."""
    found = []
    for step, after in zip(steps, [*steps[1:], None], strict=False):
        if step.stage == Stage.IMPLEMENTATION or (step.stage == Stage.DECIDED and after is None):
            continue
        found.append(
            Promise(
                stage=step.stage,
                label=step.get_stage_display(),
                since=timezone.localdate(step.entered_at),
                promised_until=step.promised_until,
                left_on=timezone.localdate(after.entered_at) if after else None,
            )
        )
    return found
