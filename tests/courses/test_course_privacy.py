"""What becomes of participants' data: exported, erased, and gone after their time."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta

from cms.core import privacy
from cms.users.domain import erase_account
from participation.courses.domain import certificates, retention
from participation.courses.models import (
    Attendance,
    Attendee,
    Booking,
    CalendarKey,
    Certificate,
    ProviderMembership,
    Run,
)
from participation.courses.models.choices import BookingState
from tests.factories.courses import book, teacher_of
from tests.users.helpers import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def erika(db):
    return account()


def exported(user, key):
    return next(export for kind, export in privacy.exports(user) if kind.key == key)


def test_bookings_are_exported_by_account_and_by_proven_address(run, erika):
    book(run, "Erika", "Otto", user=erika, email=erika.email)
    book(run, "Ida", email=erika.email)
    book(run, "Mallory")

    rows = exported(erika, "course-bookings").rows

    assert {row["name"] for row in rows} == {"Erika", "Otto", "Ida"}
    assert rows[0]["course"] == run.course.title


def test_dates_somebody_was_at_are_exported(run, erika):
    person = book(run, "Erika", user=erika, email=erika.email).attendees.get()
    Attendance.objects.create(session=run.sessions.first(), attendee=person, presence="present")

    (row,) = exported(erika, "course-attendance").rows

    assert str(row["attendee"]) == "Erika"


def test_erasing_frees_seats_to_come_and_takes_the_person_out(run, erika):
    booking = book(run, "Erika", user=erika, email=erika.email, phone="040", remark="Hallo")
    CalendarKey.objects.create(user=erika)

    erase_account(user=erika)

    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED
    assert (booking.email, booking.phone, booking.remark, booking.user) == ("", "", "", None)
    assert booking.attendees.get().name == ""
    assert Run.objects.get(pk=run.pk).seats_taken == 0


def test_a_teacher_who_is_erased_leaves_their_runs(run):
    teacher = teacher_of(run)

    erase_account(user=teacher)

    assert run.teachers.count() == ProviderMembership.objects.count() == 0


def test_participants_are_forgotten_some_months_after_the_run(run, time_machine):
    booking = book(run, "Erika")
    person = booking.attendees.get()
    for session in run.sessions.all():
        Attendance.objects.create(session=session, attendee=person, presence="present")
    time_machine.move_to(run.ends_at + timedelta(days=1), tick=False)
    paper = certificates.issue_for(run=Run.objects.get(pk=run.pk))[0]
    assert retention.forget_old_bookings() == 0
    time_machine.move_to(run.ends_at + relativedelta(months=13), tick=False)

    assert [retention.forget_old_bookings() for _night in range(2)] == [1, 0]

    assert Attendee.objects.get().name == ""
    assert Attendance.objects.count() == 2
    kept = Certificate.objects.get()
    assert (kept.data, kept.digest) == ({}, paper.digest)
    assert certificates.is_intact(kept)
    assert Booking.objects.get().email == ""


def test_the_page_of_a_forgotten_booking_is_gone(client, run):
    booking = book(run)

    retention.anonymise(booking=booking)

    assert client.get(booking.get_absolute_url()).status_code == 404
