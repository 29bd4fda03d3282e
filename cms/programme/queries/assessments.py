"""How projects were evaluated: one project's sheet, and all of them in a matrix."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale

from cms.programme.charts.matrix import MatrixItem
from cms.programme.models import ProjectPage, Score
from cms.programme.models.assessment import BLOCKS, block_mean
from cms.programme.queries.languages import fact_rows

VISION = next(block for block in BLOCKS if block.key == "vision").criteria


@dataclass(frozen=True)
class AssessmentSheet:
    """An assessment sheet ready to show; means are None while a block is incomplete."""

    groups: list[dict[str, Any]]
    vision: float | None
    complexity: float | None


def assessment(project: ProjectPage) -> AssessmentSheet | None:
    """The project's scores by block of the sheet; None when nothing has been scored."""
    rows = project.rows("scores")
    return _sheet({row.criterion: row for row in rows}) if rows else None


def matrix_items(pages: Sequence[ProjectPage], locale: Locale) -> list[MatrixItem]:
    """The projects whose vision and complexity are scored as a whole, numbered in their order.

    One or two queries.
    """
    scores = fact_rows(Score.objects.all(), pages, locale)
    items: list[MatrixItem] = []
    for page in pages:
        rows = {row.criterion: row for row in scores[page.facts.pk]}
        sheet = _sheet(rows)
        if sheet.vision is None or sheet.complexity is None:
            continue
        items.append(
            MatrixItem(
                number=len(items) + 1,
                title=page.title,
                url=page.url,
                kind=page.kind,
                vision=tuple(rows[criterion].score for criterion in VISION),  # type: ignore[arg-type]
                complexity=sheet.complexity,
                blocks=sheet.groups,
                stage=page.stage,
                stage_label=page.get_stage_display(),
            )
        )
    return items


def _sheet(scores: dict[str, Any]) -> AssessmentSheet:
    values = {criterion: row.score for criterion, row in scores.items()}
    means = {block.key: block_mean(values, block) for block in BLOCKS}
    blocks = [
        {
            "title": block.title,
            "high_is_hard": block.high_is_hard,
            "mean": means[block.key],
            "items": [_item(scores[c]) for c in block.criteria if c in scores],
        }
        for block in BLOCKS
    ]
    return AssessmentSheet(
        groups=[block for block in blocks if block["items"]],
        vision=means["vision"],
        complexity=means["complexity"],
    )


def _item(row: Any) -> dict[str, Any]:
    return {
        "label": row.get_criterion_display(),
        "score": row.score,
        "reason": row.reason,
        "criterion": row.criterion,
    }
