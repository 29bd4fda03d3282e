"""Verbs of providers about the runs they plan: facts and prices. Dates are those of ``runs``."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from participation.courses.domain import runs
from participation.courses.domain.rules import NotAllowedError, locked
from participation.courses.models import Course, PriceCategory, Run
from participation.courses.models.choices import CourseState, PriceKind

OVER_COURSES = (CourseState.RETIRED,)


def create_run(
    *,
    course: Course,
    words: Mapping[str, Any],
    prices: Mapping[str, int],
    teachers: Collection[User] = (),
) -> Run:
    """A new draft without dates. ``words`` are fields of :class:`Run`; ``prices`` cents by kind."""
    if course.state in OVER_COURSES:
        raise NotAllowedError(_("This course is no longer offered."))
    with transaction.atomic():
        run = Run.objects.create(course=course, **words)
        run.teachers.set(teachers)
        _set_prices(run, prices)
    return run


def change_run(
    *,
    run: Run,
    words: Mapping[str, Any],
    prices: Mapping[str, int],
    teachers: Collection[User] = (),
) -> Run:
    """Change facts and prices of one that is not over; who has booked keeps the sum they know.

    ``words`` has all that the form has. Another number of seats goes to the queue at once.
    NotAllowedError where it does not fit.
    """
    rest = dict(words)
    maximum = rest.pop("maximum")
    with transaction.atomic():
        found = locked(run)
        if found.is_cancelled or found.is_over():
            raise NotAllowedError(_("This run is over or was cancelled; it stays as it is."))
        for name, value in rest.items():
            setattr(found, name, value)
        if found.minimum > maximum:
            raise NotAllowedError(_("More people are needed than there are seats."))
        found.changed_at = timezone.now()
        found.maximum = max(maximum, found.maximum)  # fewer seats are looked at below
        found.save()
        found.teachers.set(teachers)
        _set_prices(found, prices)
        return runs.more_seats(run=found, maximum=maximum)


def _set_prices(run: Run, prices: Mapping[str, int]) -> None:
    """Each kind once; one that somebody has booked by stays where it is taken away."""
    for kind, cents in prices.items():
        PriceCategory.objects.update_or_create(
            run=run, kind=PriceKind(kind), defaults={"cents": cents}
        )
    for price in run.prices.exclude(kind__in=prices):
        try:
            with transaction.atomic():
                price.delete()
        except ProtectedError as error:
            raise NotAllowedError(
                _("Somebody has booked by this price, so it stays: %(price)s")
                % {"price": price.get_kind_display()}
            ) from error


def discard_run(*, run: Run) -> None:
    """Delete a draft for good. NotAllowedError once it was in the catalogue."""
    with transaction.atomic():
        found = locked(run)
        if not found.is_draft or found.bookings.exists():
            raise NotAllowedError(_("This run was in the catalogue, so it stays. Cancel it."))
        found.delete()
