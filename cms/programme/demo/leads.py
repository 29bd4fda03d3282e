"""Who leads which project, and a page whose review is due."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from cms.core.demo import DemoSite, step
from cms.programme import models
from cms.users import roles


@step(85, "Project leads and review dates")
def leads(site: DemoSite) -> None:
    """One account leads two projects; one page waits for its review."""
    lead = get_user_model().objects.get(groups=roles.group_of(roles.LEADS))
    for key in ("project-lockers", "project-containers"):
        models.ProjectLead.objects.create(page=site.pages[key], user=lead)
    due = timezone.localdate() - timedelta(days=3)
    models.ProjectPage.objects.filter(pk=site.pages["project-lights"].pk).update(review_on=due)
