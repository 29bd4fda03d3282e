"""What the templates of roadmap, matrix and budget get."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.pagination import paginate
from cms.core.serving import lazy, page_context
from cms.programme import queries
from cms.programme.charts import bars, matrix, roadmap
from cms.programme.forms import BudgetFilterForm, RoadmapFilterForm, WeightsForm
from cms.programme.models import BudgetPage, MatrixPage, RoadmapPage
from cms.programme.models.choices import Kind
from cms.programme.views.files import MILESTONES, MONEY

PROJECTS = 14
"""On one page of the roadmap: each has a drawing and a list of its milestones."""


@page_context(RoadmapPage)
def roadmap_page(page: RoadmapPage, request: HttpRequest) -> dict[str, Any]:
    """The rows that match the filters; first steps and groups only where nothing is filtered."""
    filters = lazy(RoadmapFilterForm, request.GET, locale=page.locale)
    listing = lazy(_projects, filters, page, request.GET.get("page"))
    return {
        "filters": filters,
        "count": lazy(lambda: listing.paginator.count),
        "page_obj": listing,
        "roadmap": lazy(_drawn, page, filters, listing),
        "chart": roadmap,
        "today": timezone.localdate(),
        "ics_url": lazy(lambda: page.file_url(MILESTONES) + filters.query),
    }


def _projects(filters: RoadmapFilterForm, page: RoadmapPage, number: str | None) -> Page:
    projects = queries.projects().order_by("kind", "order", "title", "pk")
    return paginate(queries.InLanguage(filters.apply(projects), page.locale), number, PROJECTS)


def _drawn(page: RoadmapPage, filters: RoadmapFilterForm, listing: Page) -> queries.Roadmap | None:
    everything = not filters.chosen and listing.number == 1
    return queries.roadmap(_sections(page, listing.object_list, everything))


def _sections(page: RoadmapPage, projects: Any, everything: bool) -> list[queries.Section]:
    """The groups of rows of the work plan, in its order."""
    pages = [*projects]
    rows = list(zip(pages, queries.project_rows(pages, page.locale), strict=True))
    steps = queries.first_step_rows(page) if everything else []
    groups = queries.InLanguage(queries.groups(), page.locale).all() if everything else []
    return [
        queries.Section("steps", _("First steps"), steps),
        *(
            queries.Section(kind, title, [row for own, row in rows if own.kind == kind])
            for kind, title in (
                (Kind.LIGHTHOUSE, _("Lighthouse projects")),
                (Kind.PROJECT, _("Further projects")),
            )
        ),
        queries.Section("groups", _("Working groups"), queries.group_rows(groups)),
    ]


# With every score and reason an entry is 3 KB of HTML.
RANKED_PER_PAGE = 10


@page_context(MatrixPage)
def matrix_page(page: MatrixPage, request: HttpRequest) -> dict[str, Any]:
    """The evaluated projects in the order that the reader's weights give."""
    weights = WeightsForm(request.GET)
    found = lazy(queries.InLanguage(queries.projects(), page.locale).all)
    ranked = lazy(lambda: matrix.rank(queries.matrix_items(found, page.locale), weights.weights))
    return {
        "weights": weights,
        "ranked": ranked,
        "page_obj": lazy(lambda: paginate(ranked, request.GET.get("page"), RANKED_PER_PAGE)),
        "marks": lazy(matrix.place, ranked),
        "labels": [field.label for field in weights],
        "side": round(matrix.SIDE),
        "middle": round(matrix.SIDE / 2),
        "ticks": matrix.ticks(),
        "missing": lazy(lambda: len(found) - len(ranked)),
    }


@page_context(BudgetPage)
def budget_page(page: BudgetPage, request: HttpRequest) -> dict[str, Any]:
    """The programme's money, as far as the filters let it through."""
    lines = lazy(lambda: list(queries.budget_lines()))
    filters = lazy(_money_filters, page, request, lines)
    budget = lazy(lambda: queries.programme_budget(filters.apply(lines), page.locale))
    return {
        "filters": filters,
        "count": lazy(lambda: len(budget.projects)),
        "budget": budget,
        "page_obj": lazy(lambda: paginate(budget.projects, request.GET.get("page"))),
        "width": bars.WIDTH,
        "csv_url": lazy(lambda: page.file_url(MONEY) + filters.query),
    }


def _money_filters(page: BudgetPage, request: HttpRequest, lines: Any) -> BudgetFilterForm:
    years = sorted({line["year"] for line in lines})
    return BudgetFilterForm(request.GET, years=years, locale=page.locale)
