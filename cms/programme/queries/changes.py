"""Changes of stage, and which of them an update tells."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Locale

from cms.core.page_cache import frame
from cms.programme.models import ProjectPage, StageChange, UpdatePage


def untold_changes(locale: Locale, *, of: ProjectPage | None = None) -> QuerySet[StageChange]:
    """Changes that no live update of the language tells, newest first, of open projects in it.

    Those of one project, or of all. An update that has been corrected since tells the stage that
    it names now.
    """
    in_language = Q(live=True, locale=locale)
    updates = UpdatePage.objects.filter(in_language)
    telling = updates.filter(translation_key=OuterRef("update_page__translation_key"))
    shown = ProjectPage.objects.filter(frame.shown(), in_language).values("translation_key")
    found = StageChange.objects.filter(project__live=True, project__translation_key__in=shown)
    if of is not None:
        found = found.filter(project=of.facts.pk)
    return found.exclude(Exists(telling), update_page__new_stage=F("to_stage"))
