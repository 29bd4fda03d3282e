"""A project's story: milestones, updates, changes of stage and meetings on one line of time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.programme import quarters
from cms.programme.models import Meeting, Milestone, ProjectPage, StageChange, UpdatePage
from cms.programme.models.choices import Stage
from cms.programme.queries.languages import with_words
from cms.programme.queries.projects import newest_updates

KINDS = {
    "update": _("Progress updates"),
    "milestone": _("Milestones"),
    "stage": _("Changes of stage"),
    "meeting": _("Meetings"),
}
MEETINGS = UPDATES = 20


@dataclass(frozen=True)
class Event:
    """Something that happened or is to come. An update that changed the stage is of both kinds."""

    kinds: frozenset[str]
    day: date
    """Where it stands in time; a quarter stands at its last day."""
    title: str
    url: str = ""
    quarter: str = ""
    """In words, where only the quarter is known."""
    state: str = ""
    text: str = ""
    stage: str = ""
    from_stage: str = ""
    picture: Any = None
    next_milestone: str = ""

    @property
    def kind(self) -> str:
        """The kind it is drawn as."""
        return next(kind for kind in KINDS if kind in self.kinds)

    def is_to_come(self, today: date) -> bool:
        """Whether it still lies ahead; a late milestone does."""
        return self.day > today or self.state in {"open", "late"}

    @property
    def stage_label(self) -> str:
        """The stage that was reached."""
        return str(Stage(self.stage).label) if self.stage else ""

    @property
    def from_label(self) -> str:
        """The stage before."""
        return str(Stage(self.from_stage).label) if self.from_stage else ""


@dataclass(frozen=True)
class Story:
    """Events newest first, parted by today; ``kinds`` are those that occur, with their words."""

    coming: list[Event]
    past: list[Event]
    kinds: list[tuple[str, str]]
    chosen: str


def story(
    project: ProjectPage,
    milestones: Sequence[Milestone],
    *,
    working_group: Page | None,
    chosen: str = "",
) -> Story:
    """The project's story, of one kind only where one is chosen. Up to five queries.

    A change of stage and the update that brought it are one event.
    """
    today = timezone.localdate()
    changes = list(_changes(project))
    updates = newest_updates(project, limit=UPDATES)
    events = [
        *_milestones(milestones, today),
        *_updates(updates, changes),
        *_lone_changes(updates, changes),
        *_meetings(project, working_group),
    ]
    events.sort(key=lambda event: event.day, reverse=True)
    shown = [event for event in events if not chosen or chosen in event.kinds]
    return Story(
        coming=[event for event in shown if event.is_to_come(today)],
        past=[event for event in shown if not event.is_to_come(today)],
        kinds=[
            (kind, str(words))
            for kind, words in KINDS.items()
            if any(kind in event.kinds for event in events)
        ],
        chosen=chosen,
    )


def _changes(project: ProjectPage) -> Iterable[Any]:
    """Changes of stage with the translation key of the update that tells them. One query.

    An update that has been corrected since tells the stage that it names now.
    """
    names_it = Q(update_page__new_stage=F("to_stage"))
    return StageChange.objects.filter(project_id=project.facts.pk).values(
        "from_stage",
        "to_stage",
        "date",
        told_by=Case(When(names_it, then="update_page__translation_key")),
    )


def _milestones(milestones: Iterable[Milestone], today: date) -> Iterable[Event]:
    """A reached one stands at today at the latest, a late one at the end of this quarter."""
    for milestone in milestones:
        quarter = quarters.number(*(milestone.actual or milestone.planned)) or 0
        end = quarters.last_day(quarter)
        late = quarters.last_day(max(quarter, quarters.of(today)))
        yield Event(
            kinds=frozenset({"milestone"}),
            day=min(end, today) if milestone.actual else late,
            title=milestone.title,
            quarter=quarters.words(quarter),
            state=milestone.state,
            text=milestone.note,
        )


def _updates(updates: Iterable[UpdatePage], changes: Sequence[Any]) -> Iterable[Event]:
    by_update = {change["told_by"]: change for change in changes}
    for update in updates:
        change = by_update.get(update.translation_key)
        yield Event(
            kinds=frozenset({"update", "stage"} if change else {"update"}),
            day=update.date,
            title=update.title,
            url=update.url,
            text=update.introduction,
            stage=change["to_stage"] if change else "",
            from_stage=change["from_stage"] if change else "",
            picture=update.picture,
            next_milestone=update.next_milestone,
        )


def _lone_changes(updates: Iterable[UpdatePage], changes: Sequence[Any]) -> Iterable[Event]:
    """Changes that no update of this language tells."""
    told = {update.translation_key for update in updates}
    for change in changes:
        if change["told_by"] not in told:
            yield Event(
                kinds=frozenset({"stage"}),
                day=change["date"],
                title="",
                stage=change["to_stage"],
                from_stage=change["from_stage"],
            )


def _meetings(project: ProjectPage, group: Page | None) -> Iterable[Event]:
    """The newest meetings of the project's group. One or two queries."""
    if not group:
        return
    of_group = Meeting.objects.filter(page=project.facts.working_group_id).order_by("-start")
    for meeting in with_words(of_group[:MEETINGS], project.locale):
        yield Event(
            kinds=frozenset({"meeting"}),
            day=timezone.localdate(meeting.start),
            title=meeting.title,
            url=group.url,
            text=meeting.note,
        )
