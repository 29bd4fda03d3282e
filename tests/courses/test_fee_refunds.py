"""Fees on their way back, and what the job of every few minutes finds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.courses import tasks
from participation.courses.domain import ending, fees, paying
from participation.courses.models import Payment, Refund
from participation.courses.models.choices import BookingState, PaymentState, RefundState
from tests.factories.courses import RunFactory, book

pytestmark = pytest.mark.django_db


@pytest.fixture
def unpaid(courses_page, bank):
    """A booking of forty euros whose payment page was opened."""
    run = RunFactory(cents=4000, first=timezone.localdate() + timedelta(days=14))
    booking = book(run, "Erika")
    paying.checkout_url(booking=booking)
    return booking


@pytest.fixture
def refund(unpaid, bank):
    """The wish to give the fee back."""
    bank.pay(unpaid.payments.get().session)
    paying.settle(payment=unpaid.payments.get())
    ending.cancel(booking=unpaid)
    return Refund.objects.get()


@pytest.fixture
def minutes_later(refund, time_machine):
    """When the job looks at the refund."""
    time_machine.move_to(timezone.now() + timedelta(minutes=5))


def given_back(bank):
    """What has left the account at the provider."""
    return [
        back.cents
        for payment in bank.provider.payments.values()
        for back in payment.refunds.values()
    ]


def state_of(row):
    return type(row).objects.get(pk=row.pk).state


def test_a_refund_is_carried_out_once(refund, bank):
    for _twice in range(2):
        tasks.carry_out_refund(refund_id=refund.pk)

    assert given_back(bank) == [4000]
    assert state_of(refund) == RefundState.DONE


def test_a_refund_that_the_provider_refuses_is_left_to_the_office(refund, bank):
    bank.dispute(refund.payment.payment)

    tasks.carry_out_refund(refund_id=refund.pk)

    assert state_of(refund) == RefundState.FAILED
    assert given_back(bank) == []


def test_a_refund_that_could_not_be_asked_for_is_tried_again(refund, bank, minutes_later):
    bank.provider.fail_next("create_refund")

    assert [paying.reconcile() for _run in range(2)] == [1, 0]

    assert given_back(bank) == [4000]


def test_an_answer_that_was_lost_gives_money_back_once(refund, bank, minutes_later):
    bank.provider.fail_next("create_refund", "after")

    assert [paying.reconcile() for _run in range(2)] == [1, 0]

    assert given_back(bank) == [4000]
    assert state_of(refund) == RefundState.DONE


def test_a_refund_on_its_way_is_asked_about_until_it_has_arrived(refund, bank, minutes_later):
    tasks.carry_out_refund(refund_id=refund.pk)
    Refund.objects.update(state=RefundState.PENDING)

    assert paying.reconcile() == 0

    assert state_of(refund) == RefundState.DONE
    assert given_back(bank) == [4000]


def test_a_refund_that_the_guests_bank_sends_back_is_left_to_the_office(refund, bank):
    tasks.carry_out_refund(refund_id=refund.pk)
    payment = refund.payment.payment
    bank.refund_fails(payment, Refund.objects.get().reference)

    paying.look({"payment": payment})

    assert state_of(refund) == RefundState.FAILED


def test_a_refund_somebody_has_made_at_the_provider_is_none_of_ours(unpaid, bank):
    payment = bank.pay(unpaid.payments.get().session)
    bank.refund(payment, 1000)

    paying.look({"payment": payment, "session": unpaid.payments.get().session})

    assert unpaid.payments.get().state == PaymentState.PAID
    assert not Refund.objects.exists()


def test_what_has_gone_back_does_not_go_back_again(unpaid, bank):
    bank.pay(unpaid.payments.get().session)
    payment = paying.settle(payment=unpaid.payments.get())
    fees.wish(payment=payment, cents=1500, reason="Kulanz")

    ending.cancel(booking=unpaid)

    assert sorted(each.cents for each in Refund.objects.all()) == [1500, 2500]


@pytest.fixture
def key(settings):
    """The site has an account at the provider."""
    settings.STRIPE_API_KEY = "sk_test_x"


def five_minutes_later(time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    tasks.reconcile(0)


def test_a_payment_the_provider_knows_nothing_of_is_closed(unpaid, bank, time_machine, key):
    bank.provider.sessions.clear()

    five_minutes_later(time_machine)

    assert unpaid.payments.get().state == PaymentState.CLOSED


def test_a_payment_that_cannot_be_asked_about_stays_open(unpaid, bank, time_machine, key):
    bank.provider.fail_next("payment")

    five_minutes_later(time_machine)

    assert unpaid.payments.get().state == PaymentState.OPEN


def test_the_page_of_a_booking_that_has_ended_is_closed(unpaid, bank, time_machine, key):
    type(unpaid).objects.update(state=BookingState.EXPIRED, held_until=None)

    five_minutes_later(time_machine)

    assert unpaid.payments.get().state == PaymentState.CLOSED
    assert [page.status for page in bank.provider.sessions.values()] == ["expired"]


def test_without_an_account_at_the_provider_nothing_is_asked(unpaid, bank, time_machine, settings):
    settings.STRIPE_API_KEY = ""
    before = list(bank.provider.requests)

    five_minutes_later(time_machine)

    assert bank.provider.requests == before
    assert Payment.objects.get().state == PaymentState.OPEN
