"""Where project leads begin: at the short form, or at the choice of their projects."""

from django.urls import reverse

from cms.programme.models import ProjectPage
from cms.users.landing import Account, landing


def led_by(user: Account) -> list[ProjectPage]:
    """The live projects that an account leads, in the order of the work plan."""
    found = ProjectPage.objects.filter(live=True, lead_accounts__user_id=user.pk)
    return list(found.defer_streamfields().order_by("order"))


@landing
def begin_with_an_update(user: Account) -> str | None:
    """With one project at its short form; with several in the admin, which lists them on top."""
    projects = led_by(user)
    return reverse("quick_update", args=[projects[0].pk]) if len(projects) == 1 else None
