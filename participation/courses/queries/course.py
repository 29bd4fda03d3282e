"""One course with its runs, for its page."""

from datetime import timedelta

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from participation.courses.models import Course, CourseText, Provider, Run, Session
from participation.courses.models.choices import CourseState, RunState
from participation.courses.queries.catalogue import courses

CANCELLED_SHOWN = timedelta(days=14)
"""So long after its beginning a cancelled run is still shown, for guests who come to look."""


def runs(course: Course) -> list[Run]:
    """Runs that are not over, and cancelled ones of late, with dates and prices. Three queries."""
    now = timezone.now()
    over = Q(state=RunState.CANCELLED, starts_at__lt=now - CANCELLED_SHOWN)
    found = Run.objects.filter(course=course, ends_at__gt=now).exclude(state=RunState.DRAFT)
    found = found.exclude(over).select_related("place").order_by("starts_at", "pk")
    dates = Session.objects.order_by("starts_at", "pk")
    return list(found.prefetch_related("prices", Prefetch("sessions", dates)))


def languages(course: Course) -> set[str]:
    """Those in which somebody has written it. One query."""
    told = CourseText.objects.filter(course=course).values_list("language", flat=True)
    return {course.language, *told}


def providers() -> QuerySet[Provider]:
    """Active providers with ``courses_offered``, by name."""
    offered = Count("courses", filter=Q(courses__state=CourseState.PUBLISHED), distinct=True)
    found = Provider.objects.public().select_related("logo", "place")
    found = found.prefetch_related("logo__renditions").annotate(courses_offered=offered)
    return found.order_by("name", "pk")


def of_provider(provider: Provider, language: str) -> QuerySet[Course]:
    """A provider's courses, as in the catalogue."""
    return courses({"provider": str(provider.pk)}, language)
