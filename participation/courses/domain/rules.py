"""What every verb of the courses rests on."""

from wagtail.models import Site

from cms.core.page_cache import changes, tags
from cms.core.rows import note
from participation.courses.models import CourseSettings, Run

__all__ = ["NotAllowedError", "locked", "note", "settings"]


class NotAllowedError(Exception):
    """What is asked for does not fit the state of things; the text is a sentence for people."""


def settings() -> CourseSettings:
    """What the city has decided about its courses."""
    return CourseSettings.for_site(Site.objects.get(is_default_site=True))


def locked(run: Run | int) -> Run:
    """A run's row, fresh and locked until the transaction ends.

    Every verb that changes seats takes this lock first, then rows of bookings. As the database
    counts seats by itself, pages that show them are told from here.
    """
    pk = run if isinstance(run, int) else run.pk
    changes.touch([*tags.column_tags(Run).values(), tags.row_tag(Run, pk)])
    rows = Run.objects.select_for_update(of=("self",)).select_related("course__provider")
    return rows.get(pk=pk)
