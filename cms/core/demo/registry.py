"""The steps that load the demo, and what they hand on to each other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.module_loading import autodiscover_modules
from wagtail.models import Locale, Page

from cms.core.imports import at_once

Report = Callable[[str], None]


@dataclass
class DemoSite:
    """What earlier steps have made, by the keys that the content files use."""

    pages: dict[str, Page] = field(default_factory=dict)
    images: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    contacts: dict[str, Any] = field(default_factory=dict)
    snippets: dict[tuple[str, Any], Any] = field(default_factory=dict)
    locales: dict[str, Locale] = field(default_factory=dict)
    drafts: list[Any] = field(default_factory=list)
    ideas: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A part of the demo."""

    order: int
    title: str
    run: Callable[[DemoSite], None]


_steps: list[Step] = []


def step(order: int, title: str) -> Callable:
    """Register a function that loads a part of the demo; parts run by their order."""

    def register(function: Callable[[DemoSite], None]) -> Callable[[DemoSite], None]:
        _steps.append(Step(order, title, function))
        return function

    return register


def has_content() -> bool:
    """Whether there is a page besides the plain ones that Wagtail's own migrations make."""
    return Page.objects.exclude(content_type__model="page").exists()


def load(report: Report) -> None:
    """Run every step in one transaction: the demo is there as a whole or not at all."""
    autodiscover_modules("demo", "demo.site")
    site = DemoSite()
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE), at_once(report):
        _run_steps(site, report)


def _run_steps(site: DemoSite, report: Report) -> None:
    """Every registered step, in order."""
    site.locales = {locale.language_code: locale for locale in Locale.objects.all()}
    for part in sorted(_steps, key=lambda part: part.order):
        report(part.title)
        part.run(site)
