"""The assessment sheet: its blocks, its criteria and what a score means."""

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MIN_SCORE, MAX_SCORE = 1, 5


class Criterion(models.TextChoices):
    """The fifteen criteria, in the order of the sheet."""

    BENEFIT = "benefit", _("Benefit and added value")
    OBJECTIVE = "objective", _("Objective")
    TARGET_GROUP = "target_group", _("Target group")
    PROJECT_PLAN = "project_plan", _("Project plan")
    STAKEHOLDERS = "stakeholders", _("Stakeholders")
    TIME = "time", _("Effort in time")
    MONEY = "money", _("Effort in money")
    OTHER_FACTORS = "other_factors", _("Other factors")
    ECOLOGY = "ecology", _("Ecology")
    SOCIAL_JUSTICE = "social_justice", _("Social justice")
    ECONOMY = "economy", _("Effects on the whole economy")
    VISION_IDEA_SPACE = "vision_idea_space", _("Idea space, appeal, innovation, pioneering")
    VISION_QUALITY_OF_LIFE = "vision_quality_of_life", _("More quality of life and possibilities")
    VISION_FOR_ALL = "vision_for_all", _("For all: inclusion, reliability, sustainability")
    VISION_NETWORKING = "vision_networking", _("Digital networking and sensible technology")


@dataclass(frozen=True)
class CriteriaBlock:
    """A block of the sheet; ``high_is_hard`` where 5 means very complex instead of very good."""

    key: str
    title: "_StrPromise"
    criteria: tuple[Criterion, ...]
    high_is_hard: bool = False


BLOCKS = (
    CriteriaBlock(
        "key_data",
        _("Key data and benefit"),
        (Criterion.BENEFIT, Criterion.OBJECTIVE, Criterion.TARGET_GROUP, Criterion.PROJECT_PLAN),
    ),
    CriteriaBlock(
        "complexity",
        _("Complexity check"),
        (Criterion.STAKEHOLDERS, Criterion.TIME, Criterion.MONEY, Criterion.OTHER_FACTORS),
        high_is_hard=True,
    ),
    CriteriaBlock(
        "sustainability",
        _("Sustainability check"),
        (Criterion.ECOLOGY, Criterion.SOCIAL_JUSTICE, Criterion.ECONOMY),
    ),
    CriteriaBlock(
        "vision",
        _("Vision achievement"),
        (
            Criterion.VISION_IDEA_SPACE,
            Criterion.VISION_QUALITY_OF_LIFE,
            Criterion.VISION_FOR_ALL,
            Criterion.VISION_NETWORKING,
        ),
    ),
)


class AbstractScore(models.Model):
    """One criterion's score from 1 to 5, never without its reason."""

    criterion = models.CharField(_("criterion"), max_length=30, choices=Criterion.choices)
    score = models.PositiveSmallIntegerField(
        _("score"), validators=[MinValueValidator(MIN_SCORE), MaxValueValidator(MAX_SCORE)]
    )
    reason = models.TextField(_("reason"), max_length=1000)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_criterion_display()}: {self.score}"


def block_mean(scores: dict[str, int], block: CriteriaBlock) -> float | None:
    """Mean of a block's scores; None while not all of its criteria are scored."""
    values = [scores[criterion] for criterion in block.criteria if criterion in scores]
    return fmean(values) if len(values) == len(block.criteria) else None
