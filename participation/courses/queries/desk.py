"""What the courses office looks at: what waits for it, and lists of everything."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from participation.courses.models import Certificate, Course, Provider, Refund, Run
from participation.courses.models.choices import CourseState, RefundState, RunState


def to_release() -> QuerySet[Course]:
    """Courses that were handed in, the longest waiting first."""
    found = Course.objects.filter(state=CourseState.SUBMITTED).select_related("provider")
    return found.annotate(handed_in=Max("steps__at")).order_by("handed_in", "pk")


def changed() -> QuerySet[Course]:
    """Courses of the catalogue that were changed since somebody of the office has looked."""
    released = Max("steps__at", filter=Q(steps__state=CourseState.PUBLISHED))
    found = Course.objects.filter(state=CourseState.PUBLISHED).select_related("provider")
    return found.annotate(released=released).filter(changed_at__gt=F("released"))


def to_decide() -> QuerySet[Run]:
    """Runs whose decision date has come with too few people."""
    found = Run.objects.filter(
        state=RunState.PLANNED,
        decides_on__lte=timezone.localdate(),
        starts_at__gt=timezone.now(),
        seats_taken__lt=F("minimum"),
    )
    return found.select_related("course__provider").order_by("decides_on", "starts_at")


def failed_refunds() -> QuerySet[Refund]:
    """Fees that could not be paid back by themselves."""
    found = Refund.objects.filter(state=RefundState.FAILED)
    return found.select_related("payment__booking__run__course").order_by("pk")


def courses(chosen: Mapping[str, Any]) -> QuerySet[Course]:
    """All courses that match, by title."""
    found = Course.objects.select_related("provider")
    if state := chosen.get("state"):
        found = found.filter(state=state)
    if provider := chosen.get("provider"):
        found = found.filter(provider=int(provider))
    if words := chosen.get("q"):
        found = found.filter(Q(title__icontains=words) | Q(provider__name__icontains=words))
    return found.order_by("title", "pk")


def runs(chosen: Mapping[str, Any]) -> QuerySet[Run]:
    """All runs that match: those to come first to last, those that are over last to first."""
    found = Run.objects.select_related("course__provider", "place")
    if provider := chosen.get("provider"):
        found = found.filter(course__provider=int(provider))
    if state := chosen.get("state"):
        found = found.filter(state=state)
    if words := chosen.get("q"):
        found = found.filter(Q(course__title__icontains=words) | Q(room__icontains=words))
    if chosen.get("time") == "past":
        return found.filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-pk")
    if chosen.get("time") == "all":
        return found.order_by("-starts_at", "-pk")
    not_over = Q(ends_at__gt=timezone.now()) | Q(ends_at=None)
    return found.filter(not_over).order_by("starts_at", "pk")


def certificates(chosen: Mapping[str, Any]) -> QuerySet[Certificate]:
    """All certificates that match, the newest first."""
    found = Certificate.objects.select_related("run__course__provider", "attendee")
    if holds := chosen.get("holds"):
        found = found.filter(revoked_at__isnull=holds == "yes")
    if words := chosen.get("q"):
        found = found.filter(
            Q(number__icontains=words)
            | Q(attendee__name__icontains=words)
            | Q(run__course__title__icontains=words)
        )
    return found.order_by("-issued_at", "-number")


def provider_names() -> list[tuple[str, str]]:
    """Every provider as a choice. One query."""
    found = Provider.objects.order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in found]
