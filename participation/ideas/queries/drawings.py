"""The figures of the process as their components draw them, for everybody and for the office."""

from typing import Any

from django.utils.formats import date_format

from cms.core.columns import HEIGHT, WIDTH, Columns
from participation.ideas.charts import statistics as chart
from participation.ideas.models import IdeaSettings
from participation.ideas.queries import statistics as queries


def drawn(settings: IdeaSettings) -> dict[str, Any]:
    """Bars of the stages, shares of the outcomes and columns of the months. Five queries."""
    stages, outcomes, months = queries.stages(settings), queries.outcomes(), queries.months()
    columns = Columns.of([(m.sent, m.decided) for m in months], ("sent", "decided"))
    return {
        "stages": _with_bars(stages),
        "bar_width": round(chart.BAR),
        "outcomes": _with_shares(outcomes),
        "total": sum(row["number"] for row in outcomes),
        "months": months,
        "columns": columns,
        "names": _names(months, columns),
        "width": round(WIDTH),
        "height": round(HEIGHT),
    }


def _with_bars(stages: list[queries.StageFigures]) -> list[dict[str, Any]]:
    bars = chart.day_bars((row.median_days, row.promised_days) for row in stages)
    return [{"figures": row, "bar": bar} for row, bar in zip(stages, bars, strict=True)]


def _with_shares(outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    total = sum(row["number"] for row in outcomes)
    return [row | {"percent": 100 * row["number"] / total if total else 0} for row in outcomes]


def _names(months: list[queries.Month], columns: Columns) -> list[tuple[float, str]]:
    """What is written below: a year at its first month, and the first of each other quarter."""
    return [
        (x, date_format(month.first, "Y" if month.first.month == 1 else "M"))
        for x, month in zip(columns.slots, months, strict=True)
        if month.first.month % 3 == 1
    ]
