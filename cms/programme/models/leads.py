"""Who may post updates to a project."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable
from wagtail.models.pages import PagePermissionTester

from cms.programme.models.base import page_key


class ProjectLead(Orderable):
    """An account that may post updates to a project; the page itself stays with the editors."""

    page = page_key("ProjectPage", "lead_accounts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="led_projects",
    )

    panels = [FieldPanel("user")]

    class Meta(Orderable.Meta):
        verbose_name = _("project lead")
        constraints = [
            models.UniqueConstraint(fields=["page", "user"], name="lead_once_per_project")
        ]

    def __str__(self) -> str:
        return str(self.user)


def leads(user: Any, project: Any) -> bool:
    """Whether an active account leads the project."""
    if not user.is_active or user.is_anonymous:
        return False
    return ProjectLead.objects.filter(
        user=user, page__translation_key=project.translation_key
    ).exists()


class ProjectPermissions(PagePermissionTester):
    """A lead may add updates below the project; nothing else on the project's page."""

    def can_add_subpage(self) -> bool:
        """Wagtail's rule, or leading the project."""
        return super().can_add_subpage() or self._leads()

    def can_publish_subpage(self) -> bool:
        """As for adding: an update is published without a second person."""
        return super().can_publish_subpage() or self._leads()

    def _leads(self) -> bool:
        return leads(self.user, self.page)


class UpdatePermissions(PagePermissionTester):
    """A lead may edit, publish and unpublish the updates of the project."""

    def _leads(self) -> bool:
        # An update that is being written for the first time has no place in the tree yet.
        return bool(self.page.path) and leads(self.user, self.page.get_parent())

    def can_edit(self) -> bool:
        """Wagtail's rule, or leading the project."""
        return super().can_edit() or self._leads()

    def can_publish(self) -> bool:
        """Wagtail's rule, or leading the project."""
        return super().can_publish() or self._leads()

    def can_unpublish(self) -> bool:
        """Wagtail's rule, or leading the project of a live update."""
        return super().can_unpublish() or (self.page.live and self._leads())
