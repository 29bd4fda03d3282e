"""Verbs of moderators. Each writes down who did what and why, and tells the author.

Whoever comes second gets a NotAllowedError: the first decision stands.
"""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.notifications import domain as notifications
from cms.users.models import User
from participation.ideas.domain import attachments, talk
from participation.ideas.domain.process import (
    NotAllowedError,
    add_version,
    locked,
    locked_line,
    note_changes,
    recount_line,
)
from participation.ideas.domain.submission import appear
from participation.ideas.models import Comment, Idea, ModerationAct, Report
from participation.ideas.models.choices import (
    CommentState,
    ModerationAction,
    State,
    VersionKind,
)

AUTHORS_TOPIC = "idea-author"
"""What only the author hears of; nobody follows it."""

TOLD = {
    (False, "hidden"): gettext_lazy("Your idea is hidden"),
    (False, "restored"): gettext_lazy("Your idea is shown again"),
    (False, "edited"): gettext_lazy("The office has edited your idea"),
    (True, "published"): gettext_lazy("Your comment is published"),
    (True, "hidden"): gettext_lazy("Your comment is hidden"),
    (True, "restored"): gettext_lazy("Your comment is shown again"),
}


def publish_idea(*, idea: Idea, moderator: User, reason: str = "", seen: str | None = None) -> Idea:
    """Show an idea that waits. NotAllowedError where it has changed since it was ``seen``."""
    with transaction.atomic():
        idea = locked(idea)
        _expect(idea, State.WAITING)
        _expect_read(idea, seen)
        appear(idea=idea, by=moderator, note=reason)
        _act(idea, ModerationAction.PUBLISHED, moderator, reason)
    return idea


def hide_idea(*, idea: Idea, moderator: User, reason: str) -> Idea:
    """Take an idea away from everybody but its author and the office; why is told."""
    with transaction.atomic():
        idea = locked(idea)
        _expect(idea, State.WAITING, State.PUBLISHED)
        note_changes(idea, state=State.HIDDEN)
        attachments.open_or_close(idea=idea)
        _close_reports(idea=idea, comment=None)
        _act(idea, ModerationAction.HIDDEN, moderator, reason)
    return idea


def restore_idea(*, idea: Idea, moderator: User, reason: str) -> Idea:
    """Show a hidden idea, where it was in the process."""
    with transaction.atomic():
        idea = locked(idea)
        _expect(idea, State.HIDDEN)
        if idea.published_at is None:
            appear(idea=idea, by=moderator, note=reason)
        else:
            note_changes(idea, state=State.PUBLISHED)
            attachments.open_or_close(idea=idea)
        _act(idea, ModerationAction.RESTORED, moderator, reason)
    return idea


def edit_idea(*, idea: Idea, moderator: User, title: str, text: str, reason: str) -> Idea:
    """Correct an idea's words, for example take out somebody's telephone number.

    Also those of a merged one, which stand on its successor's page.
    """
    with transaction.atomic():
        idea = locked_line(idea)[0]
        _expect(idea, State.WAITING, State.PUBLISHED, State.HIDDEN, State.MERGED)
        add_version(
            idea=idea,
            kind=VersionKind.EDITORIAL,
            title=title,
            text=text,
            editor=moderator,
            note=reason[:300],
        )
        _act(idea, ModerationAction.EDITED, moderator, reason)
    return idea


def add_note(
    *, idea: Idea, moderator: User, reason: str, comment: Comment | None = None
) -> ModerationAct:
    """Write something down for other moderators; whoever does has looked at the text."""
    return ModerationAct.objects.create(
        idea=idea,
        comment=comment,
        action=ModerationAction.NOTE,
        reason=reason,
        moderator=moderator,
    )


def publish_comment(
    *, comment: Comment, moderator: User, reason: str = "", seen: str | None = None
) -> Comment:
    """Show a comment that waits, or one that was hidden; ``seen`` as with ideas."""
    with transaction.atomic():
        ideas, comment = _locked_comment(comment)
        _expect(comment, CommentState.WAITING, CommentState.HIDDEN)
        _expect_read(comment, seen)
        first_time = comment.state == CommentState.WAITING
        _change(ideas, comment, CommentState.PUBLISHED)
        action = ModerationAction.PUBLISHED if first_time else ModerationAction.RESTORED
        _act(ideas[0], action, moderator, reason, comment)
        if first_time:
            talk.tell_of_comment(comment=comment)
    return comment


def hide_comment(*, comment: Comment, moderator: User, reason: str) -> Comment:
    """Take a comment's words away; answers to it stay. Why is told."""
    with transaction.atomic():
        ideas, comment = _locked_comment(comment)
        _expect(comment, CommentState.WAITING, CommentState.PUBLISHED)
        _change(ideas, comment, CommentState.HIDDEN)
        _close_reports(idea=ideas[0], comment=comment)
        _act(ideas[0], ModerationAction.HIDDEN, moderator, reason, comment)
    return comment


def dismiss_report(*, report: Report, moderator: User, reason: str = "") -> Report:
    """Close a report that calls for nothing, and others of the same text with it."""
    with transaction.atomic():
        idea = locked(report.idea)
        report = Report.objects.select_for_update().get(pk=report.pk)
        if report.handled_at:
            raise NotAllowedError(_("Somebody else has looked at this report already."))
        _close_reports(idea=idea, comment=report.comment)
        action = ModerationAction.REPORT_DISMISSED
        _act(idea, action, moderator, reason, report.comment)
        report.refresh_from_db()
    return report


def _expect(thing: Any, *states: str) -> None:
    if thing.state not in states:
        raise NotAllowedError(
            _("Somebody else was quicker: this is now “%(state)s”.")
            % {"state": thing.get_state_display()}
        )


def _expect_read(thing: Any, seen: str | None) -> None:
    """Authors may change what waits: nothing appears that the moderator has not read."""
    if seen is not None and seen != thing.reading:
        raise NotAllowedError(
            _("The author has changed this meanwhile. Please read it once more, then publish it.")
        )


def _locked_comment(comment: Comment) -> tuple[list[Idea], Comment]:
    """Ideas first, as everywhere, so that two never wait for each other."""
    ideas = locked_line(comment.idea)
    return ideas, Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)


def _change(ideas: list[Idea], comment: Comment, state: str) -> None:
    comment.state = state
    comment.save(update_fields=["state"])
    recount_line(ideas)


def _close_reports(*, idea: Idea, comment: Comment | None) -> None:
    Report.objects.filter(idea=idea, comment=comment, handled_at=None).update(
        handled_at=timezone.now()
    )


def _act(
    idea: Idea, action: str, moderator: User, reason: str, comment: Comment | None = None
) -> ModerationAct:
    act = ModerationAct.objects.create(
        idea=idea, comment=comment, action=action, reason=reason, moderator=moderator
    )
    title = TOLD.get((comment is not None, str(action)))
    author = comment.author if comment else idea.author
    if title and author:
        with translation.override(idea.language):
            notifications.notify(
                topic=AUTHORS_TOPIC,
                numbers=[idea.pk],
                event=f"moderation-{act.pk}",
                about=idea.title,
                title=str(title),
                text=reason,
                # Who is not signed in is told by the page of a hidden idea that it is gone.
                path=idea.get_absolute_url() if idea.is_public else reverse("my_ideas"),
                always=[author],
                besides=moderator,
            )
    return act
