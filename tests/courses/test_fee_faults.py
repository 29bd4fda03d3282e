"""Fees when the payment provider fails, is late, or says something unexpected."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from participation.courses import tasks
from participation.courses.domain import booking as verbs
from participation.courses.domain import ending, paying, reminders
from participation.courses.domain.rules import NotAllowedError
from participation.courses.models import Booking, Payment, PriceCategory, Refund, Run
from participation.courses.models.choices import BookingState, PaymentState
from participation.courses.models.wanted import Person, Wanted
from participation.wishlist.gateway import others
from tests.factories.courses import RunFactory, book
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def dear(courses_page, bank):
    """A run of forty euros, in two weeks."""
    return RunFactory(cents=4000, first=timezone.localdate() + timedelta(days=14))


@pytest.fixture
def unpaid(dear):
    """A booking whose payment page was opened."""
    booking = book(dear, "Erika")
    paying.checkout_url(booking=booking)
    delivered()
    return booking


@pytest.fixture
def paid(unpaid, bank):
    """A booking that was paid."""
    bank.pay(unpaid.payments.get().session)
    paying.settle(payment=unpaid.payments.get())
    delivered()
    return fresh(unpaid)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def later(time_machine, **span):
    time_machine.move_to(timezone.now() + timedelta(**span))


def test_a_direct_debit_keeps_the_seat_while_it_is_on_its_way(unpaid, bank, time_machine):
    bank.debit(unpaid.payments.get().session)
    paying.look({"session": unpaid.payments.get().session})
    later(time_machine, hours=3)

    assert reminders.end_holds() == 0

    assert fresh(unpaid).state == BookingState.UNPAID
    assert fresh(unpaid).held_until > timezone.now() + timedelta(days=10)


def test_a_direct_debit_that_arrives_makes_the_booking_certain(unpaid, bank):
    payment = bank.debit(unpaid.payments.get().session)
    paying.settle(payment=unpaid.payments.get())
    bank.debit_arrives(payment)

    others.look({"payment": payment})

    assert fresh(unpaid).state == BookingState.BOOKED
    assert "Gebucht" in delivered()[-1].subject


def test_after_a_failed_direct_debit_the_guest_may_pay_once_more_soon(unpaid, bank, time_machine):
    payment = bank.debit(unpaid.payments.get().session)
    paying.settle(payment=unpaid.payments.get())
    bank.debit_fails(payment)

    for _twice in range(2):
        others.look({"payment": payment})

    (mail,) = delivered()
    assert "Bitte zahlen Sie" in mail.subject
    assert fresh(unpaid).held_until < timezone.now() + timedelta(hours=24)
    bank.pay(_second_page(unpaid).session)
    assert paying.settle(payment=unpaid.payments.last()).state == PaymentState.PAID
    assert fresh(unpaid).state == BookingState.BOOKED


def _second_page(booking):
    paying.checkout_url(booking=fresh(booking))
    return booking.payments.get(state=PaymentState.OPEN)


def test_a_debit_that_fails_after_the_guest_has_cancelled_changes_nothing(unpaid, bank):
    payment = bank.debit(unpaid.payments.get().session)
    paying.settle(payment=unpaid.payments.get())
    ending.cancel(booking=fresh(unpaid))
    delivered()
    bank.debit_fails(payment)

    others.look({"payment": payment})

    assert fresh(unpaid).state == BookingState.CANCELLED
    assert delivered() == []


def test_a_debit_of_a_booking_that_was_cancelled_meanwhile_goes_back_when_it_arrives(unpaid, bank):
    payment = bank.debit(unpaid.payments.get().session)
    ending.cancel(booking=fresh(unpaid))
    tasks.close_payment(payment_id=unpaid.payments.get().pk)
    assert fresh(unpaid).held_until is None
    bank.debit_arrives(payment)

    others.look({"payment": payment})

    assert Refund.objects.get().cents == 4000
    assert "zurück" in delivered()[-1].body


def test_who_pays_after_the_end_of_the_hold_gets_a_seat_that_is_still_free(unpaid, bank):
    session = unpaid.payments.get().session
    Booking.objects.filter(pk=unpaid.pk).update(state=BookingState.EXPIRED, held_until=None)
    bank.pay(session)

    others.look({"session": session})

    assert fresh(unpaid).state == BookingState.BOOKED


def test_who_pays_after_the_end_of_the_hold_gets_the_money_back_where_the_run_is_full(
    dear, unpaid, bank
):
    session = unpaid.payments.get().session
    Booking.objects.filter(pk=unpaid.pk).update(state=BookingState.EXPIRED, held_until=None)
    Run.objects.filter(pk=dear.pk).update(maximum=1)
    book(dear, pay_by="on_site")
    bank.pay(session)
    delivered()

    others.look({"session": session})

    assert fresh(unpaid).state == BookingState.EXPIRED
    assert Refund.objects.get().cents == 4000
    assert "40" in delivered()[-1].body


def test_a_payment_of_something_else_is_not_taken_for_the_fee(unpaid, bank):
    bank.pay(unpaid.payments.get().session)
    Payment.objects.update(currency="USD")

    assert paying.settle(payment=unpaid.payments.get()).state == PaymentState.OPEN

    assert fresh(unpaid).state == BookingState.UNPAID


def test_money_for_more_people_than_come_goes_back_and_the_smaller_fee_is_asked_for(dear, bank):
    booking = book(dear, "Erika", "Otto")
    paying.checkout_url(booking=booking)
    payment = booking.payments.get()
    ending.change(booking=booking, names={}, leaving=[booking.attendees.last().pk])
    bank.pay(payment.session)
    delivered()

    tasks.close_payment(payment_id=payment.pk)

    assert Refund.objects.get().cents == 8000
    assert (fresh(booking).state, fresh(booking).price_cents) == (BookingState.UNPAID, 4000)
    (mail,) = delivered()
    assert "geändert" in mail.subject
    assert "80" in mail.body


def test_money_goes_back_where_only_people_who_come_for_free_are_left(dear, bank):
    normal = dear.prices.get()
    free = PriceCategory.objects.create(run=dear, kind="free", cents=0)
    people = (Person("Erika", price=normal.pk), Person("Otto", price=free.pk))
    wanted = Wanted(people=people, email="erika@example.org")
    booking = verbs.book(run=dear, key=uuid4(), wanted=wanted, language="de", user=None)
    booking = verbs.confirm(booking=booking)
    paying.checkout_url(booking=booking)
    payment = booking.payments.get()
    ending.change(booking=booking, names={}, leaving=[booking.attendees.get(name="Erika").pk])
    bank.pay(payment.session)
    delivered()

    tasks.close_payment(payment_id=payment.pk)

    assert fresh(booking).state == BookingState.BOOKED
    assert Refund.objects.get().cents == 4000
    assert "40" in delivered()[-1].body


def test_a_payment_page_that_was_never_opened_is_closed_without_asking_anybody(dear, bank):
    payment = Payment.objects.create(booking=book(dear), cents=4000)

    tasks.close_payment(payment_id=payment.pk)

    assert fresh(payment).state == PaymentState.CLOSED
    assert bank.provider.requests == []


def test_a_payment_without_a_page_is_not_asked_about(dear, bank):
    payment = Payment.objects.create(booking=book(dear), cents=4000)

    assert paying.settle(payment=payment).state == PaymentState.OPEN
    assert bank.provider.requests == []


def test_closing_a_page_that_was_paid_leaves_it_paid(paid):
    tasks.close_payment(payment_id=paid.payments.get().pk)

    assert paid.payments.get().state == PaymentState.PAID
    assert fresh(paid).state == BookingState.BOOKED


def test_seats_stay_held_while_the_provider_cannot_be_asked(unpaid, bank, time_machine):
    later(time_machine, hours=2)
    bank.provider.fail_next("expire_checkout")

    assert reminders.end_holds() == 0
    assert fresh(unpaid).state == BookingState.UNPAID

    assert reminders.end_holds() == 1
    assert fresh(unpaid).state == BookingState.EXPIRED


def test_the_page_of_a_hold_that_has_ended_is_not_opened(unpaid, time_machine):
    later(time_machine, hours=2)

    with pytest.raises(NotAllowedError):
        paying.checkout_url(booking=unpaid)
