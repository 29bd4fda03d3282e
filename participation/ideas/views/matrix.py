"""The public matrix of all evaluated ideas, in the order that the reader's weights give."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.filters import said_again
from cms.core.pagination import paginate
from cms.programme.charts import matrix as chart
from cms.programme.forms import WeightsForm
from participation.ideas import queries
from participation.ideas.models import Idea
from participation.ideas.models.choices import Outcome
from participation.ideas.views.common import show_kept

PER_PAGE = 20
"""More marks than that cannot be told apart."""


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """The evaluated ideas of an outcome or of all, ranked as a whole, drawn a page at a time."""
    asked = request.GET.get("outcome", "")
    outcome = asked if asked in Outcome.values else ""
    weights = WeightsForm(request.GET)
    ranked = chart.rank(queries.matrix_items(queries.evaluated(outcome)), weights.weights)
    listing = paginate(ranked, request.GET.get("page"), PER_PAGE)
    shown = _with_reasons(list(listing.object_list))
    return show_kept(
        request,
        "ideas/matrix.html",
        _("Matrix of ideas"),
        introduction=_(
            "How ideas were evaluated before they were decided: how close each brings us to the "
            "vision, and how complex it is."
        ),
        weights=weights,
        chosen={"outcome": outcome} if outcome else {},
        unknown=[said_again(_("Outcome"), asked)] if asked != outcome else [],
        outcomes=_outcomes(outcome),
        page_obj=listing,
        ranked=shown,
        marks=chart.place(shown),
        labels=[field.label for field in weights],
        side=round(chart.SIDE),
        middle=round(chart.SIDE / 2),
        ticks=chart.ticks(),
    )


def _with_reasons(ranked: list[chart.Ranked]) -> list[chart.Ranked]:
    """The entries with every score and reason of their sheets. Two queries."""
    ideas = [Idea(pk=entry.item.key) for entry in ranked]
    sheets = queries.sheets_of(ideas)
    return [
        replace(entry, item=replace(entry.item, blocks=sheets[entry.item.key].groups))
        for entry in ranked
    ]


def _outcomes(chosen: str) -> list[dict[str, Any]]:
    """What the list can be narrowed to."""
    return [
        {"key": key, "label": label, "is_chosen": key == chosen}
        for key, label in (("", _("All")), *Outcome.choices)
    ]
