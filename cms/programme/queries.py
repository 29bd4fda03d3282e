"""Reads that several pages of the programme share. Each says how many queries it costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Locale, Page

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

PageType = TypeVar("PageType", bound=Any)


class InLanguage(Sequence[PageType]):
    """Live pages of a language with the facts of their originals, in the originals' order.

    A sequence that paginators can slice: one query for its length, one for a slice and one more
    in a translation, however many pages there are. A page without a live twin is left out; one
    that was never written in German speaks for itself.
    """

    def __init__(
        self,
        originals: QuerySet[PageType],
        locale: Locale,
        *,
        twins: QuerySet[PageType] | None = None,
    ) -> None:
        """``twins`` says how translations are read, where a list shows more of them than words."""
        self.twins: Any = originals.model.objects.all() if twins is None else twins
        german = shown = Q(locale__language_code=settings.LANGUAGE_CODE)
        if locale.language_code != settings.LANGUAGE_CODE:
            same = originals.model.objects.filter(translation_key=OuterRef("translation_key"))
            shown = german | (Q(locale=locale) & Q(~Exists(same.filter(german))))
        self.originals = originals.filter(shown, live=True)
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
        return self.twins.filter(live=True, locale=self.locale).defer_streamfields()

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, slice):
            return self[index : index + 1][0]
        keys = self._keys[index]
        originals = {p.translation_key: p for p in self.originals.filter(translation_key__in=keys)}
        twins = originals
        if not self._is_original:
            twins = {p.translation_key: p for p in self._twins().filter(translation_key__in=keys)}
        return [twins[key].adopt_facts(originals[key]) for key in keys]

    def __iter__(self) -> Iterator[PageType]:
        return iter(self[:])

    def around(self, page: Page) -> tuple[PageType | None, PageType | None]:
        """The pages listed before and after one; None where there is none."""
        if page.translation_key not in self._keys:
            return None, None
        place = self._keys.index(page.translation_key)
        shown = self[max(place - 1, 0) : place + 2]
        return (shown[0] if place else None), next(iter(shown[2 if place else 1 :]), None)


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


def updates(locale: Locale, *, below: ProgrammeBasePage | None = None) -> InLanguage[UpdatePage]:
    """The updates of a language, newest first, of one project or group or of all."""
    found = UpdatePage.objects.all()
    if below is not None:
        found = found.child_of(below.facts) | found.child_of(below)
    return InLanguage(
        found.select_related("picture")
        .prefetch_related("picture__renditions")
        .defer_streamfields()
        .order_by("-date", "-pk"),
        locale,
    )


def guidelines(locale: Locale) -> list[Guideline]:
    """The guidelines in a language; in German where the language has none. One or two queries."""
    found = list(Guideline.objects.filter(locale=locale))
    return found or list(Guideline.objects.filter(locale__language_code=settings.LANGUAGE_CODE))


def carrier_names(locale: Locale) -> dict[str, Carrier]:
    """Carriers by key, in the language where translated, else in German. One query."""
    wanted = Q(locale=locale) | Q(locale__language_code=settings.LANGUAGE_CODE)
    found = Carrier.objects.filter(wanted).select_related("locale")
    ordered = sorted(found, key=lambda carrier: carrier.locale_id == locale.pk)
    return {carrier.key: carrier for carrier in ordered}


def named(carrier: Carrier, names: dict[str, Carrier]) -> Carrier:
    """The carrier as ``carrier_names`` has it; itself where it is of another language alone."""
    return names.get(carrier.key, carrier)


def tasks_by_carrier(locale: Locale) -> list[tuple[Carrier | None, list[PermanentTaskPage]]]:
    """The permanent tasks of each carrier, last those of none. Four queries at most."""
    names = carrier_names(locale)
    grouped: dict[Carrier | None, list[PermanentTaskPage]] = {}
    for task in InLanguage(permanent_tasks(), locale):
        carrier = task.facts.carrier
        grouped.setdefault(carrier and named(carrier, names), []).append(task)
    return list(grouped.items())


def meetings(group: WorkingGroupPage) -> dict[str, list[Meeting]]:
    """The group's ``upcoming`` meetings, the next first, and the ``past`` ones, the last first."""
    found = sorted(group.rows("meetings"), key=lambda meeting: meeting.start)
    now = timezone.now()
    return {
        "upcoming": [meeting for meeting in found if meeting.start >= now],
        "past": [meeting for meeting in reversed(found) if meeting.start < now],
    }


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
    """The project's budget lines with their sums; None when there are none. At most two queries."""
    rows = project.rows("budget_lines", "carrier")
    if not rows:
        return None
    for row in rows:
        row.carrier = named(row.carrier, names)
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


def twin_in(page: Page | None, locale: Locale) -> Page | None:
    """The page in a language, if it is live there. At most one query."""
    if page is None or page.locale_id == locale.pk:
        return page if page and page.live else None
    return page.get_translations().filter(locale=locale, live=True).first()
