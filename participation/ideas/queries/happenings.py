"""What happened to an idea until it was decided, as events of its life-line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.ideas.models import (
    Decision,
    Idea,
    IdeaVersion,
    ModerationAct,
    Step,
    WorkshopIdea,
)
from participation.ideas.models.choices import (
    ModerationAction,
    Stage,
    State,
    VersionKind,
    WorkshopResult,
)
from participation.ideas.queries.texts import Change, change_between, shown_versions
from participation.ideas.queries.workshops import PUBLIC

WORDS: dict[str, Any] = {
    VersionKind.MERGE: gettext_lazy("New words after ideas were merged or split")
}
FAMILY_ACTS = (ModerationAction.MERGED, ModerationAction.SEPARATED)


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
    """All of them. Eight queries at most."""
    versions = shown_versions(idea)
    floor = versions[0].pk if versions else 0
    workshops = list(
        WorkshopIdea.objects.filter(idea=idea).select_related(
            "workshop__working_group", "before", "after"
        )
    )
    return [
        *_began(idea, versions),
        *_steps(steps),
        *_workshops(workshops, floor),
        *_versions(workshops, versions),
        *_family(idea),
        *_decisions(idea),
    ]


def _began(idea: Idea, versions: list[IdeaVersion]) -> Iterator[Event]:
    for first in versions[:1]:
        yield Event(
            kind="beginning",
            at=idea.created_at,
            label=_("Sent in"),
            title=first.title,
            quote=first.text,
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


def _workshops(rows: Iterable[WorkshopIdea], floor: int) -> Iterator[Event]:
    for row in rows:
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


def _versions(rows: Iterable[WorkshopIdea], versions: list[IdeaVersion]) -> Iterator[Event]:
    """New words that no workshop tells of."""
    told = {row.after_id for row in rows}
    for before, version in pairwise(versions):
        if version.pk not in told:
            yield Event(
                kind="words",
                at=version.created_at,
                label=str(WORDS.get(version.kind, version.get_kind_display())),
                text=version.note,
                change=change_between(before, version),
            )


def _family(idea: Idea) -> Iterator[Event]:
    """Merges into this idea that still hold, those taken back, and what was split off."""
    acts = ModerationAct.objects.filter(idea__merged_into=idea, action=ModerationAction.MERGED)
    for act in acts.select_related("idea__author"):
        yield Event(
            kind="family",
            at=act.created_at,
            label=_("Merged with the idea of %(author)s") % {"author": act.idea.author_shown},
            title=act.idea.title,
            text=act.reason,
            quote=act.idea.text,
        )
    own = ModerationAct.objects.filter(idea=idea, action__in=FAMILY_ACTS)
    for act in own if idea.state != State.MERGED else ():
        yield Event(kind="family", at=act.created_at, label=_family_label(act), text=act.reason)
    for part in idea.parts.filter(state__in=PUBLIC):
        yield Event(
            kind="family",
            at=part.created_at,
            label=_("Split off"),
            title=part.title,
            url=part.get_absolute_url(),
        )


def _family_label(act: ModerationAct) -> str:
    if act.action == ModerationAction.MERGED:
        return _("Merged into another idea")
    return _("The merge was taken back")


def _decisions(idea: Idea) -> Iterator[Event]:
    for decision in Decision.objects.filter(idea=idea):
        yield Event(
            kind="decision",
            at=decision.recorded_at,
            label=_("Decision %(number)s, %(who)s")
            % {"number": decision.number, "who": decision.decided_by},
            title=decision.get_outcome_display(),
            text=decision.reasons,
            outcome=decision.outcome,
        )
    if idea.evaluation_published_at:
        yield Event(
            kind="evaluation", at=idea.evaluation_published_at, label=_("Evaluation published")
        )
