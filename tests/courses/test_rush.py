"""Many who press at the same moment, each with a connection of their own."""

from contextlib import suppress
from uuid import uuid4

import pytest

from participation.courses.domain import booking as verbs
from participation.courses.domain import ending, queue
from participation.courses.domain.rules import NotAllowedError
from participation.courses.models import Booking, Run
from participation.courses.models.choices import BookingState
from tests.factories.courses import RunFactory, book, wanted
from tests.factories.people import UserFactory
from tests.wishlist.storm import at_once

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, SEATS = 24, 5


def test_the_last_seats_are_sold_once_and_the_others_wait_in_order(courses_page):
    run = RunFactory(maximum=SEATS)
    users = [UserFactory() for _one in range(PEOPLE)]

    def press(number):
        user = users[number]
        form = wanted("Gast", email=user.email)
        verbs.book(run=run, key=uuid4(), wanted=form, language="de", user=user)

    at_once(press, range(PEOPLE))

    states = list(Booking.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["booked"] * SEATS + ["waiting"] * (PEOPLE - SEATS)
    assert Run.objects.get().seats_taken == SEATS
    assert Run.objects.get().waiting_seats == PEOPLE - SEATS


def test_one_form_pressed_many_times_at_once_is_one_booking(courses_page):
    run, key, form = RunFactory(), uuid4(), wanted("Erika", email="erika@example.org")

    at_once(
        lambda _press: verbs.book(run=run, key=key, wanted=form, language="de", user=None),
        range(8),
    )

    assert Booking.objects.count() == Run.objects.get().seats_taken == 1


def test_an_offer_that_is_accepted_and_declined_at_once_ends_one_way(courses_page):
    run = RunFactory(maximum=1)
    first, waiting = book(run), book(run)
    ending.cancel(booking=first)

    def press(number):
        with suppress(NotAllowedError):
            act = queue.accept if number else ending.cancel
            act(booking=waiting)

    at_once(press, range(2))

    waiting.refresh_from_db()
    taken = Run.objects.get().seats_taken
    assert (waiting.state, taken) in ((BookingState.BOOKED, 1), (BookingState.CANCELLED, 0))
