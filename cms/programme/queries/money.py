"""What projects cost: one project's table, and the whole programme's."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from wagtail.models import Locale, Page

from cms.core import tables
from cms.programme.charts import bars
from cms.programme.models import BudgetLine, Carrier, ProjectPage
from cms.programme.models.choices import CarrierKey
from cms.programme.queries.projects import carrier_names


@dataclass(frozen=True)
class BudgetTable:
    """A project's money by year and carrier; amounts in cents."""

    rows: list[BudgetLine]
    planned_cents: int
    spent_cents: int


def budget(project: ProjectPage) -> BudgetTable | None:
    """The project's budget lines with their sums; None when there are none."""
    rows = project.rows("budget_lines")
    if not rows:
        return None
    names = carrier_names(project.locale)
    keys = {carrier.pk: carrier.key for carrier in Carrier.objects.all()}
    for row in rows:
        row.carrier = names[keys[row.carrier_id]]
    return BudgetTable(
        rows=sorted(rows, key=lambda row: (row.year, carrier_order(row.carrier.key))),
        planned_cents=sum(row.planned_cents for row in rows),
        spent_cents=sum(row.spent_cents for row in rows),
    )


def carrier_order(key: str) -> int:
    """Carriers stand in the order of the strategy: city, Stadtwerke, further partners."""
    return CarrierKey.values.index(key)


@dataclass(frozen=True)
class Money:
    """A sum in cents with its bars; ``label`` is a year, a carrier or a project."""

    label: str
    planned_cents: int
    spent_cents: int
    planned: list[bars.Segment] = field(default_factory=list)
    spent: list[bars.Segment] = field(default_factory=list)
    page: Page | None = None

    @property
    def is_over(self) -> bool:
        """Whether more was spent than planned."""
        return self.spent_cents > self.planned_cents


@dataclass(frozen=True)
class Report:
    """The programme's money; years, carriers and projects each add up to the total."""

    total: Money
    years: list[Money]
    carriers: list[Money]
    projects: list[Money]
    updated: datetime | None
    """When a page with one of the lines was last published."""


Line = dict[str, Any]


def budget_lines() -> QuerySet[BudgetLine, Line]:
    """Every budget line of a published project, by year, carrier and the order of the work plan."""
    return (
        BudgetLine.objects.filter(
            page__live=True, page__locale__language_code=settings.LANGUAGE_CODE
        )
        .order_by("year", "carrier__key", "page__order", "page__title", "pk")
        .values(
            "translation_key",
            "year",
            "carrier__key",
            "planned_cents",
            "spent_cents",
            "note",
            "page_id",
            "page__title",
            "page__order",
            "page__translation_key",
            "page__last_published_at",
        )
    )


def report(lines: Sequence[Line], locale: Locale) -> Report:
    """The lines added up by year, carrier and project, with names of the language. Two queries."""
    names = carrier_names(locale)
    pages = _pages(lines, locale)
    by_year = _sums(lines, lambda line: line["year"])
    highest = max((max(sums) for _key, _lines, sums in by_year), default=0)
    projects = _sums(lines, _work_plan)
    return Report(
        total=Money("", *_sum(lines)),
        years=[
            Money(
                str(year),
                *sums,
                planned=bars.stacked(_by_carrier(own, "planned_cents"), highest),
                spent=bars.stacked(_by_carrier(own, "spent_cents"), highest),
            )
            for year, own, sums in by_year
        ],
        carriers=[
            Money(names[CarrierKey.values[order]].name, *sums)
            for order, _own, sums in _sums(lines, lambda line: carrier_order(line["carrier__key"]))
        ],
        projects=[
            Money(_title(own[0], pages), *sums, page=pages.get(own[0]["page__translation_key"]))
            for _order, own, sums in projects
        ],
        updated=max((line["page__last_published_at"] for line in lines), default=None),
    )


def budget_rows(lines: Sequence[Line], locale: Locale) -> list[tuple[Any, ...]]:
    """The lines with names and notes of the language, amounts as decimals. Up to three queries."""
    names, pages = carrier_names(locale), _pages(lines, locale)
    notes = _notes(lines, locale)
    return [
        (
            line["year"],
            names[line["carrier__key"]].name,
            _title(line, pages),
            tables.decimal(line["planned_cents"]),
            tables.decimal(line["spent_cents"]),
            notes.get(line["translation_key"]) or line["note"],
        )
        for line in lines
    ]


def _notes(lines: Iterable[Line], locale: Locale) -> dict[Any, str]:
    keys = [line["translation_key"] for line in lines if line["note"]]
    found = BudgetLine.objects.filter(translation_key__in=keys, locale=locale)
    return dict(found.values_list("translation_key", "note"))


def _title(line: Line, pages: dict[Any, Page]) -> str:
    page = pages.get(line["page__translation_key"])
    return page.title if page else line["page__title"]


def _work_plan(line: Line) -> tuple[int, str, int]:
    return line["page__order"], line["page__title"], line["page_id"]


def _pages(lines: Iterable[Line], locale: Locale) -> dict[Any, Page]:
    keys = {line["page__translation_key"] for line in lines}
    found = Page.objects.live().filter(translation_key__in=keys, locale=locale)
    return {page.translation_key: page for page in found.select_related("locale")}


def _sums(
    lines: Iterable[Line], key: Callable[[Line], Any]
) -> list[tuple[Any, list[Line], tuple[int, int]]]:
    """The lines by a key, in the key's order, each group with planned and spent cents."""
    groups: dict[Any, list[Line]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return [(value, groups[value], _sum(groups[value])) for value in sorted(groups)]


def _sum(lines: Iterable[Line]) -> tuple[int, int]:
    planned, spent = 0, 0
    for line in lines:
        planned += line["planned_cents"]
        spent += line["spent_cents"]
    return planned, spent


def _by_carrier(lines: Iterable[Line], amount: str) -> list[tuple[str, int]]:
    sums = dict.fromkeys(CarrierKey.values, 0)
    for line in lines:
        sums[line["carrier__key"]] += line[amount]
    return list(sums.items())
