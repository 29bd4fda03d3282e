"""Who acts for an institution."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.wishlist.models.choices import Role
from participation.wishlist.models.institutions import Institution

MAY_EDIT = (Role.OWNER, Role.EDITOR)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by what they allow."""

    def of(self, user: Any) -> Self:
        """Those of one person."""
        return self.filter(user_id=user.pk or 0)

    def owners(self) -> Self:
        """Those that may do everything."""
        return self.filter(role=Role.OWNER)


class Membership(models.Model):
    """Somebody's role in an institution, one each."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="institutions",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.VIEWER)
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("membership in an institution")
        verbose_name_plural = _("memberships in institutions")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "user"], name="one_role_in_an_institution"
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.user} ({self.role})"

    @property
    def may_edit(self) -> bool:
        """Whether it allows to work on wishes."""
        return self.role in MAY_EDIT

    @property
    def may_own(self) -> bool:
        """Whether it allows to change members and the bank account."""
        return self.role == Role.OWNER


class Invitation(models.Model):
    """A role that waits for somebody to press the link mailed to them."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.EDITOR)
    key = models.CharField(max_length=43, unique=True, editable=False)
    language = models.CharField(max_length=20, default=settings.LANGUAGE_CODE)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("invitation to an institution")
        verbose_name_plural = _("invitations to institutions")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "email"], name="one_invitation_per_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.email}"
