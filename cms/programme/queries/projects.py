"""Lists of projects, groups, tasks, updates and meetings, and what they refer to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone
from modelcluster.queryset import FakeQuerySet
from wagtail.models import Locale, Page

from cms.core import kin, languages
from cms.core.models import Contact
from cms.core.page_cache import frame
from cms.programme.models import (
    BudgetPage,
    Carrier,
    Guideline,
    MatrixPage,
    Meeting,
    PermanentTaskPage,
    ProgrammePage,
    ProjectPage,
    RoadmapPage,
    UpdatePage,
    WorkingGroupPage,
)
from cms.programme.models.base import ProgrammeBasePage
from cms.programme.models.choices import CarrierKey, Kind
from cms.programme.queries.languages import InLanguage


def projects() -> QuerySet[ProjectPage]:
    """All projects, in the order of the work plan."""
    return ProjectPage.objects.defer_streamfields().order_by("order", "title", "pk")


def lighthouses() -> QuerySet[ProjectPage]:
    """The lighthouse projects."""
    return projects().filter(kind=Kind.LIGHTHOUSE)


def first_lighthouses(locale: Locale, limit: int) -> list[ProjectPage]:
    """The first lighthouse projects of a language. Two queries, German one less."""
    return InLanguage(lighthouses(), locale)[:limit]


def groups() -> QuerySet[WorkingGroupPage]:
    """All working groups, in the order of the page tree."""
    return WorkingGroupPage.objects.defer_streamfields().order_by("path")


def group_names(locale: Locale) -> dict[str, str]:
    """Titles of the live groups of a language by the slugs of their originals.

    One query, or remembered.
    """
    return frame.keep(("groups", locale.pk), lambda: _read_groups(locale))


def _read_groups(locale: Locale) -> dict[str, str]:
    originals = Q(locale__language_code=settings.LANGUAGE_CODE)
    found = WorkingGroupPage.objects.filter(Q(locale=locale, live=True) | originals)
    rows = found.order_by("path").values_list(
        "translation_key", "slug", "title", "live", "locale_id", "locale__language_code"
    )
    slugs = {key: slug for key, slug, *_rest, code in rows if code == settings.LANGUAGE_CODE}
    return {
        slugs.get(key, slug): title
        for key, slug, title, live, locale_id, _code in rows
        if live and locale_id == locale.pk
    }


def by_carrier(key: str = "carrier__key") -> Case:
    """Sorts as the strategy does: city, Stadtwerke, further partners; what has none comes last."""
    places = (When(**{key: value}, then=n) for n, value in enumerate(CarrierKey.values))
    return Case(*places, default=len(CarrierKey.values))


def permanent_tasks() -> QuerySet[PermanentTaskPage]:
    """All permanent tasks, by carrier, then in the order of the page tree."""
    return (
        PermanentTaskPage.objects.select_related("carrier")
        .defer_streamfields()
        .order_by(by_carrier(), "path")
    )


def updates(locale: Locale, *, below: ProgrammeBasePage | None = None) -> InLanguage[UpdatePage]:
    """The updates of a language, newest first, of one project or group or of all."""
    found = UpdatePage.objects.all()
    if below is not None:
        found = found.child_of(below.facts) | found.child_of(below)
    newest_first = found.defer_streamfields().order_by("-date", "-pk")
    return InLanguage(newest_first, locale, with_pictures=True)


def titles_above(updates: Iterable[UpdatePage]) -> dict[int, str]:
    """Titles of the live projects and groups of updates, by the updates' primary keys.

    One query for all that are not remembered.
    """
    return {pk: parent.title for pk, parent in _parents(updates).items()}


def pictograms_above(updates: Iterable[UpdatePage]) -> dict[int, str]:
    """Their pictograms, empty where they have none. One query more, or remembered."""
    keys = {pk: parent.translation_key for pk, parent in _parents(updates).items()}
    found = frame.keep_each("pictograms", {*keys.values()}, _read_pictograms) if keys else {}
    return {pk: found[key] for pk, key in keys.items()}


def _parents(updates: Iterable[UpdatePage]) -> dict[int, Page]:
    updates = list(updates)
    lines = kin.above_each(updates)
    return {
        update.pk: line[-1]
        for update in updates
        if (line := lines[update.pk]) and line[-1].depth == update.depth - 1
    }


def _read_pictograms(keys: list[Any]) -> dict[Any, tuple[str, list[str]]]:
    """Of the originals, which hold the facts of a page in all languages."""
    wanted = Q(translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE)
    first, *others = (
        model.objects.filter(wanted).order_by().values_list("translation_key", "pictogram")
        for model in (ProjectPage, WorkingGroupPage, PermanentTaskPage)
    )
    found = dict(first.union(*others))
    return {key: (found.get(key, ""), [f"page:{key}"]) for key in keys}


def newest_updates(parent: ProgrammeBasePage, limit: int) -> list[UpdatePage]:
    """The newest updates of a project or group, in its language. One query, two in others."""
    return updates(parent.locale, below=parent)[:limit]


def guidelines(locale: Locale, *, of: ProjectPage | None = None) -> list[Guideline]:
    """The guidelines in a language, all or a project's; German where the language has none.

    One query, and one for all guidelines where they are not remembered.
    """
    found = frame.keep(("guidelines", locale.pk), lambda: _read_guidelines(locale))
    if of is None:
        return _in_own_language(found, locale)
    numbers = _guideline_numbers(of)
    return _in_own_language([each for each in found if each.number in numbers], locale)


def _read_guidelines(locale: Locale) -> list[Guideline]:
    wanted = Q(locale=locale) | Q(locale__language_code=settings.LANGUAGE_CODE)
    return list(Guideline.objects.filter(wanted))


def _in_own_language(found: list[Guideline], locale: Locale) -> list[Guideline]:
    return [each for each in found if each.locale_id == locale.pk] or found


def _guideline_numbers(project: ProjectPage) -> set[int]:
    """The numbers of a project's guidelines. One query.

    A draft, which a preview shows, has its rows in memory, and of those no query can be made.
    """
    links = project.facts.guideline_links.all()
    if isinstance(links, FakeQuerySet):
        return {link.guideline.number for link in links}
    return set(links.values_list("guideline__number", flat=True))


def carrier_names(locale: Locale) -> dict[str, Carrier]:
    """Carriers by key in the strategy's order, in the language or else in German.

    One query, or remembered.
    """
    return frame.keep(("carriers", locale.pk), lambda: _read_carriers(locale))


def _read_carriers(locale: Locale) -> dict[str, Carrier]:
    wanted = Q(locale=locale) | Q(locale__language_code=settings.LANGUAGE_CODE)
    found = Carrier.objects.filter(wanted).order_by(by_carrier("key"))
    own = {carrier.key: carrier for carrier in found if carrier.locale_id == locale.pk}
    return {carrier.key: own.get(carrier.key, carrier) for carrier in found}


def named(carrier: Carrier, names: dict[str, Carrier]) -> Carrier:
    """The carrier as ``carrier_names`` has it; itself where it is of another language alone."""
    return names.get(carrier.key, carrier)


def carriers_of(project: ProjectPage, names: dict[str, Carrier]) -> list[Carrier]:
    """Who carries the project, in the words of :func:`carrier_names`. One query."""
    links = project.facts.carrier_links.select_related("carrier")
    return [named(link.carrier, names) for link in links]


def carrier_of(task: PermanentTaskPage) -> Carrier | None:
    """The carrier of a permanent task, in its language. One query."""
    return languages.localized_row(Carrier, task.facts.carrier_id, task.locale)


def lead_of(page: ProgrammeBasePage) -> Contact | None:
    """The contact that leads a project or group, in its language. One query."""
    return languages.localized_row(Contact, page.facts.lead_id, page.locale)


def group_of(page: ProgrammeBasePage) -> Page | None:
    """The working group of a project or task in its language, where it is live."""
    return kin.twin(page.facts.working_group_id, page.locale)


def tasks_by_carrier(locale: Locale) -> list[tuple[Carrier | None, list[PermanentTaskPage]]]:
    """The permanent tasks of each carrier, last those of none. Four queries at most."""
    names = carrier_names(locale)
    grouped: dict[Carrier | None, list[PermanentTaskPage]] = {}
    for task in InLanguage(permanent_tasks(), locale).all():
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


def upcoming_meetings(
    locale: Locale, limit: int = 5, *, since: datetime | None = None
) -> list[Meeting]:
    """The next meetings of all groups with their page in the language. One query, two in others.

    ``since`` another moment than now, the first ones after it.
    """
    public = frame.shown("page__path")
    shown = Meeting.objects.filter(public, locale=locale, page__live=True).select_related("page")
    originals = Meeting.objects.filter(
        start__gte=since or timezone.now(),
        page__live=True,
        locale__language_code=settings.LANGUAGE_CODE,
    ).order_by("start", "pk")
    if locale.language_code == settings.LANGUAGE_CODE:
        return _on_pages_in(locale, originals.filter(public).select_related("page")[:limit])
    coming = list(originals.filter(translation_key__in=shown.values("translation_key"))[:limit])
    own = {
        meeting.translation_key: meeting
        for meeting in shown.filter(translation_key__in=[m.translation_key for m in coming])
    }
    for original in coming:
        own[original.translation_key].start = original.start
    return _on_pages_in(locale, [own[original.translation_key] for original in coming])


def _on_pages_in(locale: Locale, meetings: Iterable[Meeting]) -> list[Meeting]:
    """The meetings, their pages told which language they are in, which they would ask for."""
    found = list(meetings)
    for meeting in found:
        meeting.page.locale = locale
    return found


@dataclass(frozen=True)
class PlanCard:
    """A way to the roadmap, the matrix or the budget."""

    title: str
    url: str
    introduction: str
    pictogram: str


def plan_cards(programme: ProgrammePage) -> list[PlanCard]:
    """Roadmap, matrix and budget below a programme page. One query."""
    kinds = {model._meta.model_name: model for model in (RoadmapPage, MatrixPage, BudgetPage)}
    found = (
        Page.objects.child_of(programme)
        .live()
        .filter(content_type__app_label="programme", content_type__model__in=kinds)
        .select_related("content_type", "locale")
    )
    return [
        PlanCard(
            title=page.title,
            url=page.url,
            introduction=page.search_description,
            pictogram=kinds[page.content_type.model].pictogram,
        )
        for page in found
    ]
