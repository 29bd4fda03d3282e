"""Jobs of the courses: what each does by itself, and that doing it twice does it once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.procrastinate_app import current_app

from participation.courses import tasks
from participation.courses.domain import interest
from participation.courses.domain.rules import NotAllowedError
from participation.courses.models import Booking, Certificate, Interest, Run
from participation.courses.models.choices import BookingState
from tests.courses.test_teaching import attend
from tests.factories.courses import CourseFactory, RunFactory, book
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


def test_the_worker_knows_the_jobs_that_come_back():
    names = {task.task.name for task in current_app.periodic_registry.periodic_tasks.values()}

    assert {
        "courses.end_holds",
        "courses.reconcile",
        "courses.remind",
        "courses.wind_up",
        "courses.tell_interested",
        "courses.forget",
    } <= names


def test_every_minute_seats_that_nobody_has_confirmed_are_given_back(run, time_machine):
    booking = book(run, confirmed=False)
    time_machine.move_to(booking.held_until + timedelta(minutes=1))

    tasks.end_holds(0)

    assert Booking.objects.get().state == BookingState.EXPIRED
    assert Run.objects.get().seats_taken == 0


def test_in_the_morning_guests_of_tomorrow_and_providers_without_guests_are_written_to(
    run, time_machine
):
    small = RunFactory(minimum=4, first=timezone.localdate() + timedelta(days=20))
    Run.objects.filter(pk=small.pk).update(decides_on=run.starts_at.date())
    guest = book(run)
    delivered()
    time_machine.move_to(run.starts_at - timedelta(days=1, hours=9))
    Run.objects.filter(pk=small.pk).update(decides_on=timezone.localdate())

    for _twice in range(2):
        tasks.remind(0)

    assert [mail.to for mail in delivered()] == [[guest.email], [small.course.provider.email]]


def test_after_the_last_date_certificates_are_issued_and_guests_written_to(run, time_machine):
    booking = book(run)
    attend(run, booking.attendees.get(), *run.sessions.all())
    delivered()
    time_machine.move_to(run.ends_at + timedelta(hours=1))

    for _twice in range(2):
        tasks.wind_up(0)

    assert Certificate.objects.count() == 1
    (mail,) = delivered()
    assert "Nach Ihrem Kurs" in mail.subject


def test_a_course_without_certificates_only_asks_how_it_was(run, time_machine):
    type(run.course).objects.update(attendance_percent=0)
    attend(run, book(run).attendees.get(), *run.sessions.all())
    delivered()
    time_machine.move_to(run.ends_at + timedelta(hours=1))

    tasks.wind_up(0)

    assert not Certificate.objects.exists()
    assert len(delivered()) == 1


def interested_in(course, email="erika@example.org", confirmed=True):
    made = interest.note_interest(course=course, email=email, language="de")
    return interest.confirm(interest=made) if confirmed else made


def test_every_quarter_of_an_hour_new_dates_are_told(courses_page):
    course = CourseFactory()
    interested_in(course)
    delivered()
    RunFactory(course=course)

    for _twice in range(2):
        tasks.tell_interested(0)

    (mail,) = delivered()
    assert course.title in mail.subject


def test_a_draft_is_no_news_beside_a_run_that_was_told(courses_page):
    course = CourseFactory()
    RunFactory(course=course)
    interested_in(course)
    RunFactory(course=course, draft=True)

    assert interest.tell_of_new_runs() == 0


def test_nobody_is_interested_in_a_course_that_is_not_offered_any_more(db):
    course = CourseFactory(state="retired")

    with pytest.raises(NotAllowedError):
        interested_in(course)
    assert not Interest.objects.exists()


def test_pressing_the_link_twice_counts_once(courses_page):
    course = CourseFactory()
    made = interested_in(course)
    delivered()

    interest.confirm(interest=made)

    assert delivered() == []


def test_somebody_who_is_known_and_asks_again_gets_no_mail(courses_page):
    course = CourseFactory()
    interested_in(course)
    delivered()

    interest.note_interest(course=course, email="erika@example.org", language="de")

    assert delivered() == []


def test_at_night_participants_and_addresses_that_were_not_confirmed_are_forgotten(
    run, time_machine
):
    book(run, "Erika")
    known, unsure = interested_in(run.course), interested_in(CourseFactory(), confirmed=False)
    time_machine.move_to(run.ends_at + timedelta(days=400))

    tasks.forget(0)

    assert Booking.objects.get().attendees.get().name == ""
    assert list(Interest.objects.all()) == [known]
    assert unsure.email == "erika@example.org"


def test_an_address_that_may_still_be_confirmed_is_kept(courses_page, time_machine):
    interested_in(CourseFactory(), confirmed=False)
    time_machine.move_to(timezone.now() + timedelta(days=6))

    tasks.forget(0)

    assert Interest.objects.exists()
