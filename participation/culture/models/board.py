"""The pinboard: what institutions seek, offer and tell each other."""

from datetime import date
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.culture.models.choices import (
    DigestFrequency,
    Genre,
    InstitutionState,
    PostKind,
    PostState,
)
from participation.culture.models.institutions import Institution, choices_field


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by who may see them."""

    def on_board(self, today: date | None = None) -> Self:
        """What partners see: open, not expired, of institutions that take part."""
        return self.filter(
            state=PostState.OPEN,
            expires_on__gte=today or timezone.localdate(),
            institution__state=InstitutionState.VERIFIED,
        )


class Post(models.Model):
    """A note on the board; it leaves by itself after the day it expires on."""

    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution"),
        on_delete=models.PROTECT,
        related_name="posts",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=PostKind.choices)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=4000)
    genres = choices_field(_("genres"), Genre)
    expires_on = models.DateField(_("on the board until"))
    state = models.CharField(
        _("state"), max_length=10, choices=PostState.choices, default=PostState.OPEN
    )
    hidden_reason = models.CharField(_("why it is hidden"), max_length=300, blank=True)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("pinned"), default=timezone.now)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("post on the pinboard")
        verbose_name_plural = _("posts on the pinboard")
        indexes = [models.Index(fields=["state", "-created_at"], name="culture_post_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page for partners."""
        return reverse("culture_post", args=[self.pk])

    @property
    def is_on_board(self) -> bool:
        """Whether partners see it."""
        return self.state == PostState.OPEN and self.expires_on >= timezone.localdate()


class Answer(models.Model):
    """What an institution answers to a post; read by both sides and nobody else."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="answers")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    towards = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    """The institution that is answered to: the post's, or, by the post's, one that had answered."""
    text = models.TextField(_("answer"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("answer to a post")
        verbose_name_plural = _("answers to posts")

    def __str__(self) -> str:
        return f"{self.post_id}: {self.institution_id}"


class Interest(models.Model):
    """Of which new posts a member is told, and how often; nothing chosen means all of them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="culture_interest"
    )
    kinds = choices_field(_("kinds of posts"), PostKind)
    genres = choices_field(_("genres"), Genre)
    frequency = models.CharField(
        _("how often"),
        max_length=10,
        choices=DigestFrequency.choices,
        default=DigestFrequency.WEEKLY,
    )
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    """Ends the mails by one press, without signing in (RFC 8058)."""
    told_until = models.DateTimeField(default=timezone.now, editable=False)
    """Posts up to this moment have been told of."""

    class Meta:
        verbose_name = _("interest in posts")
        verbose_name_plural = _("interests in posts")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.frequency}"
