"""Verbs of everybody: support, comment, follow, report."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cms.notifications import domain as notifications
from cms.users.models import User
from participation.ideas.domain.decisions import RESULT
from participation.ideas.domain.process import (
    TOPIC,
    NotAllowedError,
    family,
    line,
    locked,
    locked_line,
    note_unread,
    recount,
    recount_line,
    settings,
)
from participation.ideas.domain.submission import follow_quietly
from participation.ideas.models import Comment, Idea, Report, Support
from participation.ideas.models.choices import CommentState, NameShown


def support(*, idea: Idea, user: User) -> Idea:
    """Support an idea; a second time changes nothing. NotAllowedError once it is decided."""
    with transaction.atomic():
        idea = locked(idea)
        if not idea.is_open:
            raise NotAllowedError(_("This idea can no longer be supported."))
        if not Support.objects.filter(idea__in=family(idea), user=user).exists():
            Support.objects.create(idea=idea, user=user)
        recount(idea)
        follow_quietly(idea=idea, user=user)
    return idea


def unsupport(*, idea: Idea, user: User) -> Idea:
    """Take one's support back while the idea is open; whether one follows it stays."""
    with transaction.atomic():
        idea = locked(idea)
        if not idea.is_open:
            raise NotAllowedError(_("This idea is decided, its supporters stay as they are."))
        Support.objects.filter(idea__in=family(idea), user=user).delete()
        recount(idea)
    return idea


def add_comment(
    *,
    idea: Idea,
    author: User,
    text: str,
    parent: int | None = None,
    name_shown: str = NameShown.NONE,
    alias: str = "",
    trusted: bool = True,
    is_official: bool = False,
    is_note: bool = False,
) -> Comment:
    """Comment on a public idea, or answer the comment ``parent`` of its family.

    Moderators' comments appear at once; others wait where the city moderates first, or where they
    are not ``trusted``. Only moderators' can be official or notes.
    """
    with transaction.atomic():
        idea = locked(idea)
        is_office = author.has_perm("ideas.moderate_idea")
        if not idea.is_public and not (is_office and is_note):
            raise NotAllowedError(_("This idea cannot be commented on."))
        waits = not is_office and (settings().moderate_first or not trusted)
        comment = Comment.objects.create(
            idea=idea,
            parent=_answered(idea, parent),
            author=author,
            text=text,
            name_shown=name_shown,
            alias=alias,
            state=CommentState.WAITING if waits else CommentState.PUBLISHED,
            is_official=is_office and is_official and not is_note,
            is_note=is_office and is_note,
        )
        recount(idea)
        if comment.is_shown:
            tell_of_comment(comment=comment)
            if not is_office:
                note_unread(idea=idea, comment=comment)
    return comment


def _answered(idea: Idea, number: int | None) -> Comment | None:
    """The comment that is answered; NotAllowedError when it is gone or of another idea."""
    if number is None:
        return None
    found = Comment.objects.filter(pk=number, idea__in=family(idea)).first()
    if found is None or found.state != CommentState.PUBLISHED:
        raise NotAllowedError(_("The comment you want to answer is no longer there."))
    return found


def tell_of_comment(*, comment: Comment) -> None:
    """Tell whoever follows the idea it stands at by now, at their own pace."""
    idea = line(comment.idea)[-1]
    with translation.override(idea.language):
        notifications.notify(
            topic=TOPIC,
            numbers=family(idea),
            event=f"comment-{comment.pk}",
            about=idea.title,
            title=_("Answer of the office") if comment.is_official else _("New comment"),
            text=Truncator(comment.text).chars(200),
            path=f"{idea.get_absolute_url()}#comment-{comment.pk}",
            besides=comment.author,
        )


def edit_window_open(*, comment: Comment, user: User) -> bool:
    """Whether the person may still change the comment."""
    limit = comment.created_at + timedelta(minutes=settings().edit_minutes)
    return (
        comment.author_id is not None
        and comment.author_id == user.pk
        and comment.state in (CommentState.PUBLISHED, CommentState.WAITING)
        and timezone.now() < limit
    )


def edit_comment(*, comment: Comment, user: User, text: str) -> Comment:
    """Change one's own comment within the time the city allows.

    Where the city moderates first, one that was published waits again.
    """
    with transaction.atomic():
        ideas = locked_line(comment.idea)
        comment = Comment.objects.select_for_update().get(pk=comment.pk)
        if not edit_window_open(comment=comment, user=user):
            raise NotAllowedError(_("The time to change this comment is over."))
        comment.text, comment.edited_at = text, timezone.now()
        is_office = user.has_perm("ideas.moderate_idea")
        if settings().moderate_first and not is_office:
            comment.state = CommentState.WAITING
        comment.save(update_fields=["text", "edited_at", "state"])
        if comment.is_shown and not is_office:
            note_unread(idea=ideas[0], comment=comment)
        recount_line(ideas)
    return comment


def remove_comment(*, comment: Comment, user: User) -> Comment:
    """Take one's own comment away: its words go, its place in the thread stays."""
    with transaction.atomic():
        ideas = locked_line(comment.idea)
        comment = Comment.objects.select_for_update().get(pk=comment.pk)
        if comment.author_id != user.pk or comment.state == CommentState.HIDDEN:
            raise NotAllowedError(_("This comment is not yours to remove."))
        comment.state, comment.text = CommentState.REMOVED, ""
        comment.save(update_fields=["state", "text"])
        recount_line(ideas)
    return comment


def follow_idea(*, idea: Idea, user: User, frequency: str) -> None:
    """Hear of an idea, and of what it became, at once, daily or weekly.

    An empty frequency means no longer.
    """
    if not idea.is_public:
        raise NotAllowedError(_("This idea cannot be followed."))
    result = [(RESULT, idea.became_id)] if idea.became_id else []
    if frequency:
        for topic, number in ((TOPIC, idea.pk), *result):
            notifications.follow(user=user, topic=topic, number=number, frequency=frequency)
    else:
        for topic, number in (*((TOPIC, number) for number in family(idea)), *result):
            notifications.unfollow(user=user, topic=topic, number=number)


def report_text(
    *,
    idea: Idea,
    reason: str,
    text: str = "",
    comment: Comment | None = None,
    reporter: User | None,
) -> Report:
    """Tell the moderators that an idea or a comment is wrong. It stays until they have looked."""
    if not idea.is_public:
        raise NotAllowedError(_("This idea is not public."))
    wrong = comment.idea if comment else idea
    return Report.objects.create(
        idea=wrong, comment=comment, reason=reason, text=text, reporter=reporter
    )
