"""Reads that several pages of the programme share. Each says how many queries it costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.core import languages
from cms.core.models import Contact
from cms.programme.models import (
    BudgetLine,
    Carrier,
    Guideline,
    Meeting,
    PermanentTaskPage,
    ProjectPage,
    UpdatePage,
    WorkingGroupPage,
)
from cms.programme.models.assessment import BLOCKS, block_mean
from cms.programme.models.base import ProgrammeBasePage
from cms.programme.models.choices import Kind

PageType = TypeVar("PageType", bound=ProgrammeBasePage)


class InLanguage(Sequence[PageType]):
    """Live pages of a language with the facts of their originals, in the originals' order.

    A sequence that paginators can slice: in German one query for its length and one for a slice,
    in other languages two and two. A page without a live twin in the language is left out.
    """

    def __init__(self, originals: QuerySet[PageType], locale: Locale) -> None:
        self.originals = originals.filter(live=True, locale__language_code=settings.LANGUAGE_CODE)
        self.locale = locale

    @cached_property
    def _is_original(self) -> bool:
        return self.locale.language_code == settings.LANGUAGE_CODE

    @cached_property
    def _keys(self) -> list[Any]:
        shown = self.originals
        if not self._is_original:
            shown = shown.filter(translation_key__in=self._twins().values("translation_key"))
        # A filter over links finds a page once for every link: keep the first.
        return list(dict.fromkeys(shown.values_list("translation_key", flat=True)))

    def _twins(self) -> QuerySet[PageType]:
        return self.originals.model.objects.live().filter(locale=self.locale).defer_streamfields()

    def __len__(self) -> int:
        return self.originals.count() if self._is_original else len(self._keys)

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, slice):
            return self[index : index + 1][0]
        if self._is_original:
            return list(self.originals[index])
        keys = self._keys[index]
        originals = {p.translation_key: p for p in self.originals.filter(translation_key__in=keys)}
        twins = {p.translation_key: p for p in self._twins().filter(translation_key__in=keys)}
        return [twins[key].adopt_facts(originals[key]) for key in keys]

    def __iter__(self) -> Iterator[PageType]:
        return iter(self[:])


def projects() -> QuerySet[ProjectPage]:
    """All projects as cards need them, in the order of the work plan."""
    return (
        ProjectPage.objects.select_related("picture")
        .prefetch_related("picture__renditions")
        .defer_streamfields()
        .order_by("order", "title", "pk")
    )


def lighthouses() -> QuerySet[ProjectPage]:
    """The lighthouse projects."""
    return projects().filter(kind=Kind.LIGHTHOUSE)


def first_lighthouses(locale: Locale, limit: int | None = None) -> list[ProjectPage]:
    """The lighthouse projects of a language, or the first of them. Two queries, German one less."""
    return InLanguage(lighthouses(), locale)[:limit]


def groups() -> QuerySet[WorkingGroupPage]:
    """All working groups, in the order of the page tree."""
    return (
        WorkingGroupPage.objects.select_related("picture")
        .prefetch_related("picture__renditions")
        .defer_streamfields()
        .order_by("path")
    )


def group_names(locale: Locale) -> list[WorkingGroupPage]:
    """The groups of a language, to be named only. One query."""
    return list(
        WorkingGroupPage.objects.live().filter(locale=locale).defer_streamfields().order_by("path")
    )


def permanent_tasks() -> QuerySet[PermanentTaskPage]:
    """All permanent tasks, by carrier, then in the order of the page tree."""
    return (
        PermanentTaskPage.objects.select_related("carrier")
        .defer_streamfields()
        .order_by("carrier__key", "path")
    )


def updates(locale: Locale, *, below: Page | None = None, limit: int = 20) -> list[UpdatePage]:
    """The newest updates of a language, of one project or group or of all. Two queries."""
    found = UpdatePage.objects.live().filter(locale=locale)
    if below is not None:
        found = found.child_of(below)
    return list(
        found.select_related("picture")
        .prefetch_related("picture__renditions")
        .defer_streamfields()
        .order_by("-date", "-pk")[:limit]
    )


def guidelines(locale: Locale, *, of: ProjectPage | None = None) -> list[Guideline]:
    """The guidelines in a language, all or a project's; German where the language has none.

    One or two queries.
    """
    wanted = Guideline.objects.all()
    if of is not None:
        wanted = wanted.filter(number__in=of.facts.guideline_links.values("guideline__number"))
    found = list(wanted.filter(locale=locale))
    return found or list(wanted.filter(locale__language_code=settings.LANGUAGE_CODE))


def carrier_names(locale: Locale) -> dict[str, Carrier]:
    """Carriers by key, in the language where translated, else in German. One query."""
    wanted = Q(locale=locale) | Q(locale__language_code=settings.LANGUAGE_CODE)
    found = Carrier.objects.filter(wanted)
    ordered = sorted(found, key=lambda carrier: carrier.locale_id == locale.pk)
    return {carrier.key: carrier for carrier in ordered}


def carriers_of(project: ProjectPage, names: dict[str, Carrier]) -> list[Carrier]:
    """Who carries the project, out of :func:`carrier_names`. One query."""
    keys = project.facts.carrier_links.values_list("carrier__key", flat=True)
    return [names[key] for key in keys]


def carrier_of(task: PermanentTaskPage) -> Carrier | None:
    """The carrier of a permanent task, in its language. One query."""
    return languages.twin(Carrier, task.facts.carrier_id, task.locale)


def lead_of(page: Any) -> Contact | None:
    """The contact that leads a project or group, in its language. One query."""
    return languages.twin(Contact, page.facts.lead_id, page.locale)


def group_of(page: Any) -> Page | None:
    """The working group of a project or task in its language, where it is live. One query."""
    key = Page.objects.filter(pk=page.facts.working_group_id).values("translation_key")
    return Page.objects.live().filter(translation_key__in=key, locale=page.locale).first()


def upcoming_meetings(locale: Locale, limit: int = 5) -> list[Meeting]:
    """The next meetings of all groups with their page in the language. Two queries."""
    shown = Meeting.objects.filter(locale=locale, page__live=True).select_related("page")
    coming = list(
        Meeting.objects.filter(
            start__gte=timezone.now(),
            page__live=True,
            locale__language_code=settings.LANGUAGE_CODE,
            translation_key__in=shown.values("translation_key"),
        ).order_by("start", "pk")[:limit]
    )
    own = {
        meeting.translation_key: meeting
        for meeting in shown.filter(translation_key__in=[m.translation_key for m in coming])
    }
    for original in coming:
        own[original.translation_key].start = original.start
    return [own[original.translation_key] for original in coming]


@dataclass(frozen=True)
class BudgetTable:
    """A project's money by year and carrier; amounts in cents."""

    rows: list[BudgetLine]
    planned_cents: int
    spent_cents: int


def budget(project: ProjectPage, names: dict[str, Carrier]) -> BudgetTable | None:
    """The budget lines with their sums; None when there are none. A query, two in a translation."""
    rows = project.rows("budget_lines")
    if not rows:
        return None
    for row in rows:
        row.carrier = names[row.carrier.key]
    return BudgetTable(
        rows=sorted(rows, key=lambda row: (row.year, row.carrier.key)),
        planned_cents=sum(row.planned_cents for row in rows),
        spent_cents=sum(row.spent_cents for row in rows),
    )


@dataclass(frozen=True)
class AssessmentSheet:
    """An evaluation sheet ready to show; means are None while a block is incomplete."""

    groups: list[dict[str, Any]]
    vision: float | None
    complexity: float | None


def assessment(project: ProjectPage) -> AssessmentSheet | None:
    """The project's scores by block of the sheet; None when nothing has been scored."""
    scores = {row.criterion: row for row in project.rows("scores")}
    if not scores:
        return None
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
