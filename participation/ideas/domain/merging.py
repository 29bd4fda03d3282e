"""Verbs: make one idea of several, take that back, make several of one.

Supports and comments stay with the idea they were given to. The successor counts and shows those of
its whole family, so a merge can be taken back without guessing whose was what.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.notifications import domain as notifications
from cms.users.models import User
from participation.ideas.domain.process import (
    TOPIC,
    NotAllowedError,
    add_version,
    all_locked,
    family,
    line,
    locked,
    note_changes,
    recount,
    recount_line,
    tell,
)
from participation.ideas.models import Idea, IdeaVersion, ModerationAct, Step
from participation.ideas.models.choices import ModerationAction, State, VersionKind
from participation.ideas.models.ideas import TITLE_LENGTH

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

COPIED = (
    "language", "author", "name_shown", "alias", "tags", "place", "address",
    "stage", "stage_since", "due_on", "working_group",
)  # fmt: skip
NOTE = IdeaVersion._meta.get_field("note").max_length or 0


MERGED_TITLE = gettext_lazy("Ideas have been merged")
SEPARATED_TITLE = gettext_lazy("A merge has been taken back")
SPLIT_TITLE = gettext_lazy("The idea has been split")


@dataclass(frozen=True)
class Words:
    """Title and text of an idea."""

    title: str
    text: str


def merge(
    *, ideas: Iterable[Idea], into: Idea, by: User, reason: str, words: Words | None = None
) -> Idea:
    """Merge open ideas into a public one, which may get new words; the successor.

    Old addresses lead there, supporters are counted once, followers of all hear of it from now on.
    NotAllowedError where one of them has been merged, hidden or decided meanwhile.
    """
    with transaction.atomic():
        rows = all_locked([into, *ideas])
        successor = rows.pop(into.pk)
        _expect_mergeable(successor, list(rows.values()))
        for idea in rows.values():
            note_changes(idea, state=State.MERGED, merged_into=successor)
            act = _act(idea, ModerationAction.MERGED, by, reason)
        if words and words != Words(successor.title, successor.text):
            _reword(successor, words, by, reason)
        recount(successor)
        titles = [successor.title, *(idea.title for idea in rows.values())]
        _tell(successor, f"merge-{act.pk}", MERGED_TITLE, titles, reason, by)
    return successor


def separate(*, idea: Idea, by: User, reason: str, restore_words: bool = False) -> Idea:
    """Take a merge back: the idea is public again where it stood, with its supports and comments.

    With ``restore_words`` the successor also gets the words back that it had before its last merge.
    NotAllowedError where the idea is not merged (any more), or nothing is there to restore.
    """
    with transaction.atomic():
        rows = all_locked(line(idea))
        idea = rows.pop(idea.pk)
        if idea.state != State.MERGED or idea.merged_into is None:
            raise NotAllowedError(_("This idea is not part of another one any more."))
        successor = rows[idea.merged_into.pk]
        note_changes(idea, state=State.PUBLISHED, merged_into=None)
        act = _act(idea, ModerationAction.SEPARATED, by, reason)
        if restore_words:
            _restore_words(successor, by, reason)
        recount_line([idea, *rows.values()])
        for told in (idea, successor):
            titles = [successor.title, idea.title]
            _tell(told, f"separate-{act.pk}", SEPARATED_TITLE, titles, reason, by)
    return idea


def split(*, idea: Idea, parts: Sequence[Words], by: User, reason: str) -> list[Idea]:
    """Make several ideas of an open one; the first part keeps its number, supports and comments.

    The others begin without supports, since nobody has supported them by themselves; their author
    and place are the same, and who follows the idea follows them all. NotAllowedError for fewer
    than two parts or an idea that is no longer open.
    """
    with transaction.atomic():
        idea = locked(idea)
        if not idea.is_open or len(parts) < 2:
            raise NotAllowedError(_("Only an open idea can be split, into two parts or more."))
        act = _act(idea, ModerationAction.SPLIT, by, reason)
        new = [_part(idea, words, by) for words in parts[1:]]
        _reword(idea, parts[0], by, reason)
        notifications.copy_followings(
            topic=TOPIC, sources=family(idea), targets=[part.pk for part in new]
        )
        titles = [part.title for part in (idea, *new)]
        _tell(idea, f"split-{act.pk}", SPLIT_TITLE, titles, reason, by)
    return [idea, *new]


def _part(idea: Idea, words: Words, by: User) -> Idea:
    """A new idea that goes on where the whole was, with the day promised for that."""
    now = timezone.now()
    part = Idea.objects.create(
        title=words.title,
        text=words.text,
        state=State.PUBLISHED,
        published_at=now,
        submission_key=uuid4(),
        split_from=idea,
        **{name: getattr(idea, name) for name in COPIED},
    )
    add_version(idea=part, kind=VersionKind.ORIGINAL, title=words.title, text=words.text, editor=by)
    with translation.override(idea.language):
        note = _("Split from: %(title)s") % {"title": idea.title}
    Step.objects.create(
        idea=part, stage=idea.stage, note=note, entered_at=now, promised_until=idea.due_on, by=by
    )
    return part


def _expect_mergeable(successor: Idea, ideas: list[Idea]) -> None:
    if not ideas:
        raise NotAllowedError(_("Choose another idea to merge with."))
    if not successor.is_public:
        raise NotAllowedError(_("“%(title)s” is not public.") % {"title": successor.title})
    for idea in ideas:
        if not idea.is_open:
            raise NotAllowedError(
                _("“%(title)s” is no longer open and cannot be merged.") % {"title": idea.title}
            )


def _restore_words(successor: Idea, by: User, reason: str) -> None:
    """Give back the words from before the last merge; nothing newer is thrown away."""
    newest = list(successor.versions.order_by("-created_at", "-pk")[:2])
    if len(newest) < 2 or newest[0].kind != VersionKind.MERGE:
        raise NotAllowedError(_("The words have been changed since the merge. Edit them yourself."))
    before = Words(newest[1].title, newest[1].text)
    _reword(successor, before, by, reason)


def _reword(idea: Idea, words: Words, by: User, reason: str) -> None:
    add_version(
        idea=idea,
        kind=VersionKind.MERGE,
        title=words.title[:TITLE_LENGTH],
        text=words.text,
        editor=by,
        note=Truncator(reason).chars(NOTE),
    )


def _act(idea: Idea, action: str, by: User, reason: str) -> ModerationAct:
    return ModerationAct.objects.create(idea=idea, action=action, moderator=by, reason=reason)


def _tell(
    idea: Idea, event: str, title: "_StrPromise", titles: list[str], reason: str, by: User
) -> None:
    text = "\n".join([*(f"– {name}" for name in titles), reason])
    tell(idea=idea, event=event, title=title, text=text, besides=by)
