"""Which projects a person may write about."""

from django.utils.translation import gettext_lazy as _

from cms.core.privacy import PersonalData, export_of, register
from cms.programme.models import ProjectLead

register(
    PersonalData(
        key="led-projects",
        title=_("Projects you lead"),
        models=("programme.ProjectLead",),
        purpose=_("So that you can post updates to them."),
        export=lambda user: export_of(
            ProjectLead.objects.filter(user=user).select_related("page"), "page"
        ),
        erase=lambda user: ProjectLead.objects.filter(user=user).delete(),
        order=30,
    )
)
