"""What a person follows and has been told."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.privacy import Export, PersonalData, export_of, register
from cms.notifications import queries, topics
from cms.notifications.models import Following, Notice


def _followings(user: Any) -> Export:
    """Things by the names that the person knows them by."""
    columns = {
        "topic": _("Kind"),
        "thing": _("About"),
        "frequency": Following._meta.get_field("frequency").verbose_name,
        "created_at": _("Since"),
    }
    rows = [
        {
            "topic": topics.label(each.following.topic),
            "thing": each.title,
            "frequency": each.following.get_frequency_display(),
            "created_at": each.following.created_at,
        }
        for each in queries.with_things(list(queries.followings_of(user)))
    ]
    return Export(columns, rows)


register(
    PersonalData(
        key="followings",
        title=_("What you follow"),
        models=("notifications.Following",),
        purpose=_("So that we can tell you what becomes of it."),
        export=_followings,
        erase=lambda user: Following.objects.filter(user=user).delete(),
        order=24,
    ),
    PersonalData(
        key="notices",
        title=_("What we have told you"),
        models=("notifications.Notice",),
        purpose=_("So that nobody is told the same twice."),
        export=lambda user: export_of(
            Notice.objects.filter(user=user),
            "about",
            "title",
            "created_at",
            "mailed_at",
            about=_("About"),
            title=_("What happened"),
            created_at=_("Since"),
            mailed_at=_("Sent"),
        ),
        erase=lambda user: Notice.objects.filter(user=user).delete(),
        order=25,
    ),
)
