"""Verbs about the pinboard: pin, change, close, hide, answer, and telling whoever is interested."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.letters import Letter
from cms.users.models import User
from participation.culture.domain.letters import planners, tell
from participation.culture.domain.rules import NotAllowedError, note, settings, taking_part
from participation.culture.models import Answer, Institution, Post
from participation.culture.models.choices import PostState


def latest_day() -> date:
    """Until when a post that is pinned today may stay."""
    return timezone.localdate() + timedelta(days=settings().post_days)


def pin(*, key: UUID, institution: Institution, words: dict[str, Any], by: User) -> Post:
    """Put a post on the board; the same key again gives the one that is there."""
    again = Post.objects.filter(key=key, institution=institution).first()
    if again is not None:
        return again
    with transaction.atomic():
        institution = taking_part(institution)
        _check_day(words["expires_on"])
        return Post.objects.create(key=key, institution=institution, author=by, **words)


def change(*, post: Post, words: dict[str, Any]) -> Post:
    """Change one's post. NotAllowedError for one the office has hidden."""
    with transaction.atomic():
        post = _locked(post)
        if post.state == PostState.HIDDEN:
            raise NotAllowedError(_("The office has hidden this post."))
        _check_day(words["expires_on"])
        note(post, **words)
    return post


def _check_day(expires_on: date) -> None:
    if not timezone.localdate() <= expires_on <= latest_day():
        raise NotAllowedError(_("Please choose a day that is neither over nor too far away."))


def close(*, post: Post) -> Post:
    """Take one's post off the board: what was sought is found."""
    with transaction.atomic():
        post = _locked(post)
        if post.state != PostState.OPEN:
            raise NotAllowedError(_("This post is not on the board any more."))
        note(post, state=PostState.CLOSED)
    return post


def hide(*, post: Post, reason: str) -> Post:
    """The office takes a post off the board; its authors are told why."""
    with transaction.atomic():
        post = _locked(post)
        note(post, state=PostState.HIDDEN, hidden_reason=reason)

        def letter() -> Letter:
            return Letter(
                subject=_("Your post was hidden: %(title)s") % {"title": post},
                paragraphs=[_("The office has taken your post off the board.")],
                facts=[(_("Reason"), reason)],
            )

        tell(planners(post.institution), letter)
    return post


def show_again(*, post: Post) -> Post:
    """The office puts back what it has hidden; its authors are told. Raises NotAllowedError."""
    with transaction.atomic():
        post = _locked(post)
        if post.state != PostState.HIDDEN:
            raise NotAllowedError(_("This post is not hidden."))
        note(post, state=PostState.OPEN, hidden_reason="")

        def letter() -> Letter:
            return Letter(
                subject=_("Your post is shown again: %(title)s") % {"title": post},
                paragraphs=[_("The office has put your post back on the board.")],
                links=[(_("Go to the post"), post.get_absolute_url())],
            )

        tell(planners(post.institution), letter)
    return post


def answer(
    *, post: Post, institution: Institution, text: str, by: User, towards: Institution | None = None
) -> Answer:
    """Answer a post on the board; its author's institution names to whom it answers back.

    Raises NotAllowedError. Read by both institutions and nobody else.
    """
    with transaction.atomic():
        institution = taking_part(institution)
        post = _locked(post)
        if not post.is_on_board:
            raise NotAllowedError(_("This post is not on the board any more."))
        is_own = institution.pk == post.institution_id
        other = towards if is_own else post.institution
        if other is None or other.pk == institution.pk:
            raise NotAllowedError(_("Please choose whom you answer."))
        if is_own and not post.answers.filter(institution=other).exists():
            raise NotAllowedError(_("Please choose whom you answer."))
        written = Answer.objects.create(
            post=post, institution=institution, towards=other, text=text, author=by
        )

        def letter() -> Letter:
            return Letter(
                subject=_("Answer to “%(title)s”") % {"title": post},
                paragraphs=[_("%(name)s writes:") % {"name": institution}, text],
                links=[(_("Go to the post"), post.get_absolute_url())],
            )

        tell(planners(other), letter)
    return written


def _locked(post: Post) -> Post:
    found = Post.objects.select_for_update(of=("self",)).select_related("institution")
    return found.get(pk=post.pk)
