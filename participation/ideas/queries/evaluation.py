"""How ideas were evaluated: what the assessors' sheets say together, and how far they differ."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from django.db.models import Avg, QuerySet
from django.utils.functional import cached_property

from cms.programme.charts.matrix import MatrixItem
from cms.programme.models.assessment import BLOCKS, Criterion
from cms.programme.models.choices import Answer
from participation.ideas.charts.ranges import Range
from participation.ideas.models import Assessment, AssessmentScore, Idea
from participation.ideas.models.ideas import COUNTS

DISPUTED = 2
"""From this difference between the highest and the lowest score on, assessors disagree."""


@dataclass(frozen=True)
class Said:
    """One assessor's score for a criterion, with the reason. Names are for the office only."""

    score: int
    reason: str
    assessor: str = ""


@dataclass(frozen=True)
class CriterionResult:
    """What the assessors gave for a criterion."""

    criterion: str
    label: Any
    reasons: list[Said]

    @property
    def score(self) -> float:
        """The mean."""
        return fmean(said.score for said in self.reasons)

    @property
    def low(self) -> int:
        """The lowest score."""
        return min(said.score for said in self.reasons)

    @property
    def high(self) -> int:
        """The highest score."""
        return max(said.score for said in self.reasons)

    @property
    def is_disputed(self) -> bool:
        """Whether the assessors are far apart."""
        return self.high - self.low >= DISPUTED

    @property
    def range(self) -> Range:
        """The scores on a line from 1 to 5."""
        return Range.of([said.score for said in self.reasons])


@dataclass
class EvaluationSheet:
    """Several assessors' sheets as one, by block; means are None while a block is incomplete."""

    criteria: list[CriterionResult] = field(default_factory=list)
    assessors: int = 0
    mvp_answers: list[str] = field(default_factory=list)
    mvp_notes: list[str] = field(default_factory=list)

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """The blocks that have scores, with their means and criteria."""
        found = {item.criterion: item for item in self.criteria}
        return [
            {
                "key": block.key,
                "title": block.title,
                "high_is_hard": block.high_is_hard,
                "mean": self.means[block.key],
                "items": [found[c] for c in block.criteria if c in found],
            }
            for block in BLOCKS
            if any(c in found for c in block.criteria)
        ]

    @cached_property
    def means(self) -> dict[str, float | None]:
        """The mean of each block; None where a criterion has no score."""
        return _block_means({item.criterion: item.score for item in self.criteria})

    @property
    def vision(self) -> float | None:
        """Vision achievement."""
        return self.means["vision"]

    @property
    def complexity(self) -> float | None:
        """Complexity; 5 is very complex."""
        return self.means["complexity"]

    @property
    def disputed(self) -> list[CriterionResult]:
        """Where the assessors are far apart."""
        return [item for item in self.criteria if item.is_disputed]

    @property
    def mvp(self) -> str:
        """Whether a small version can be built: what most say; open where they are divided."""
        said = Counter(answer for answer in self.mvp_answers if answer != Answer.OPEN)
        most = said.most_common(2)
        if not most or (len(most) == 2 and most[0][1] == most[1][1]):
            return Answer.OPEN
        return most[0][0]

    @property
    def mvp_label(self) -> Any:
        """The same in words."""
        return Answer(self.mvp).label


def sheet_of(idea: Idea) -> EvaluationSheet | None:
    """All submitted sheets of an idea together; None while there is none. Two queries."""
    return sheets_of([idea]).get(idea.pk)


def published_sheet_of(idea: Idea) -> EvaluationSheet | None:
    """What everybody may see: the evaluation is published with the decision. Two queries."""
    return sheet_of(idea) if idea.evaluation_published_at else None


def sheets_of(ideas: Iterable[Idea], *, named: bool = False) -> dict[int, EvaluationSheet]:
    """Submitted sheets by idea. Two queries, however many ideas there are; one without any sheet.

    ``named`` adds who said what, for the office.
    """
    submitted = Assessment.objects.filter(idea__in=ideas, submitted_at__isnull=False)
    # Accounts are joined only for the office: pages that read them are not kept in memory.
    found = list(submitted.select_related("assessor") if named else submitted)
    scores = AssessmentScore.objects.filter(assessment__in=found) if found else ()
    by_sheet: dict[int, list[AssessmentScore]] = defaultdict(list)
    for score in scores:
        by_sheet[score.assessment_id].append(score)
    by_idea: dict[int, list[Assessment]] = defaultdict(list)
    for sheet in found:
        by_idea[sheet.idea_id].append(sheet)
    return {pk: _together(sheets, by_sheet, named) for pk, sheets in by_idea.items()}


def evaluated(outcome: str = "") -> QuerySet[Idea]:
    """Public ideas whose evaluation is published, latest decision first."""
    found = Idea.objects.public().filter(evaluation_published_at__isnull=False).defer(*COUNTS)
    return (found.filter(outcome=outcome) if outcome else found).order_by("stage_since", "pk")


def matrix_items(ideas: Iterable[Idea]) -> list[MatrixItem]:
    """Ideas evaluated as a whole, numbered in their order. One query besides the ideas."""
    ideas = list(ideas)
    rows = AssessmentScore.objects.filter(
        assessment__idea__in=ideas, assessment__submitted_at__isnull=False
    ).values_list("assessment__idea", "criterion")
    scores: dict[int, dict[str, float]] = defaultdict(dict)
    for pk, criterion, score in rows.annotate(mean=Avg("score")).order_by():
        scores[pk][criterion] = float(score)
    vision = next(block for block in BLOCKS if block.key == "vision").criteria
    items: list[MatrixItem] = []
    for idea in ideas:
        given = scores[idea.pk]
        complexity = _block_means(given)["complexity"]
        if complexity is None or not all(criterion in given for criterion in vision):
            continue
        items.append(
            MatrixItem(
                number=len(items) + 1,
                title=idea.title,
                url=idea.get_absolute_url(),
                kind=idea.outcome,
                vision=tuple(round(given[c], 2) for c in vision),  # type: ignore[arg-type]
                complexity=complexity,
                key=idea.pk,
                stage_label=idea.get_outcome_display(),
            )
        )
    return items


def _together(
    sheets: list[Assessment], scores: dict[int, list[AssessmentScore]], named: bool
) -> EvaluationSheet:
    said: dict[str, list[Said]] = defaultdict(list)
    for sheet in sheets:
        for row in scores[sheet.pk]:
            who = str(sheet.assessor or "") if named else ""
            said[row.criterion].append(Said(row.score, row.reason, who))
    asked = [sheet for sheet in sheets if sheet.mvp_note or sheet.mvp_possible != Answer.OPEN]
    people = {sheet.assessor_id or f"erased-{sheet.pk}" for sheet in sheets}
    return EvaluationSheet(
        criteria=[CriterionResult(c, c.label, said[c]) for c in Criterion if c in said],
        assessors=len(people),
        mvp_answers=[sheet.mvp_possible for sheet in asked],
        mvp_notes=[sheet.mvp_note for sheet in asked if sheet.mvp_note],
    )


def _block_means(scores: dict[str, Any]) -> dict[str, float | None]:
    return {
        block.key: (
            fmean(scores[criterion] for criterion in block.criteria)
            if all(criterion in scores for criterion in block.criteria)
            else None
        )
        for block in BLOCKS
    }
