"""Whether a project may already touch what needs permits."""

from django.conf import settings

from cms.programme.models import Permit, ProjectPage
from cms.programme.models.choices import PermitState


def is_permitted(project: ProjectPage | None) -> bool:
    """Whether every permit on record of the project is granted, and there is one at all.

    The permits are facts: those of the German page count, whichever language's page is given.
    One query.
    """
    if project is None:
        return False
    states = set(
        Permit.objects.filter(
            page__translation_key=project.translation_key,
            page__locale__language_code=settings.LANGUAGE_CODE,
        ).values_list("state", flat=True)
    )
    return states == {PermitState.GRANTED}
