"""What happened to an idea until it was decided, as events of its life-line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.ideas.models import (
    Idea,
    IdeaVersion,
    ModerationAct,
    Step,
    WorkshopIdea,
)
from participation.ideas.models.choices import (
    ModerationAction,
    Stage,
    VersionKind,
    WorkshopResult,
)
from participation.ideas.queries.texts import Change, change_between, shown_versions
from participation.ideas.queries.workshops import PUBLIC

WORDS: dict[str, Any] = {
    VersionKind.MERGE: gettext_lazy("New words after ideas were merged or split")
}
OWN_ACTS: dict[str, Any] = {
    ModerationAction.MERGED: gettext_lazy("Merged into another idea"),
    ModerationAction.SEPARATED: gettext_lazy("The merge was taken back"),
    ModerationAction.SPLIT: gettext_lazy("Split off"),
}


@dataclass(frozen=True)
class Event:
    """Something that happened to an idea or to what it became. ``kind`` gives its mark."""

    kind: str
    at: datetime
    label: str
    title: str = ""
    url: str = ""
    text: str = ""
    quote: str = ""
    change: Change | None = None
    outcome: str = ""
    promised_until: date | None = None


def of(idea: Idea, steps: Sequence[Step]) -> list[Event]:
    """All of them. Three queries beside the versions; what is rare costs one more each."""
    versions = shown_versions(idea)
    floor = versions[0].pk if versions else 0
    rows = WorkshopIdea.objects.filter(idea=idea)
    tables = list(rows.select_related("workshop__working_group", "before", "after"))
    events = [
        *_began(idea, versions),
        *_steps(steps),
        *_workshops(tables, floor),
        *_versions(versions, {row.after_id for row in tables}),
        *_family(idea),
        *_evaluation(idea),
    ]
    if any(step.stage == Stage.DECIDED for step in steps):
        events += _decisions(idea)
    return events


def _began(idea: Idea, versions: list[IdeaVersion]) -> Iterator[Event]:
    """The first sentence; its text only where it is not the one above the story."""
    for first in versions[:1]:
        yield Event(
            kind="beginning",
            at=idea.created_at,
            label=_("Sent in"),
            title=first.title,
            quote=first.text if first.text != idea.text else "",
        )
    if idea.split_from and idea.split_from.state in PUBLIC:
        yield Event(
            kind="family",
            at=idea.created_at,
            label=_("Split from another idea"),
            title=idea.split_from.title,
            url=idea.split_from.get_absolute_url(),
        )


def _steps(steps: Iterable[Step]) -> Iterator[Event]:
    """Decisions have events of their own, with reasons and number."""
    for step in steps:
        if step.stage != Stage.DECIDED:
            yield Event(
                kind="stage",
                at=step.entered_at,
                label=_("New stage"),
                title=step.get_stage_display(),
                text=step.note,
                promised_until=step.promised_until,
            )


def _workshops(tables: Iterable[WorkshopIdea], floor: int) -> Iterator[Event]:
    for row in tables:
        if not row.workshop.live:
            continue
        workshop = row.workshop
        if not workshop.live:
            continue
        group = workshop.working_group
        result = WorkshopResult(row.result).label if row.result else ""
        yield Event(
            kind="workshop",
            at=workshop.start,
            label=_("Workshop of the working group “%(group)s”") % {"group": group.title}
            if group
            else _("Workshop"),
            title=workshop.title,
            url=workshop.url or "",
            text=": ".join(filter(None, [str(result), row.note])),
            change=change_between(row.before, row.after, floor),
        )


def _versions(versions: list[IdeaVersion], told: set[int | None]) -> Iterator[Event]:
    """New words that no workshop tells of."""
    for before, version in pairwise(_without_drafts(versions)):
        if version.pk not in told:
            yield Event(
                kind="words",
                at=version.created_at,
                label=str(WORDS.get(version.kind, version.get_kind_display())),
                text=version.note,
                change=change_between(before, version),
            )


def _without_drafts(versions: list[IdeaVersion]) -> list[IdeaVersion]:
    """Of an author's changes in a row only the last: nobody wants to read each, and each has to be
    compared."""
    following = [*versions[1:], None]
    return [
        version
        for version, after in zip(versions, following, strict=False)
        if not (after and version.kind == after.kind == VersionKind.EDIT)
    ]


def _family(idea: Idea) -> Iterator[Event]:
    """Merges into this idea that still hold, those taken back, and what was split off."""
    merged = Q(idea__merged_into=idea, action=ModerationAction.MERGED)
    own = Q(idea=idea, action__in=OWN_ACTS)
    # Authors are asked for only where something was merged: what has read them is not kept.
    acts = ModerationAct.objects.filter(merged | own).prefetch_related("idea__author")
    for act in acts:
        if act.idea_id != idea.pk:
            yield Event(
                kind="family",
                at=act.created_at,
                label=_("Merged with the idea of %(author)s") % {"author": act.idea.author_shown},
                title=act.idea.title,
                text=act.reason,
                quote=act.idea.text,
            )
        elif act.action == ModerationAction.SPLIT:
            yield from _parts(idea, act)
        else:
            label = str(OWN_ACTS[act.action])
            yield Event(kind="family", at=act.created_at, label=label, text=act.reason)


def _parts(idea: Idea, act: ModerationAct) -> Iterator[Event]:
    """What this act has split off: parts come in the same moment as their act, or just after."""
    later = ModerationAct.objects.filter(idea=idea, action=act.action, pk__gt=act.pk).first()
    parts = idea.parts.filter(state__in=PUBLIC, created_at__gte=act.created_at)
    for part in parts.filter(created_at__lt=later.created_at) if later else parts:
        yield Event(
            kind="family",
            at=part.created_at,
            label=str(OWN_ACTS[act.action]),
            title=part.title,
            url=part.get_absolute_url(),
            text=act.reason,
        )


def _decisions(idea: Idea) -> Iterator[Event]:
    for decision in idea.decided:
        yield Event(
            kind="decision",
            at=_decided_at(decision),
            label=_("Decision %(number)s, %(who)s")
            % {"number": decision.number, "who": decision.decided_by},
            title=decision.get_outcome_display(),
            text=decision.reasons,
            outcome=decision.outcome,
        )


def _decided_at(decision: Any) -> datetime:
    """When it was written down, or the end of the day of a decision that was written down later."""
    end = datetime.combine(decision.decided_on, time.max)
    return min(decision.recorded_at, timezone.make_aware(end))


def _evaluation(idea: Idea) -> Iterator[Event]:
    if idea.evaluation_published_at:
        yield Event(
            kind="evaluation", at=idea.evaluation_published_at, label=_("Evaluation published")
        )
