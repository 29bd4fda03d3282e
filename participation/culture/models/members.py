"""Who acts for an institution."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.culture.models.choices import InstitutionState, Role
from participation.culture.models.institutions import Institution

MAY_PLAN = (Role.OWNER, Role.PLANNER)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by what they allow."""

    def of(self, user: Any) -> Self:
        """Those of one person."""
        return self.filter(user_id=user.pk or 0)

    def partners(self) -> Self:
        """Those that open what partners share: of verified institutions."""
        return self.filter(institution__state=InstitutionState.VERIFIED)

    def owners(self) -> Self:
        """Those that may do everything."""
        return self.filter(role=Role.OWNER)

    def planners(self) -> Self:
        """Those that may change events, resources and posts."""
        return self.filter(role__in=MAY_PLAN)


class Membership(models.Model):
    """Somebody's role in an institution, one each; a person may belong to several."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="culture_memberships",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.VIEWER)
    since = models.DateTimeField(_("since"), default=timezone.now)

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

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.user} ({self.role})"

    @property
    def may_plan(self) -> bool:
        """Whether it allows to work on events, resources, posts and groups."""
        return self.role in MAY_PLAN

    @property
    def may_own(self) -> bool:
        """Whether it allows to change members and the profile."""
        return self.role == Role.OWNER


class Invitation(models.Model):
    """A role that waits for somebody to press the link mailed to them."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.PLANNER)
    key = models.CharField(max_length=43, unique=True, editable=False)
    language = models.CharField(max_length=20, default=settings.LANGUAGE_CODE)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("invitation to a culture institution")
        verbose_name_plural = _("invitations to culture institutions")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "email"], name="one_culture_invitation_per_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.email}"


class Confirmation(models.Model):
    """An application that waits for its mailed link to be pressed; the row goes with it."""

    key = models.CharField(max_length=43, unique=True, editable=False)
    email = models.EmailField()
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=20, default=settings.LANGUAGE_CODE)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("application waiting for its e-mail")
        verbose_name_plural = _("applications waiting for their e-mail")
        indexes = [models.Index(fields=["expires_at"], name="culture_confirmation_expiry")]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.email}"
