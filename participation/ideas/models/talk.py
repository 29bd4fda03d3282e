"""Support, comments, reports, and what moderators did about them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.users.links.models import MailedLink
from participation.ideas.models.choices import (
    CommentState,
    ModerationAction,
    NameShown,
    ReportReason,
)
from participation.ideas.models.ideas import Idea


class Support(models.Model):
    """Somebody's support, one each. An erased account's support still counts, without its name.

    A merge leaves supports where they are; the successor counts each person once. So that this
    holds for whoever is erased, too, their supports of one family share a number drawn by lot.
    """

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="supports")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="supports"
    )
    nameless = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [
            models.UniqueConstraint(fields=["idea", "user"], name="one_support_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.user_id}"


class Comment(models.Model):
    """A comment or an answer to one. Its place stays when its text goes."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="comments_on_ideas",
    )
    name_shown = models.CharField(
        _("name shown"), max_length=10, choices=NameShown.choices, default=NameShown.NONE
    )
    alias = models.CharField(_("name I choose"), max_length=60, blank=True)
    text = models.TextField(_("comment"), max_length=3000)
    state = models.CharField(
        _("state"), max_length=20, choices=CommentState.choices, default=CommentState.PUBLISHED
    )
    is_official = models.BooleanField(_("answer of the office"), default=False)
    is_note = models.BooleanField(_("note for moderators only"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["idea", "created_at"], name="comment_thread")]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.text[:40]}"

    # Set by queries.threads for one reader.
    is_readable: bool
    is_own: bool

    @property
    def reading(self) -> str:
        """What whoever has read the comment has read: another one after any change."""
        return (self.edited_at or self.created_at).isoformat()

    @property
    def is_shown(self) -> bool:
        """Whether everybody may read its text."""
        return self.state == CommentState.PUBLISHED and not self.is_note

    @property
    def author_shown(self) -> str:
        """How the author is named in public; by name under a note, which only the office reads."""
        if self.is_note and self.author:
            return str(self.author)
        if self.name_shown == NameShown.ALIAS and self.alias:
            return self.alias
        if self.name_shown == NameShown.REAL and self.author:
            return self.author.get_full_name() or gettext("Somebody")
        return gettext("Somebody")


class Report(models.Model):
    """Somebody finds an idea or a comment wrong; open until a moderator has looked at it."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="reports")
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=ReportReason.choices)
    text = models.TextField(_("what is wrong"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.get_reason_display()}"


class ModerationAct(models.Model):
    """What a moderator did to an idea or a comment, and why. Append-only; told to the author."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="moderation_acts")
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="moderation_acts"
    )
    action = models.CharField(max_length=20, choices=ModerationAction.choices)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("act of moderation")
        verbose_name_plural = _("acts of moderation")

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.get_action_display()}"


class Confirmation(MailedLink):
    """Something that waits for a link in a mail: an idea, a support, a comment or a following.

    The key in the link is used once; what is asked for is done by the verb that ``action`` names
    with ``data``. The row goes with the press or when its time is over.
    """

    action = models.CharField(max_length=20)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("confirmation by e-mail")
        verbose_name_plural = _("confirmations by e-mail")
        indexes = [models.Index(fields=["expires_at"], name="confirmation_expiry")]

    def __str__(self) -> str:
        return f"{self.action}: {self.idea_id}"
