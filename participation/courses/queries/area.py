"""What a provider sees of its courses and runs."""

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from participation.courses.models import Booking, Course, Interest, Provider, Run
from participation.courses.models.choices import BookingState, CourseState, RunState


def courses(provider: Provider) -> QuerySet[Course]:
    """All of a provider's courses, what waits for it first, with ``coming`` and ``interested``."""
    to_come = Q(runs__ends_at__gt=timezone.now()) & ~Q(runs__state=RunState.CANCELLED)
    waits = Q(state__in=(CourseState.RETURNED, CourseState.DRAFT))
    found = provider.courses.annotate(
        coming=Count("runs", filter=to_come, distinct=True),
        interested=Count(
            "interests", filter=Q(interests__confirmed_at__isnull=False), distinct=True
        ),
    )
    return found.alias(later=~waits).order_by("later", "title", "pk")


def runs(provider: Provider) -> QuerySet[Run]:
    """A provider's runs that are not over, the next first."""
    not_over = Q(ends_at__gt=timezone.now()) | Q(ends_at=None)
    found = Run.objects.filter(not_over, course__provider=provider)
    return found.exclude(state=RunState.CANCELLED).select_related("course", "place")


def past_runs(provider: Provider) -> QuerySet[Run]:
    """A provider's runs that are over, the last first."""
    found = Run.objects.filter(course__provider=provider, ends_at__lte=timezone.now())
    return found.select_related("course").order_by("-ends_at", "-pk")


def of_course(course: Course) -> QuerySet[Run]:
    """All runs of a course, the latest first, drafts on top."""
    return Run.objects.filter(course=course).order_by("-starts_at", "-pk")


def interests(course: Course) -> QuerySet[Interest]:
    """Who waits for a date, without saying who."""
    return course.interests.filter(confirmed_at__isnull=False).order_by("-created_at", "-pk")


def guests(run: Run) -> QuerySet[Booking]:
    """Everybody of a run, those who come first, then the queue in the order of arrival."""
    over = (BookingState.CANCELLED, BookingState.EXPIRED)
    found = run.bookings.exclude(state__in=over).prefetch_related("attendees__price")
    waits = Q(state=BookingState.WAITING)
    return found.alias(waits=waits).order_by("waits", "created_at", "pk")
