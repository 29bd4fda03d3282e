"""Fees against the simulated Stripe: real HTTP, hosted pages, signed webhooks, refunds."""

import urllib.request
from datetime import timedelta

import pytest
from crowdfunding_lite.models import InboxEvent
from django.urls import reverse
from django.utils import timezone

from participation.courses.domain import ending, paying, runs
from participation.courses.models import Booking, CourseText, Payment, Refund, Run
from participation.courses.models.choices import BookingState, PaymentState, RefundState
from participation.courses.tasks import carry_out_refund, close_payment
from participation.wishlist.tasks.money import handle_event
from tests.factories.courses import RunFactory, book

pytestmark = pytest.mark.django_db


@pytest.fixture
def stripe(settings, stripe_simulator):
    """The whole platform, connected to the simulator; in the end it has nothing to complain of."""
    settings.STRIPE_API_KEY = stripe_simulator.key
    settings.STRIPE_API_BASE = stripe_simulator.address
    settings.STRIPE_WEBHOOK_SECRETS = [stripe_simulator.secret]
    yield stripe_simulator
    assert stripe_simulator.violations() == []


@pytest.fixture
def dear(courses_page, stripe):
    """A run of forty euros, in two weeks, to be paid online."""
    first = timezone.localdate() + timedelta(days=14)
    return RunFactory(cents=4000, first=first, pay_on_site=False)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def to_payment(client, booking):
    """Press the button of the own page; the session of the hosted page one is sent to."""
    answer = client.post(booking.get_absolute_url(), {"pay": "1"})
    assert answer.status_code == 303
    payment = booking.payments.get(state=PaymentState.OPEN)
    assert answer["Location"] == payment.session_url
    return payment.session


def come_back(client, booking):
    """Return from the hosted page; what one reads then."""
    return client.get(reverse("courses:paid", args=[booking.key]), follow=True).content.decode()


def paid(client, stripe, booking):
    """Pay by card and come back."""
    stripe.pay(to_payment(client, booking))
    come_back(client, booking)
    return fresh(booking)


def knock(client, stripe):
    """Every event that Stripe has, in the order of its telling, and the job that looks at each."""
    for event in stripe.events():
        body, headers = stripe.signed(event["id"], secret=stripe.secret)
        answer = client.post(
            reverse("stripe_webhook"), body, content_type="application/json", headers=headers
        )
        assert answer.status_code == 200
    for event in InboxEvent.objects.filter(handled_at=None):
        handle_event(event_id=event.pk)


def net(stripe):
    """What Stripe holds of the only payment, in cents."""
    (payment,) = stripe.books()["payments"]
    return payment["net"]


def test_a_fee_is_paid_on_the_hosted_page(client, stripe, dear):
    booking = book(dear, "Erika", "Otto")
    stripe.pay(to_payment(client, booking))

    page = come_back(client, booking)

    assert fresh(booking).state == BookingState.BOOKED
    assert "Gezahlt" in page
    assert net(stripe) == 8000


def test_pressing_twice_opens_one_hosted_page(client, stripe, dear):
    booking = book(dear)

    assert to_payment(client, booking) == to_payment(client, booking)
    assert len(stripe.objects("checkout.session")) == 1


def test_the_webhook_alone_is_enough(client, stripe, dear):
    booking = book(dear)
    stripe.pay(to_payment(client, booking))

    for _again in range(2):
        knock(client, stripe)

    assert fresh(booking).state == BookingState.BOOKED
    assert Payment.objects.get().state == PaymentState.PAID


def test_a_declined_card_keeps_the_seat_for_another_try(client, stripe, dear):
    booking = book(dear)
    session = to_payment(client, booking)
    stripe.pay(session, "decline")

    come_back(client, booking)
    assert fresh(booking).state == BookingState.UNPAID
    stripe.pay(session)
    come_back(client, booking)

    assert fresh(booking).state == BookingState.BOOKED


def test_a_direct_debit_holds_the_seat_until_the_bank_has_paid(client, stripe, dear):
    stripe.switch(sepa_seconds=None)
    booking = book(dear)
    stripe.pay(to_payment(client, booking), "sepa")
    page = come_back(client, booking)
    assert fresh(booking).state == BookingState.UNPAID
    assert "Ihre Lastschrift ist unterwegs" in page
    assert 'name="pay"' not in page
    assert Run.objects.get().seats_taken == 1

    stripe.finish_debit(Payment.objects.get().payment)
    knock(client, stripe)

    assert fresh(booking).state == BookingState.BOOKED


def test_a_direct_debit_that_the_bank_refuses_leaves_another_try(client, stripe, dear):
    stripe.switch(sepa_seconds=None)
    booking = book(dear)
    stripe.pay(to_payment(client, booking), "sepa")
    come_back(client, booking)

    stripe.finish_debit(Payment.objects.get().payment, comes=False)
    knock(client, stripe)

    assert 'name="pay"' in client.get(booking.get_absolute_url()).content.decode()
    stripe.pay(to_payment(client, booking))
    come_back(client, booking)
    assert fresh(booking).state == BookingState.BOOKED


def test_the_hosted_page_names_the_course_in_the_guests_language(client, stripe, dear):
    CourseText.objects.create(
        course=dear.course, language="en", title="Magic flute", summary="s", text="t"
    )
    booking = book(dear)
    Booking.objects.update(language="en")

    to_payment(client, fresh(booking))

    with urllib.request.urlopen(booking.payments.get().session_url, timeout=10) as page:
        assert "Magic flute" in page.read().decode()


def test_cancelling_by_the_link_gives_the_fee_back(client, stripe, dear):
    booking = paid(client, stripe, book(dear))

    client.post(booking.get_absolute_url(), {"cancel": "1"})
    for _twice in range(2):
        carry_out_refund(refund_id=Refund.objects.get().pk)

    assert net(stripe) == 0
    assert Refund.objects.get().state == RefundState.DONE
    page = client.get(booking.get_absolute_url()).content.decode()
    assert "Zurückgezahlt: 40" in page


def test_cancelling_late_gives_back_the_part_of_the_rule(client, stripe, dear, time_machine):
    Run.objects.update(late_refund_percent=50)
    booking = paid(client, stripe, book(dear))
    time_machine.move_to(dear.starts_at - timedelta(days=2))

    ending.cancel(booking=booking)
    carry_out_refund(refund_id=Refund.objects.get().pk)

    assert net(stripe) == 2000


def test_one_who_stays_at_home_gets_that_fee_back(client, stripe, dear):
    booking = paid(client, stripe, book(dear, "Erika", "Otto"))

    ending.change(booking=booking, names={}, leaving=[booking.attendees.last().pk])
    carry_out_refund(refund_id=Refund.objects.get().pk)

    assert net(stripe) == 4000


def test_a_run_that_is_called_off_gives_everybody_everything_back(client, stripe, dear):
    for name in ("Erika", "Otto"):
        paid(client, stripe, book(dear, name))

    runs.cancel_run(run=dear)
    for refund in Refund.objects.all():
        carry_out_refund(refund_id=refund.pk)

    assert [payment["net"] for payment in stripe.books()["payments"]] == [0, 0]


def test_a_cancelled_booking_can_no_longer_be_paid_for(client, stripe, dear):
    booking = book(dear)
    session = to_payment(client, booking)

    ending.cancel(booking=booking)
    close_payment(payment_id=Payment.objects.get().pk)

    (page,) = stripe.objects("checkout.session")
    assert (page["id"], page["status"]) == (session, "expired")
    assert stripe.books()["payments"] == []


def test_a_refund_whose_answer_was_lost_is_given_once(client, stripe, dear):
    booking = paid(client, stripe, book(dear))
    ending.cancel(booking=booking)
    stripe.fault("hang_up", times=1, after=True, match="post /v1/refunds")

    carry_out_refund(refund_id=Refund.objects.get().pk)

    assert net(stripe) == 0
    assert len(stripe.books()["refunds"]) == 1


def test_what_neither_a_webhook_nor_the_guest_told_is_found_by_the_job(
    client, stripe, dear, time_machine
):
    booking = book(dear)
    stripe.pay(to_payment(client, booking))
    time_machine.move_to(timezone.now() + timedelta(minutes=5))

    assert paying.reconcile() == 0

    assert Booking.objects.get().state == BookingState.BOOKED
