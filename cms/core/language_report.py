"""Which pages exist in which language, and which are older than their original."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.conf import settings
from wagtail.models import Page

from cms.core.models import BasePage

SECTION_DEPTH = 3
"""Depth of the pages right below a home page; each is a section of the report."""


class _Row(NamedTuple):
    """What the report reads of a page."""

    pk: int
    key: UUID
    language: str
    path: str
    title: str
    changed_at: datetime | None
    digest: str


@dataclass
class Coverage:
    """A section in one language."""

    language: str
    total: int = 0
    missing: list[_Row] = field(default_factory=list)
    stale: list[_Row] = field(default_factory=list)

    @property
    def current(self) -> int:
        """Pages that are there and not older than the original."""
        return self.total - len(self.missing) - len(self.stale)

    @property
    def percent(self) -> int:
        """Share of current pages; whole per cent, rounded down so that 100 means all."""
        return self.current * 100 // self.total if self.total else 100


@dataclass
class Section:
    """A section with its coverage in every other language."""

    title: str
    coverage: list[Coverage]


def _rows() -> list[_Row]:
    """Every live page of ours, one light query for each page type."""
    fields = (
        "pk",
        "translation_key",
        "locale__language_code",
        "path",
        "title",
        "words_changed_at",
        "words_digest",
    )
    return [
        _Row(*values)
        for model in apps.get_models()
        if issubclass(model, BasePage)
        for values in model._default_manager.filter(live=True).values_list(*fields)
    ]


def report() -> list[Section]:
    """Coverage of every section of the original language in the others, in the tree's order."""
    rows = sorted(_rows(), key=lambda row: row.path)
    by_language: dict[str, dict[UUID, _Row]] = defaultdict(dict)
    for row in rows:
        by_language[row.language][row.key] = row
    originals = [row for row in rows if row.language == settings.LANGUAGE_CODE]
    sections: dict[str, list[_Row]] = defaultdict(list)
    for row in originals:
        sections[row.path[: SECTION_DEPTH * Page.steplen]].append(row)
    others = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return [
        Section(members[0].title, [_coverage(members, code, by_language[code]) for code in others])
        for members in sections.values()
    ]


def _coverage(originals: list[_Row], language: str, twins: dict[UUID, _Row]) -> Coverage:
    coverage = Coverage(language, total=len(originals))
    for row in originals:
        twin = twins.get(row.key)
        if twin is None:
            coverage.missing.append(row)
        elif _is_stale(row, twin):
            coverage.stale.append(twin)
    return coverage


def _is_stale(original: _Row, twin: _Row) -> bool:
    if original.changed_at is None or twin.changed_at is None:
        return False
    return original.changed_at > twin.changed_at and original.digest != twin.digest


def totals(sections: list[Section]) -> list[Coverage]:
    """The sum of all sections, one coverage for each language."""
    sums: dict[str, Any] = {}
    for section in sections:
        for part in section.coverage:
            total = sums.setdefault(part.language, Coverage(part.language))
            total.total += part.total
            total.missing += part.missing
            total.stale += part.stale
    return list(sums.values())


def label(code: str) -> str:
    """A language's own name: ``Leichte Sprache``."""
    return settings.LANGUAGE_LABELS[code]
