"""By hand: the office about fees that did not go back, a provider about a booking."""

import pytest

from participation.courses.domain import fees
from participation.courses.domain.rules import NotAllowedError
from participation.courses.models import Booking, Payment, Refund
from participation.courses.models.choices import BookingState, CancelledBy, RefundState
from tests.courses.reading import area
from tests.courses.test_releasing import office
from tests.factories.courses import RunFactory, book
from tests.factories.people import UserFactory
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db
__all__ = ["office"]


@pytest.fixture
def failed(courses_page):
    """A fee that the provider of payments would not give back."""
    booking = book(RunFactory(cents=4000), email="erika@example.org", pay_by="on_site")
    payment = Payment.objects.create(booking=booking, cents=4000, state="paid")
    return Refund.objects.create(payment=payment, cents=4000, reason="x", state="failed")


def press(client, refund, button):
    return client.post(f"/admin/courses/refunds/{refund.pk}/", {button: "1"}, follow=True)


def test_the_office_notes_what_it_has_paid_back_by_hand(client, office, failed):
    assert "erika@example.org" in client.get("/admin/courses/").content.decode()
    assert "erika@example.org" not in press(client, failed, "solved").content.decode()
    done = Refund.objects.get()
    assert (done.state, done.by) == (RefundState.DONE, office)
    assert done.done_at is not None


def test_the_office_has_it_tried_again_under_a_new_key(client, office, failed):
    press(client, failed, "again")
    again = Refund.objects.get()
    assert again.state == RefundState.WISHED
    assert again.key != failed.key


def test_what_is_looked_after_already_stays_as_it_is(client, office, failed):
    press(client, failed, "solved")
    assert "schon" in press(client, failed, "again").content.decode()
    assert Refund.objects.get().state == RefundState.DONE
    with pytest.raises(NotAllowedError):
        fees.solved(refund=failed, by=UserFactory())


def path_of(booking):
    run = booking.run
    return area(run.course.provider, f"durchgaenge/{run.pk}/buchungen/{booking.pk}/")


def test_a_provider_cancels_one_booking_and_says_why(client, manager, provider, courses_page):
    run = RunFactory(course__provider=provider, maximum=1)
    booking, waiting = book(run, "Erika", email="erika@example.org"), book(run, "Max")
    assert "Erika" in client.get(path_of(booking)).content.decode()
    assert client.post(path_of(booking), {"reason": ""}).status_code == 422
    client.post(path_of(booking), {"reason": "Der Kurs ist nur für Ältere."})

    gone = Booking.objects.get(pk=booking.pk)
    assert (gone.state, gone.cancelled_by) == (BookingState.CANCELLED, CancelledBy.PROVIDER)
    assert Booking.objects.get(pk=waiting.pk).state == BookingState.OFFERED
    told = [mail.body for mail in delivered() if mail.to == ["erika@example.org"]]
    assert "Der Kurs ist nur für Ältere." in told[-1]
    assert client.get(path_of(booking)).status_code == 404


def test_a_booking_of_a_run_that_is_over_is_not_cancelled(
    client, manager, provider, courses_page, time_machine
):
    run = RunFactory(course__provider=provider, dates=1)
    booking = book(run)
    time_machine.move_to(run.ends_at, tick=False)
    answer = client.post(path_of(booking), {"reason": "Zu spät"}, follow=True)
    assert "vorbei" in answer.content.decode()
    assert Booking.objects.get().state == BookingState.BOOKED


def test_a_booking_of_another_provider_is_not_there(client, manager, provider, courses_page):
    other = book(RunFactory())
    run = RunFactory(course__provider=provider)
    path = area(provider, f"durchgaenge/{run.pk}/buchungen/{other.pk}/")
    assert client.post(path, {"reason": "x"}).status_code == 404
    assert Booking.objects.get(pk=other.pk).state == BookingState.BOOKED
