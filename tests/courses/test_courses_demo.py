"""The demo's courses: all states, by the verbs of clicks, around today."""

import pytest
from django.db.models import Q
from django.utils import timezone

from cms.core.models import OutgoingMail
from participation.courses.models import (
    Booking,
    Certificate,
    Course,
    Feedback,
    Interest,
    Offer,
    Provider,
    Run,
)
from participation.courses.models.choices import BookingState, CourseState, OfferState, RunState
from participation.courses.queries import desk

pytestmark = pytest.mark.usefixtures("loaded_demo")


def test_there_are_twenty_five_courses_of_eight_providers_and_sixty_runs_around_today():
    now = timezone.now()
    assert Course.objects.public().count() == 25
    assert Provider.objects.count() == 8
    runs = Run.objects.exclude(state=RunState.DRAFT)
    assert runs.count() >= 60
    assert runs.filter(ends_at__lt=now).count() >= 12
    assert runs.filter(starts_at__gt=now).count() >= 30
    assert runs.filter(starts_at__lt=now, ends_at__gt=now).exists()


def test_every_state_is_shown():
    assert set(Course.objects.values_list("state", flat=True)) >= {
        CourseState.PUBLISHED,
        CourseState.SUBMITTED,
        CourseState.RETURNED,
    }
    assert set(Run.objects.values_list("state", flat=True)) >= {
        RunState.PLANNED,
        RunState.CERTAIN,
        RunState.CANCELLED,
    }
    states = set(Booking.objects.values_list("state", flat=True))
    assert states >= {
        BookingState.BOOKED,
        BookingState.WAITING,
        BookingState.OFFERED,
        BookingState.CANCELLED,
    }
    assert Offer.objects.filter(state=OfferState.OPEN).exists()
    assert Interest.objects.exclude(confirmed_at=None).count() == 5


def test_runs_that_are_over_have_certificates_and_feedback():
    assert Certificate.objects.count() >= 20
    assert not Certificate.objects.filter(run__ends_at__gt=timezone.now()).exists()
    assert Feedback.objects.count() >= 20


def test_the_office_has_work_and_nobody_is_mailed():
    assert desk.to_release().count() == 1
    assert desk.to_decide().exists()
    assert not OutgoingMail.objects.filter(Q(to__startswith="gast-")).exists()
