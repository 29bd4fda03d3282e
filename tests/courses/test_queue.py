"""The waiting list: who is offered a freed seat, for how long, and who is not held up."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.courses.domain import ending, queue, reminders
from participation.courses.domain.rules import NotAllowedError
from participation.courses.domain.runs import more_seats
from participation.courses.models import Booking, Offer, Run
from participation.courses.models.choices import BookingState, OfferState
from participation.courses.queries.waiting import place_in_queue
from tests.factories.courses import RunFactory, book
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db

ONE, THREE = ("Ida",), ("Ada", "Bea", "Cleo")


@pytest.fixture
def full(courses_page):
    """A run whose two seats are taken by two bookings."""
    made = RunFactory(maximum=3)
    book(made, "Erika")
    book(made, "Otto", "Olga")
    return made


def first(run):
    return run.bookings.booked().order_by("pk").first()


def fresh(booking):
    return Booking.objects.get(pk=booking.pk)


def test_who_comes_too_late_waits_in_the_order_of_arrival(full):
    places = [place_in_queue(book(full, *names)) for names in (ONE, THREE, ONE)]

    assert places == [1, 2, 3]
    assert Run.objects.get(pk=full.pk).waiting_seats == 5


def test_a_freed_seat_goes_to_the_first_group_that_fits(full):
    large, small, later = book(full, *THREE), book(full, *ONE), book(full, *ONE)

    ending.cancel(booking=first(full))

    states = [fresh(each).state for each in (large, small, later)]
    assert states == [BookingState.WAITING, BookingState.OFFERED, BookingState.WAITING]


def test_a_large_group_keeps_its_place_until_enough_seats_are_free(full):
    large, small = book(full, *THREE), book(full, *ONE)
    for booking in full.bookings.booked():
        ending.cancel(booking=booking)

    assert fresh(small).state == BookingState.OFFERED
    queue_left = fresh(large)
    assert (queue_left.state, place_in_queue(queue_left)) == (BookingState.WAITING, 1)

    ending.cancel(booking=fresh(small))

    assert fresh(large).state == BookingState.OFFERED


def test_an_offer_holds_the_seat_against_everybody_else(full):
    waiting = book(full, *ONE)
    ending.cancel(booking=first(full))

    newcomer = book(full, "Nora")

    assert fresh(waiting).state == BookingState.OFFERED
    assert newcomer.state == BookingState.WAITING


def test_an_accepted_offer_is_a_booking(full):
    waiting = book(full, *ONE)
    ending.cancel(booking=first(full))

    for _press in range(2):
        queue.accept(booking=waiting)

    assert fresh(waiting).state == BookingState.BOOKED
    assert Offer.objects.get().state == OfferState.ACCEPTED


def test_an_offer_that_is_not_answered_moves_on(full, time_machine):
    waiting, next_one = book(full, *ONE), book(full, *ONE)
    ending.cancel(booking=first(full))
    time_machine.move_to(timezone.now() + timedelta(hours=49))

    assert reminders.end_holds() == 1

    assert fresh(waiting).state == BookingState.EXPIRED
    assert fresh(next_one).state == BookingState.OFFERED
    with pytest.raises(NotAllowedError):
        queue.accept(booking=waiting)


def test_a_declined_offer_moves_on_at_once(full):
    waiting, next_one = book(full, *ONE), book(full, *ONE)
    ending.cancel(booking=first(full))

    ending.cancel(booking=fresh(waiting))

    assert fresh(next_one).state == BookingState.OFFERED


def test_shortly_before_the_beginning_an_offer_holds_for_an_hour(full, time_machine):
    waiting = book(full, *ONE)
    time_machine.move_to(full.starts_at - timedelta(hours=3), tick=False)

    ending.cancel(booking=first(full))

    assert fresh(waiting).held_until == timezone.now() + timedelta(hours=1)


def test_nobody_is_offered_a_seat_before_their_address_is_confirmed(full):
    silent, known = book(full, *ONE, confirmed=False), book(full, *ONE)

    ending.cancel(booking=first(full))

    assert fresh(silent).state == BookingState.WAITING
    assert fresh(known).state == BookingState.OFFERED


def test_more_seats_go_to_the_queue(full):
    waiting = book(full, *ONE)

    more_seats(run=full, maximum=4)

    assert fresh(waiting).state == BookingState.OFFERED


def test_a_newcomer_gets_a_seat_that_is_too_small_for_the_queue(full):
    book(full, *THREE)
    ending.cancel(booking=first(full))

    assert book(full, "Nora").state == BookingState.BOOKED


def test_the_place_is_told_by_mail(full):
    book(full, *ONE)
    delivered()

    book(full, "Nora")

    assert "Warteliste: 2" in delivered()[-1].body


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["book", "cancel", "accept", "lapse"]), st.integers(1, 4)),
        max_size=14,
    )
)
def test_nothing_that_people_do_sells_a_seat_twice_or_keeps_one_from_who_fits(
    courses_page, mailoutbox, steps
):
    run = RunFactory(maximum=4)
    for act, number in steps:
        _do(run, act, number)
    found = Run.objects.get(pk=run.pk)
    holding = Booking.objects.filter(run=run).holding()
    assert sum(holding.values_list("seats", flat=True)) == found.seats_taken <= 4
    waiting = run.bookings.filter(state=BookingState.WAITING, confirmed_at__isnull=False)
    assert not waiting.filter(seats__lte=found.seats_free).exists()


def _do(run, act, number):
    open_ones = list(run.bookings.exclude(state__in=("cancelled", "expired")).order_by("pk"))
    if act == "book":
        book(run, *["X"] * number)
    elif act == "cancel" and open_ones:
        ending.cancel(booking=open_ones[number % len(open_ones)])
    offered = [each for each in open_ones if each.state == BookingState.OFFERED]
    if act == "accept" and offered:
        queue.accept(booking=offered[0])
    elif act == "lapse" and offered:
        Booking.objects.filter(pk=offered[0].pk).update(held_until=timezone.now())
        reminders.end_holds()
