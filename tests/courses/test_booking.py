"""Booking: seats, links, groups, and what does not fit."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.courses.domain import booking as verbs
from participation.courses.domain import ending, reminders
from participation.courses.domain.rules import NotAllowedError
from participation.courses.domain.runs import cancel_run
from participation.courses.models import Booking, PriceCategory, Run
from participation.courses.models.choices import BookingState, CourseState
from participation.courses.models.wanted import Person, Wanted
from tests.factories.courses import RunFactory, book, wanted
from tests.factories.people import UserFactory
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


def taken(run):
    return Run.objects.get(pk=run.pk).seats_taken


def test_seats_are_held_until_the_link_is_pressed(run):
    booking = book(run, "Erika", "Otto", confirmed=False)

    assert booking.state == BookingState.UNCONFIRMED
    assert taken(run) == 2
    assert "/kurse/buchung/" in delivered()[0].body

    verbs.confirm(booking=booking)

    booking.refresh_from_db()
    assert (booking.state, booking.held_until) == (BookingState.BOOKED, None)


def test_who_is_signed_in_with_that_address_is_booked_at_once(run):
    user = UserFactory()

    booking = book(run, confirmed=False, user=user, email=user.email)

    assert (booking.state, booking.user) == (BookingState.BOOKED, user)


def test_who_is_signed_in_and_gives_another_address_confirms_it(run):
    booking = book(run, confirmed=False, user=UserFactory(), email="otto@example.org")

    assert (booking.state, booking.user) == (BookingState.UNCONFIRMED, None)


def test_the_confirmation_brings_a_calendar_file_with_every_date(run):
    book(run)

    name, content, kind = delivered()[-1].attachments[0]
    assert (name, kind) == ("kurs.ics", "text/calendar; method=PUBLISH")
    assert content.count("BEGIN:VEVENT") == 2


def test_a_link_that_was_not_pressed_in_time_gives_the_seats_back(run):
    booking = book(run, confirmed=False)
    Booking.objects.update(held_until=timezone.now())

    with pytest.raises(NotAllowedError):
        verbs.confirm(booking=booking)
    assert reminders.end_holds() == 1
    assert taken(run) == 0


def test_the_same_form_sent_twice_is_one_booking(run):
    key, form = uuid4(), wanted("Erika")

    for _press in range(2):
        verbs.book(run=run, key=key, wanted=form, language="de", user=None)

    assert Booking.objects.count() == 1
    assert len(delivered()) == 1


def test_confirming_twice_sends_one_confirmation(run):
    booking = book(run)
    delivered()

    verbs.confirm(booking=booking)

    assert delivered() == []


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": timezone.now() - timedelta(days=1)},
        {"books_until": timezone.now() - timedelta(hours=1)},
        {"books_from": timezone.now() + timedelta(days=1)},
        {"state": "draft"},
    ],
)
def test_a_run_takes_nobody_out_of_its_time(run, change):
    Run.objects.filter(pk=run.pk).update(**change)

    with pytest.raises(NotAllowedError):
        book(run)


def test_nobody_books_a_cancelled_run_or_a_course_that_is_not_released(run):
    other = RunFactory(course__state=CourseState.SUBMITTED)
    cancel_run(run=run)

    for each in (run, other):
        with pytest.raises(NotAllowedError):
            book(each)


def test_a_group_of_ten_thousand_is_refused(run):
    crowd = Wanted(people=(Person(name="X"),) * 10_000, email="a@example.org")

    with pytest.raises(NotAllowedError):
        verbs.book(run=run, key=uuid4(), wanted=crowd, language="de", user=None)
    assert Booking.objects.count() == 0


def test_a_price_of_another_run_is_refused(run):
    dear, cheap = RunFactory(cents=4000), RunFactory(cents=100)
    PriceCategory.objects.create(run=dear, kind="reduced", cents=2000)
    foreign = Person(name="Erika", price=cheap.prices.get().pk)

    with pytest.raises(NotAllowedError):
        verbs.book(
            run=dear,
            key=uuid4(),
            wanted=Wanted(people=(foreign,), email="a@example.org"),
            language="de",
            user=None,
        )


def test_the_database_itself_refuses_one_seat_too_many(run):
    Run.objects.filter(pk=run.pk).update(maximum=1)
    book(run)

    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(run=run, state=BookingState.BOOKED, seats=1)
    assert taken(run) == 1


def test_a_run_saved_late_by_a_form_does_not_undo_its_count(run):
    stale = Run.objects.get(pk=run.pk)
    book(run, "Erika", "Otto")

    stale.save()

    assert taken(run) == 2


def test_who_does_not_want_to_wait_is_told_that_it_is_full(run):
    Run.objects.filter(pk=run.pk).update(maximum=1)
    book(run)

    with pytest.raises(NotAllowedError, match="Alle Plätze"):
        book(run, wants_queue=False)


def test_cancelling_frees_the_seat_at_once_and_once(run):
    booking = book(run, "Erika", "Otto")

    for _press in range(2):
        ending.cancel(booking=booking)

    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED
    assert taken(run) == 0


def test_one_of_a_group_stays_at_home(run):
    booking = book(run, "Erika", "Otto", "Ida")
    otto = booking.attendees.get(name="Otto")

    ending.change(booking=booking, names={otto.pk: ("Otto", "")}, leaving=[otto.pk])

    booking.refresh_from_db()
    assert booking.seats == taken(run) == 2
    assert sorted(booking.attendees.values_list("name", flat=True)) == ["Erika", "Ida"]


def test_people_of_another_booking_are_not_touched(run):
    mine, other = book(run, "Erika"), book(run, "Otto")
    otto = other.attendees.get()

    ending.change(booking=mine, names={otto.pk: ("Mallory", "")}, leaving=[otto.pk])

    otto.refresh_from_db()
    assert otto.name == "Otto"


def test_what_is_over_cannot_be_cancelled(run):
    booking = book(run)
    Run.objects.filter(pk=run.pk).update(ends_at=timezone.now() - timedelta(days=1))

    with pytest.raises(NotAllowedError):
        ending.cancel(booking=booking)
