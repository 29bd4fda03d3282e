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
from cms.core.page_cache import frame
from cms.programme.charts import bars
from cms.programme.models import BudgetLine, Carrier, ProjectPage
from cms.programme.models.choices import CarrierKey
from cms.programme.queries.projects import by_carrier, carrier_names, named


@dataclass(frozen=True)
class BudgetTable:
    """A project's money by year and carrier; amounts in cents."""

    rows: list[BudgetLine]
    planned_cents: int
    spent_cents: int


def budget(project: ProjectPage, names: dict[str, Carrier]) -> BudgetTable | None:
    """The project's budget lines with their sums; None when there are none. At most two queries."""
    rows = project.rows("budget_lines")
    if not rows:
        return None
    for row in rows:
        row.carrier = named(row.carrier, names)
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
    key: str = ""
    """Of a carrier."""
    planned: list[bars.Segment] = field(default_factory=list)
    spent: list[bars.Segment] = field(default_factory=list)
    parts: list["Money"] = field(default_factory=list)
    """Of a year: what each carrier has of it, nothing included."""
    page: Page | None = None
    language: str = ""
    """Of the label, where the reader's language has no page and the German title is shown."""

    @property
    def is_over(self) -> bool:
        """Whether more was spent than planned."""
        return self.spent_cents > self.planned_cents


@dataclass(frozen=True)
class ProgrammeBudget:
    """The programme's money; years, carriers and projects each add up to the total."""

    total: Money
    years: list[Money]
    carriers: list[Money]
    projects: list[Money]
    updated: datetime | None
    """When a page with one of the lines was last published."""


Line = dict[str, Any]


def budget_lines() -> QuerySet[BudgetLine, Line]:
    """Every budget line of a public project, by year, carrier and the order of the work plan."""
    return (
        BudgetLine.objects.filter(
            frame.shown("page__path"),
            page__live=True,
            page__locale__language_code=settings.LANGUAGE_CODE,
        )
        .order_by("year", by_carrier(), "page__order", "page__title", "pk")
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


def programme_budget(lines: Sequence[Line], locale: Locale) -> ProgrammeBudget:
    """The lines added up by year, carrier and project, with names of the language. Two queries."""
    names, pages = carrier_names(locale), _pages(lines, locale)
    keys = [key for key in CarrierKey.values if any(key == line["carrier__key"] for line in lines)]
    carriers = [(key, names[key].short_name) for key in keys]
    by_year = _grouped(lines, lambda line: line["year"])
    highest = max((max(_sum(own)) for _year, own in by_year), default=0)
    return ProgrammeBudget(
        total=Money("", *_sum(lines)),
        years=[_year(str(year), own, carriers, highest) for year, own in by_year],
        carriers=[
            Money(names[part.key].name, part.planned_cents, part.spent_cents, part.key)
            for part in _parts(lines, carriers)
        ],
        projects=[_project(own, pages) for _order, own in _grouped(lines, _work_plan)],
        updated=max(
            filter(None, (line["page__last_published_at"] for line in lines)), default=None
        ),
    )


def _year(
    label: str, lines: Sequence[Line], carriers: Sequence[tuple[str, str]], highest: int
) -> Money:
    parts = _parts(lines, carriers)
    return Money(
        label,
        *_sum(lines),
        planned=bars.stacked([(part.key, part.planned_cents) for part in parts], highest),
        spent=bars.stacked([(part.key, part.spent_cents) for part in parts], highest),
        parts=parts,
    )


def _parts(lines: Sequence[Line], carriers: Sequence[tuple[str, str]]) -> list[Money]:
    return [
        Money(name, *_sum(line for line in lines if line["carrier__key"] == key), key)
        for key, name in carriers
    ]


def _project(lines: Sequence[Line], pages: dict[Any, Page]) -> Money:
    page = pages.get(lines[0]["page__translation_key"])
    language = "" if page else settings.LANGUAGE_CODE
    return Money(_title(lines[0], pages), *_sum(lines), page=page, language=language)


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


def _grouped(lines: Iterable[Line], key: Callable[[Line], Any]) -> list[tuple[Any, list[Line]]]:
    """The lines by a key, in the key's order."""
    groups: dict[Any, list[Line]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return sorted(groups.items(), key=lambda group: group[0])


def _sum(lines: Iterable[Line]) -> tuple[int, int]:
    planned, spent = 0, 0
    for line in lines:
        planned += line["planned_cents"]
        spent += line["spent_cents"]
    return planned, spent
