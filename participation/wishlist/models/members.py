"""Who acts for an institution."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.users.teams.models import BaseInvitation, BaseMembership, BaseMembershipQuerySet
from participation.wishlist.models.choices import Role
from participation.wishlist.models.institutions import Institution

MAY_EDIT = (Role.OWNER, Role.EDITOR)


class MembershipQuerySet(BaseMembershipQuerySet["Membership"]):
    """Memberships by what they allow."""


class Membership(BaseMembership):
    """Somebody's role in an institution, one each."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="institutions",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.VIEWER)

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

    @property
    def may_edit(self) -> bool:
        """Whether it allows to work on wishes."""
        return self.role in MAY_EDIT


class Invitation(BaseInvitation):
    """A role in an institution that waits for its mailed link to be pressed."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="invitations"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.EDITOR)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("invitation to an institution")
        verbose_name_plural = _("invitations to institutions")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "email"], name="one_invitation_per_address"
            )
        ]
