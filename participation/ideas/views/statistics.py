"""Figures of the process, as drawing and as table."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.columns import HEIGHT, WIDTH, Columns
from cms.core.pagination import paginate
from participation.ideas.charts import statistics as chart
from participation.ideas.domain import process
from participation.ideas.queries import statistics as queries
from participation.ideas.views.common import show_kept

OVERDUE = 12


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """How long stages take, what is overdue, what became of ideas, and how many came each month."""
    stages = queries.stages(process.settings())
    months = queries.months()
    outcomes = queries.outcomes()
    listing = paginate(queries.overdue(), request.GET.get("page"), OVERDUE)
    columns = Columns.of([(m.sent, m.decided) for m in months], ("sent", "decided"))
    return show_kept(
        request,
        "ideas/statistics.html",
        _("The process in figures"),
        introduction=_("How long ideas wait, what becomes of them, and where we are late."),
        stages=_with_bars(stages),
        bar_width=round(chart.BAR),
        outcomes=_with_shares(outcomes),
        total=sum(row["number"] for row in outcomes),
        months=months,
        columns=columns,
        names=_names(months, columns),
        width=round(WIDTH),
        height=round(HEIGHT),
        page_obj=listing,
    )


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
