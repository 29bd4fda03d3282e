"""Fees: paid at the provider, given back by the rule, and never for nothing."""

from datetime import timedelta

import pytest
from crowdfunding_lite import domain as books
from crowdfunding_lite.hooks import hooks
from crowdfunding_lite.models import Difference
from django.utils import timezone

from participation.courses.domain import ending, paying, queue, reminders, runs
from participation.courses.domain.rules import NotAllowedError
from participation.courses.models import Booking, Payment, PriceCategory, Refund, Run
from participation.courses.models.choices import BookingState, PaymentState, RefundState
from participation.courses.tasks import carry_out_refund, close_payment
from participation.wishlist.gateway import others
from tests.factories import wishlist
from tests.factories.courses import RunFactory, book
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def dear(courses_page, bank):
    """A run of forty euros, in two weeks."""
    return RunFactory(cents=4000, first=timezone.localdate() + timedelta(days=14))


def fresh(booking):
    return Booking.objects.get(pk=booking.pk)


def pay(bank, booking):
    """Go to the payment page, pay there, and let the platform hear of it."""
    paying.checkout_url(booking=booking)
    payment = booking.payments.get(state=PaymentState.OPEN)
    bank.pay(payment.session)
    return paying.settle(payment=payment)


def test_a_seat_is_held_until_the_fee_is_paid(dear, bank):
    booking = book(dear, "Erika", "Otto")
    assert booking.state == BookingState.UNPAID
    assert Run.objects.get(pk=dear.pk).seats_taken == 2

    payment = pay(bank, booking)

    assert (payment.state, payment.cents) == (PaymentState.PAID, 8000)
    assert fresh(booking).state == BookingState.BOOKED


def test_asking_twice_opens_one_payment_page(dear):
    booking = book(dear)

    assert paying.checkout_url(booking=booking) == paying.checkout_url(booking=fresh(booking))
    assert Payment.objects.count() == 1


def test_hearing_of_a_payment_twice_sends_one_confirmation(dear, bank):
    booking = book(dear)
    payment = pay(bank, booking)
    delivered()

    paying.settle(payment=payment)
    paying.look({"session": payment.session})

    assert delivered() == []


def test_what_is_not_paid_in_time_is_given_back(dear, time_machine):
    booking = book(dear)
    paying.checkout_url(booking=booking)
    time_machine.move_to(timezone.now() + timedelta(hours=2))

    assert reminders.end_holds() == 1

    assert fresh(booking).state == BookingState.EXPIRED
    assert Payment.objects.get().state == PaymentState.CLOSED
    assert Run.objects.get(pk=dear.pk).seats_taken == 0


def test_who_pays_in_the_last_second_keeps_the_seat(dear, bank, time_machine):
    booking = book(dear)
    paying.checkout_url(booking=booking)
    bank.pay(booking.payments.get().session)
    time_machine.move_to(timezone.now() + timedelta(hours=2))

    reminders.end_holds()

    assert fresh(booking).state == BookingState.BOOKED


def test_money_for_a_cancelled_booking_goes_back_whole(dear, bank):
    booking = book(dear)
    paying.checkout_url(booking=booking)
    payment = booking.payments.get()
    bank.pay(payment.session)
    ending.cancel(booking=booking)
    close_payment(payment_id=payment.pk)

    assert Refund.objects.get().cents == 4000
    assert fresh(booking).state == BookingState.CANCELLED


def test_cancelling_early_gives_back_everything(dear, bank):
    booking = book(dear)
    pay(bank, booking)

    ending.cancel(booking=fresh(booking))
    refund = Refund.objects.get()
    carry_out_refund(refund_id=refund.pk)

    refund.refresh_from_db()
    assert (refund.cents, refund.state) == (4000, RefundState.DONE)
    assert "40" in delivered()[-1].body


@pytest.mark.parametrize(("percent", "back"), [(0, None), (50, 2000)])
def test_cancelling_late_gives_back_what_the_rule_says(dear, bank, time_machine, percent, back):
    Run.objects.filter(pk=dear.pk).update(late_refund_percent=percent)
    booking = book(dear)
    pay(bank, booking)
    time_machine.move_to(dear.starts_at - timedelta(days=2))

    ending.cancel(booking=fresh(booking))

    assert getattr(Refund.objects.first(), "cents", None) == back
    assert ("wird von Ihrer Gebühr nichts zurückgezahlt" in delivered()[-1].body) == (back is None)


def test_a_run_that_is_called_off_gives_back_everything_even_late(dear, bank, time_machine):
    booking = book(dear)
    pay(bank, booking)
    time_machine.move_to(dear.starts_at - timedelta(days=1))

    runs.cancel_run(run=dear)

    assert Refund.objects.get().cents == 4000
    assert fresh(booking).state == BookingState.CANCELLED


def test_one_of_two_who_stays_at_home_gets_half_back(dear, bank):
    booking = book(dear, "Erika", "Otto")
    pay(bank, booking)
    booking = fresh(booking)

    ending.change(booking=booking, names={}, leaving=[booking.attendees.last().pk])
    ending.cancel(booking=fresh(booking))

    assert sorted(Refund.objects.values_list("cents", flat=True)) == [4000, 4000]


def test_who_pays_on_site_is_booked_at_once(dear, bank):
    booking = book(dear, pay_by="on_site")

    assert (booking.state, booking.price_cents) == (BookingState.BOOKED, 4000)
    with pytest.raises(NotAllowedError):
        paying.checkout_url(booking=booking)


def test_an_accepted_offer_is_paid_before_it_is_a_booking(dear, bank):
    Run.objects.filter(pk=dear.pk).update(maximum=1)
    booked = book(dear, pay_by="on_site")
    waiting = book(dear)
    ending.cancel(booking=booked)

    queue.accept(booking=waiting)

    assert fresh(waiting).state == BookingState.UNPAID
    pay(bank, fresh(waiting))
    assert fresh(waiting).state == BookingState.BOOKED


def test_a_price_that_changes_later_changes_no_booking(dear, bank):
    booking = book(dear)
    PriceCategory.objects.update(cents=9900)

    assert pay(bank, booking).cents == 4000


def test_fees_are_no_difference_in_the_books_of_donations(dear, bank):
    booking = book(dear)
    payment = pay(bank, booking)

    assert others.known({payment.payment, "pi_other"}) == {payment.payment}
    assert hooks().not_of_donations(payments={payment.payment}) == {payment.payment}
    books.compare_with_balance(provider=wishlist.provider(), day=timezone.now().date())
    assert Difference.objects.count() == 0


def test_what_a_lost_webhook_did_not_tell_is_found_later(dear, bank, time_machine):
    booking = book(dear)
    paying.checkout_url(booking=booking)
    bank.pay(booking.payments.get().session)
    time_machine.move_to(timezone.now() + timedelta(minutes=5))

    assert paying.reconcile() == 0

    assert fresh(booking).state == BookingState.BOOKED
