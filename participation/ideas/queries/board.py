"""The whole process on one board: a column for each stage."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from participation.ideas.models import Idea
from participation.ideas.models.choices import Stage
from participation.ideas.models.ideas import OPEN_STAGES

SHOWN = 25
"""Cards of a column; a link leads to the rest."""


@dataclass
class Column:
    """A stage with its numbers and its cards, the longest waiting on top."""

    stage: str
    title: Any
    count: int = 0
    overdue: int = 0
    ideas: list[Idea] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.ideas)


def columns(*, group: str = "", only_overdue: bool = False) -> list[Column]:
    """The board, of one working group or all. Two queries, whatever the number of ideas."""
    found = _found(group)
    made = {stage.value: Column(stage.value, stage.label) for stage in Stage}
    overdue = Q(due_on__lt=timezone.localdate(), stage__in=OPEN_STAGES)
    numbers = found.order_by().values("stage").annotate(all=Count("pk"), late=Count("pk", overdue))
    for row in numbers.values_list("stage", "all", "late"):
        column = made[row[0]]
        column.count, column.overdue = (row[2] if only_overdue else row[1]), row[2]
    for idea in _cards(found.filter(overdue) if only_overdue else found):
        made[idea.stage].ideas.append(idea)
    return list(made.values())


def _found(group: str) -> QuerySet[Idea]:
    found = Idea.objects.public()
    return found.filter(working_group__slug=group) if group else found


def _cards(found: QuerySet[Idea]) -> Iterable[Idea]:
    today = timezone.localdate()
    place = Window(
        RowNumber(),
        partition_by=F("stage"),
        order_by=[F("due_on").asc(nulls_last=True), F("stage_since"), F("pk")],
    )
    numbered = found.annotate(place_in_column=place).filter(place_in_column__lte=SHOWN)
    for idea in numbered.select_related("working_group").defer("text").order_by("place_in_column"):
        card: Any = idea
        card.days = _days(timezone.localdate(idea.stage_since), today)
        card.late = idea.is_overdue(today)
        yield idea


def _days(since: date, today: date) -> int:
    return max(0, (today - since).days)
