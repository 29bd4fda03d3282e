"""The account's card on what one follows."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.notifications.queries import followings_of
from cms.users.models import User
from cms.users.sections import Section, section


@section(order=30)
def notifications(user: User) -> Section:
    """How many things are followed."""
    return Section(
        _("Notifications"),
        _("What you follow, and how often we write to you about it."),
        url=reverse("notifications:list"),
        count=followings_of(user).count(),
    )
