"""What memberships and invitations of any institution have."""

from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.users.links.models import MailedLink

OWNER = "owner"
"""The role that may do everything; each kind of institution has it, and others of its own."""

Row = TypeVar("Row", bound=models.Model, covariant=True)


class BaseMembershipQuerySet(models.QuerySet[Row]):
    """Memberships by what they allow."""

    def of(self, user: Any) -> Self:
        """Those of one person."""
        return self.filter(user_id=user.pk or 0)

    def owners(self) -> Self:
        """Those that may do everything."""
        return self.filter(role=OWNER)

    def active(self) -> Self:
        """Those of accounts that are not closed."""
        return self.filter(user__is_active=True)


class BaseMembership(models.Model):
    """Somebody's role in an institution, one each; a person may belong to several."""

    institution: Any
    institution_id: Any
    user: Any
    role: Any
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.user} ({self.role})"

    @property
    def may_own(self) -> bool:
        """Whether it allows everything: to change members, too."""
        return self.role == OWNER


class BaseInvitation(MailedLink):
    """A role that waits for somebody to press the link mailed to them."""

    institution: Any
    institution_id: Any
    role: Any
    email = models.EmailField(_("e-mail address"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.email}"
