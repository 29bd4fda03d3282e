"""Where project leads begin: at the short form, or at the choice of their projects."""

from collections.abc import Sequence

from django.urls import reverse

from cms.programme.models import ProjectPage, UpdatePage
from cms.users.landing import Account, landing


def led_by(user: Account) -> list[ProjectPage]:
    """The live projects that an account leads, in the order of the work plan."""
    found = ProjectPage.objects.filter(live=True, lead_accounts__user_id=user.pk)
    return list(found.defer_streamfields().order_by("order"))


def own_updates(user: Account, projects: Sequence[ProjectPage]) -> list[UpdatePage]:
    """The newest three that an account has posted to these projects and that are public."""
    own = UpdatePage.objects.filter(live=True, owner_id=user.pk).defer_streamfields()
    found = UpdatePage.objects.none()
    for project in projects:
        found |= own.child_of(project)
    return list(found.order_by("-first_published_at")[:3])


def take_back_url(update: UpdatePage) -> str:
    """Where an update is unpublished; from there back to the dashboard, which a lead may see."""
    address = reverse("wagtailadmin_pages:unpublish", args=[update.pk])
    return f"{address}?next={reverse('wagtailadmin_home')}"


@landing
def begin_with_an_update(user: Account) -> str | None:
    """With one project at its short form; with several in the admin, which lists them on top."""
    projects = led_by(user)
    return reverse("quick_update", args=[projects[0].pk]) if len(projects) == 1 else None
