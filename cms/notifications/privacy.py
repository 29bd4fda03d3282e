"""What a person follows and has been told."""

from django.utils.translation import gettext_lazy as _

from cms.core.privacy import PersonalData, export_of, register
from cms.notifications.models import Following, Notice

register(
    PersonalData(
        key="followings",
        title=_("What you follow"),
        models=("notifications.Following",),
        purpose=_("So that we can tell you what becomes of it."),
        export=lambda user: export_of(
            Following.objects.filter(user=user),
            "topic",
            "number",
            "frequency",
            "created_at",
            topic=_("Kind"),
            number=_("Number"),
            created_at=_("Since"),
        ),
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
