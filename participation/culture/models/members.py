"""Who acts for an institution."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.users.links.models import MailedLink
from cms.users.teams.models import BaseInvitation, BaseMembership, BaseMembershipQuerySet
from participation.culture.models.choices import InstitutionState, Role
from participation.culture.models.institutions import Institution

MAY_PLAN = (Role.OWNER, Role.PLANNER)


class MembershipQuerySet(BaseMembershipQuerySet["Membership"]):
    """Memberships by what they allow."""

    def partners(self) -> Self:
        """Those that open what partners share: of verified institutions."""
        return self.filter(institution__state=InstitutionState.VERIFIED)

    def planners(self) -> Self:
        """Those that may change events, resources and posts."""
        return self.filter(role__in=MAY_PLAN)


class Membership(BaseMembership):
    """Somebody's role in an institution, one each; a person may belong to several."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="culture_memberships",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.VIEWER)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("membership in a culture institution")
        verbose_name_plural = _("memberships in culture institutions")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "user"], name="one_role_in_a_culture_institution"
            )
        ]

    @property
    def may_plan(self) -> bool:
        """Whether it allows to work on events, resources, posts and groups."""
        return self.role in MAY_PLAN


class Invitation(BaseInvitation):
    """A role in an institution that waits for its mailed link to be pressed."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="invitations"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.PLANNER)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("invitation to a culture institution")
        verbose_name_plural = _("invitations to culture institutions")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "email"], name="one_culture_invitation_per_address"
            )
        ]


class Confirmation(MailedLink):
    """An application that waits for its mailed link to be pressed; the row goes with it."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("application waiting for its e-mail")
        verbose_name_plural = _("applications waiting for their e-mail")
        indexes = [models.Index(fields=["expires_at"], name="culture_confirmation_expiry")]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.email}"
