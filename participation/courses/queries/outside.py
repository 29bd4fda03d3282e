"""What other programs read: dates for calendars, new courses for feeds."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cms.core import calendars
from participation.courses.models import Course, Run, Session
from participation.courses.models.runs import SHOWN
from participation.courses.queries.catalogue import OF_RUNS, matching, matching_runs
from participation.courses.queries.words import with_words

NEWEST = 30


def sessions(chosen: Mapping[str, Any], language: str) -> QuerySet[Session]:
    """Dates of matching runs, soonest first. Two queries.

    Cancelled dates are left out: whoever subscribes has them taken away with the next reading.
    """
    runs = matching_runs(chosen).filter(course__in=matching(chosen, language).values("pk"))
    found = Session.objects.filter(run__in=runs.values("pk"), cancelled_at=None)
    found = found.filter(ends_at__gt=timezone.now()).select_related("run__course__provider")
    return with_words(found.order_by("starts_at", "pk"), language, "run__course__")


def newest(chosen: Mapping[str, Any], language: str) -> list[Course]:
    """The courses that were released last. Two queries."""
    found = matching(chosen, language).filter(published_at__isnull=False)
    if OF_RUNS & chosen.keys():
        found = found.filter(pk__in=matching_runs(chosen).values("course"))
    found = with_words(found.select_related("provider"), language)
    return list(found.order_by("-published_at", "-pk")[:NEWEST])


def recent(course: Course) -> QuerySet[Session]:
    """A course's dates to come and those of the last year, for a calendar of its own."""
    runs = Run.objects.filter(course=course, state__in=SHOWN)
    since = timezone.now() - calendars.PAST
    found = Session.objects.filter(run__in=runs.values("pk"), cancelled_at=None)
    return found.filter(starts_at__gt=since).select_related("run").order_by("starts_at", "pk")
