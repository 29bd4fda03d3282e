"""What every verb of the idea process rests on: locking, texts, stages, telling people."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils import timezone, translation
from wagtail.models import Site

from cms.notifications import domain as notifications
from cms.users.models import User
from participation.ideas.models import (
    Comment,
    Idea,
    IdeaSettings,
    IdeaVersion,
    ModerationAct,
    Step,
    Support,
)
from participation.ideas.models.choices import (
    CommentState,
    ModerationAction,
    Outcome,
    Stage,
    VersionKind,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TOPIC = "idea"


class NotAllowedError(Exception):
    """The idea is not in a state for that; the message is for people, in their language."""


def settings() -> IdeaSettings:
    """What the city has decided about its process."""
    return IdeaSettings.for_site(Site.objects.get(is_default_site=True))


def locked(idea: Idea) -> Idea:
    """The idea's row, fresh and locked until the transaction ends."""
    return Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)


def all_locked(ideas: Iterable[Idea]) -> dict[int, Idea]:
    """The rows, fresh and locked, always in the order of their numbers: two never block another.

    What is no longer there is left out.
    """
    numbers = [idea.pk for idea in ideas]
    rows = Idea.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
    found = {row.pk: row for row in rows}
    return {number: found[number] for number in numbers if number in found}


def line(idea: Idea) -> list[Idea]:
    """The idea, what it was merged into, and what that was merged into, to the end."""
    found = [Idea.objects.get(pk=idea.pk)]
    while found[-1].merged_into:
        found.append(found[-1].merged_into)
    return found


def locked_line(idea: Idea) -> list[Idea]:
    """The same, locked: what changes the idea also changes the counts and the page of these."""
    return list(all_locked(line(idea)).values())


def recount_line(ideas: Iterable[Idea]) -> None:
    """Set the counts of an idea and of those it was merged into."""
    for idea in ideas:
        recount(idea)


def family(idea: Idea) -> list[int]:
    """Primary keys of the idea and of all that were merged into it, at any depth."""
    return idea.read_family()


def recount(idea: Idea) -> None:
    """Set the counts of a locked idea from its rows: each supporter of the family once.

    Supports of erased accounts have no user any more and count each, but for those that one person
    has given to ideas of the family (:mod:`participation.ideas.domain.supporters`).
    """
    members = family(idea)
    supports = Support.objects.filter(idea__in=members).aggregate(
        people=Count("user", distinct=True),
        erased=Count("nameless", distinct=True),
        others=Count("pk", filter=Q(user=None, nameless=None)),
    )
    comments = Comment.objects.filter(idea__in=members, state=CommentState.PUBLISHED, is_note=False)
    counts = {
        "supports_count": sum(supports.values()),
        "comments_count": comments.count(),
    }
    # Saved by themselves, and not where nothing changes: lists that show them are made anew.
    changed = {name: count for name, count in counts.items() if getattr(idea, name) != count}
    if changed:
        note_changes(idea, **changed)


def add_version(
    *, idea: Idea, kind: str, title: str, text: str, editor: User | None, note: str = ""
) -> IdeaVersion:
    """Give a locked idea new words and keep them with all it ever had."""
    version = IdeaVersion.objects.create(
        idea=idea, kind=kind, title=title, text=text, editor=editor, note=note
    )
    if kind != VersionKind.ORIGINAL:
        idea.title, idea.text = title, text
        idea.save(update_fields=["title", "text"])
    return version


def enter_stage(
    *,
    idea: Idea,
    stage: str,
    by: User | None,
    note: str = "",
    outcome: str = "",
    title: str = "",
    told: str = "",
) -> Step:
    """Move a locked idea to a stage, promise a day for it, and tell author and followers.

    ``note`` stands in the idea's public story. ``title`` and ``told`` are mailed in place of the
    stage's name and the note where they are given.
    """
    now = timezone.now()
    promised = settings().promised_until(stage, timezone.localdate(now))
    step = Step.objects.create(
        idea=idea,
        stage=stage,
        outcome=outcome,
        note=note,
        entered_at=now,
        promised_until=promised,
        by=by,
    )
    idea.stage, idea.stage_since, idea.due_on, idea.outcome = stage, now, promised, outcome
    idea.save(update_fields=["stage", "stage_since", "due_on", "outcome"])
    what = title or (Outcome(outcome).label if outcome else Stage(stage).label)
    tell(idea=idea, event=f"step-{step.pk}", title=what, text=told or note, besides=by)
    return step


def tell(
    *,
    idea: Idea,
    event: str,
    title: "str | _StrPromise",
    text: "str | _StrPromise" = "",
    besides: User | None = None,
) -> int:
    """Tell the followers of an idea and of those merged into it; every author hears at once.

    Words that are still to be translated are translated into the language of the idea, whatever
    that of whoever presses the button.
    """
    members = family(idea)
    authors = User.objects.filter(ideas__in=members).distinct()
    with translation.override(idea.language):
        return notifications.notify(
            topic=TOPIC,
            numbers=members,
            event=event,
            about=idea.title,
            title=str(title),
            text=str(text),
            path=idea.get_absolute_url(),
            always=authors,
            besides=besides,
        )


def note_unread(*, idea: Idea, comment: Comment | None = None) -> None:
    """Note that something appeared which no moderator has read: they look at it afterwards."""
    ModerationAct.objects.create(idea=idea, comment=comment, action=ModerationAction.APPEARED)


def note_changes(idea: Idea, **values: Any) -> None:
    """Save some fields of a locked idea."""
    for name, value in values.items():
        setattr(idea, name, value)
    idea.save(update_fields=list(values))
