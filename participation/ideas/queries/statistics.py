"""Figures of the process: how long stages take, what is late, what became of ideas."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from participation.ideas.models import Idea, IdeaSettings, Step
from participation.ideas.models.choices import Outcome, Stage, State
from participation.ideas.models.ideas import COUNTS, OPEN_STAGES

MONTHS = 24
PUBLIC = (State.PUBLISHED, State.MERGED)
"""Merged ideas were sent in, too, and went their way until the merge."""

_STAYS = """
SELECT stage, count(*),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY days),
    count(*) FILTER (WHERE left_on <= promised_until),
    count(*) FILTER (WHERE promised_until IS NOT NULL)
FROM (
    SELECT "ideas_step".stage, promised_until,
        (lead(entered_at) OVER way AT TIME ZONE %(zone)s)::date AS left_on,
        extract(epoch FROM lead(entered_at) OVER way - entered_at) / 86400 AS days
    FROM "ideas_step" JOIN "ideas_idea" ON "ideas_idea".id = idea_id
    WHERE state = ANY(%(states)s)
    WINDOW way AS (PARTITION BY idea_id ORDER BY entered_at, "ideas_step".id)
) AS stays WHERE days IS NOT NULL GROUP BY stage
"""


@dataclass(frozen=True)
class StageFigures:
    """How long ideas stay in a stage. ``in_time`` and ``promised_stays`` count finished stays."""

    stage: str
    label: Any
    promised_days: int
    finished: int = 0
    median_days: float | None = None
    in_time: int = 0
    promised_stays: int = 0
    here: int = 0
    overdue: int = 0

    @property
    def share_in_time(self) -> int | None:
        """Per cent of the finished stays that ended by the day promised; None without any."""
        return round(100 * self.in_time / self.promised_stays) if self.promised_stays else None

    @property
    def is_slow(self) -> bool:
        """Whether half of the ideas take longer than promised."""
        return self.median_days is not None and self.median_days > self.promised_days


@dataclass(frozen=True)
class Month:
    """What came in and what was decided in a month."""

    first: date
    sent: int
    decided: int


def stages(settings: IdeaSettings) -> list[StageFigures]:
    """Every open stage in its order. Two queries."""
    with connection.cursor() as cursor:
        zone = timezone.get_current_timezone_name()
        cursor.execute(_STAYS, {"states": list(PUBLIC), "zone": zone})
        stays = {stage: rest for stage, *rest in cursor}
    today = timezone.localdate()
    here: dict[str, dict[str, Any]] = {
        row["stage"]: dict(row)
        for row in Idea.objects.public()
        .values("stage")
        .annotate(here=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)))
        .order_by()
    }
    return [_stage(stage, settings, stays.get(stage), here.get(stage, {})) for stage in OPEN_STAGES]


def _stage(
    stage: Stage, settings: IdeaSettings, stays: list[Any] | None, here: dict[str, Any]
) -> StageFigures:
    finished, median, in_time, promised = stays or (0, None, 0, 0)
    return StageFigures(
        stage=stage,
        label=stage.label,
        promised_days=getattr(settings, f"days_{stage}"),
        finished=finished,
        median_days=None if median is None else round(float(median), 1),
        in_time=in_time,
        promised_stays=promised,
        here=here.get("here", 0),
        overdue=here.get("overdue", 0),
    )


def outcomes() -> list[dict[str, Any]]:
    """How many public ideas came to each outcome, with those still under way. One query."""
    counted = Idea.objects.public().values("outcome").annotate(number=Count("pk")).order_by()
    numbers = {row["outcome"]: row["number"] for row in counted}
    return [
        {"key": key, "label": label, "number": numbers.get(key, 0)}
        for key, label in [*Outcome.choices, ("", "")]
    ]


def months(today: date | None = None) -> list[Month]:
    """What was sent and decided in each of the last months, this one included. Two queries."""
    today = today or timezone.localdate()
    firsts = _firsts(today)
    since = firsts[0] - timedelta(days=1)  # months begin in local time, the column is in UTC
    sent = Idea.objects.filter(state__in=PUBLIC, created_at__date__gt=since)
    decided = Step.objects.filter(
        idea__state__in=PUBLIC, stage=Stage.DECIDED, entered_at__date__gt=since
    )
    came, went = _by_month(sent, "created_at"), _by_month(decided, "entered_at")
    return [Month(first, came.get(first, 0), went.get(first, 0)) for first in firsts]


def overdue() -> QuerySet[Idea]:
    """Ideas past the day promised, the longest overdue first. One query."""
    return Idea.objects.overdue().defer(*COUNTS).order_by("due_on", "pk")


def _by_month(rows: QuerySet[Any], field: str) -> dict[date, int]:
    counted = rows.annotate(month=TruncMonth(field)).values("month").annotate(n=Count("pk"))
    return {row["month"].date(): row["n"] for row in counted.order_by()}


def _firsts(today: date) -> list[date]:
    last = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last - MONTHS + 1, last + 1)]
