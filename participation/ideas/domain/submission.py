"""Verbs of authors: submit, change, withdraw; and what happens to ideas nobody confirms."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.notifications import domain as notifications
from cms.notifications.models import Following
from cms.users.models import User
from participation.ideas.domain import attachments, confirmations, drafts
from participation.ideas.domain.process import (
    TOPIC,
    NotAllowedError,
    add_version,
    enter_stage,
    locked,
    note_changes,
    note_unread,
    settings,
)
from participation.ideas.models import Confirmation, HeldFile, Idea, IdeaVersion
from participation.ideas.models.choices import Stage, State, VersionKind


def submit_idea(
    *,
    key: UUID,
    language: str,
    words: dict[str, Any],
    author: User | None = None,
    email: str = "",
    pictures: Iterable[File] = (),
    documents: Iterable[File] = (),
    held: Iterable[HeldFile] = (),
    trusted: bool = True,
    draft: str = "",
) -> Idea:
    """Store an idea; the same key again gives the idea that is there.

    ``words`` are fields of :class:`Idea`. Without an author a mail asks whether the address is
    right, and the idea waits for that. One that is not ``trusted`` (no proof of work) waits for a
    moderator whatever the site's rule. ``draft`` is the key of the draft that becomes the idea.
    """
    try:
        with transaction.atomic():
            idea = _stored(submission_key=key, language=language, author=author, **words)
            attachments.attach(
                idea=idea, pictures=pictures, documents=documents, held=held, by=author
            )
            drafts.spend_draft(key=draft, user=author)
            if author is not None:
                arrive(idea=idea, trusted=trusted)
            else:
                _ask_to_confirm(idea=idea, email=email, data={"trusted": trusted})
    except IntegrityError:
        known = Idea.objects.filter(submission_key=key).first()
        if known is None:
            raise
        return known
    return idea


def _stored(**fields: Any) -> Idea:
    """The idea with its first words."""
    idea = Idea.objects.create(**fields)
    words = {"title": idea.title, "text": idea.text}
    add_version(idea=idea, kind=VersionKind.ORIGINAL, editor=idea.author, **words)
    return idea


def _ask_to_confirm(*, idea: Idea, email: str, data: dict[str, Any]) -> None:
    """Mail the link that proves the address; the idea remembers which it is."""
    note_changes(idea, confirmation_email=email.lower())
    confirmations.ask(email=email, action="idea", idea=idea, language=idea.language, data=data)


def arrive(*, idea: Idea, trusted: bool) -> None:
    """A confirmed idea waits for a moderator, or appears at once where the city has chosen that."""
    follow_quietly(idea=idea, user=idea.author)
    if settings().moderate_first or not trusted:
        note_changes(idea, state=State.WAITING)
    else:
        appear(idea=idea, by=None)
        note_unread(idea=idea)


def appear(*, idea: Idea, by: User | None, note: str = "") -> None:
    """Show an idea to everybody for the first time; its way through the stages begins.

    ``note`` are a moderator's words to the author: mailed, not shown.
    """
    note_changes(idea, state=State.PUBLISHED, published_at=timezone.now())
    attachments.open_or_close(idea=idea)
    with translation.override(idea.language):
        enter_stage(
            idea=idea,
            stage=Stage.COLLECTION,
            by=by,
            note=_("Published. Everybody can support and discuss it now."),
            title=_("Published"),
            told=note or _("Your idea is published. Others can support and discuss it now."),
        )


def follow_quietly(*, idea: Idea, user: User | None) -> None:
    """Follow an idea unless the person does already, at whatever pace they have chosen."""
    if user is None:
        return
    if not Following.objects.filter(user=user, topic=TOPIC, number=idea.pk).exists():
        notifications.follow(user=user, topic=TOPIC, number=idea.pk)


def confirm_idea(*, idea: Idea, author: User, data: dict[str, Any]) -> Idea:
    """The link in the mail was pressed: the idea has an author now."""
    idea = locked(idea)
    if idea.state != State.UNCONFIRMED:
        raise NotAllowedError(_("This idea has been confirmed already."))
    idea.author, idea.confirmation_email = author, ""
    idea.save(update_fields=["author", "confirmation_email"])
    IdeaVersion.objects.filter(idea=idea, editor=None).update(editor=author)
    arrive(idea=idea, trusted=bool(data.get("trusted")))
    return idea


def ask_again(*, idea: Idea, email: str) -> None:
    """Mail the link once more, to a corrected address where the first was wrong.

    Links sent before stop working, since they may have gone to somebody else.
    """
    with transaction.atomic():
        idea = locked(idea)
        if idea.state != State.UNCONFIRMED:
            raise NotAllowedError(_("This idea has been confirmed already."))
        earlier = Confirmation.objects.filter(idea=idea, action="idea")
        last = earlier.order_by("-pk").first()
        earlier.delete()
        _ask_to_confirm(idea=idea, email=email, data=last.data if last else {})


def may_edit(*, idea: Idea, user: Any) -> bool:
    """Whether the author may still change the words: until others have begun to work with them, or
    their ideas have been merged with it."""
    return (
        idea.author_id is not None
        and idea.author_id == user.pk
        and idea.state in (State.WAITING, State.PUBLISHED)
        and idea.stage == Stage.COLLECTION
        and not idea.merged.exists()
    )


def edit_idea(
    *,
    idea: Idea,
    author: User,
    words: dict[str, Any],
    pictures: Iterable[File] = (),
    documents: Iterable[File] = (),
    held: Iterable[HeldFile] = (),
    removed: Iterable[int] = (),
) -> Idea:
    """Change one's own idea. What it said before stays readable as a version."""
    with transaction.atomic():
        idea = locked(idea)
        if not may_edit(idea=idea, user=author):
            raise NotAllowedError(
                _("This idea is being worked with and can no longer be changed. Write a comment.")
            )
        title, text = words.pop("title"), words.pop("text")
        if (title, text) != (idea.title, idea.text):
            add_version(idea=idea, kind=VersionKind.EDIT, title=title, text=text, editor=author)
        note_changes(idea, **words)
        attachments.remove(idea=idea, keys=list(removed))
        attachments.attach(idea=idea, pictures=pictures, documents=documents, held=held, by=author)
    return idea


def withdraw_idea(*, idea: Idea, author: User) -> Idea:
    """Take one's own idea back. Its row, supports and comments stay, and nobody sees them."""
    with transaction.atomic():
        idea = locked(idea)
        if not may_edit(idea=idea, user=author):
            raise NotAllowedError(_("This idea can no longer be withdrawn."))
        note_changes(idea, state=State.WITHDRAWN)
        attachments.open_or_close(idea=idea)
    return idea


def expire_unconfirmed() -> int:
    """Delete ideas whose link was not pressed in time, and links too old; how many ideas."""
    now, expired = timezone.now(), 0
    waiting = Confirmation.objects.filter(expires_at__gt=now, action="idea").values("idea")
    old = Idea.objects.filter(state=State.UNCONFIRMED).exclude(pk__in=waiting)
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            idea = Idea.objects.select_for_update().filter(pk=pk, state=State.UNCONFIRMED).first()
            if idea is None:
                continue
            attachments.remove(idea=idea)
            idea.versions.all().delete()
            idea.delete()
            expired += 1
    Confirmation.objects.filter(expires_at__lt=now).delete()
    return expired
