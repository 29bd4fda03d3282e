"""A guest's own page: paying, and buttons that no longer fit."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.courses.domain import ending, paying, runs
from participation.courses.models import Booking, Run
from participation.courses.models.choices import BookingState, CancelledBy, PaymentState
from participation.courses.views.own import ASKED_PER_MINUTE
from tests.courses.test_booking_pages import form_of, press, send
from tests.factories.courses import RunFactory, book
from tests.wishlist.helpers import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def dear(courses_page, bank):
    """A run of forty euros, in two weeks, to be paid online."""
    first = timezone.localdate() + timedelta(days=14)
    return RunFactory(cents=4000, first=first, pay_on_site=False)


def state_of(booking):
    return Booking.objects.get(pk=booking.pk).state


def come_back(client, booking):
    """Return from the payment page; the text of the page one is on then."""
    return client.get(f"{booking.get_absolute_url()}bezahlt/", follow=True).content.decode()


def test_who_confirms_goes_on_to_the_payment_page(client, dear):
    booking = book(dear, confirmed=False)

    answer = client.post(booking.get_absolute_url(), {"confirm": "1"})

    assert answer.status_code == 303
    assert answer["Location"] == booking.payments.get().session_url


def test_who_is_signed_in_goes_from_the_form_to_the_payment_page(client, dear, person):
    answer = send(client, dear, email=person.email)

    assert answer.status_code == 303
    assert answer["Location"].startswith("https://pay.example/")


def test_a_form_sent_again_after_its_hold_says_that_nothing_is_to_be_paid(
    client, dear, person, time_machine
):
    fields = opened(client, form_of(dear))
    send(client, dear, email=person.email, key=fields["key"])
    time_machine.move_to(timezone.now() + timedelta(hours=2), tick=False)
    client.force_login(person)

    answer = client.post(
        form_of(dear),
        fields | {"email": person.email, "name_1": "Erika Muster", "consent": "on"},
        follow=True,
    )

    assert answer.status_code == 200
    assert "ist jetzt nichts zu zahlen" in answer.content.decode()


def test_while_the_provider_cannot_be_reached_the_booking_stays_to_be_paid(client, dear, bank):
    booking = book(dear)
    bank.provider.fail_next("create_checkout")

    page = press(client, booking, "pay").content.decode()

    assert "Die Zahlungsseite ist gerade nicht zu erreichen." in page
    assert state_of(booking) == BookingState.UNPAID


def test_what_is_paid_already_is_not_paid_again(client, dear, bank):
    booking = paid(dear, bank)

    page = press(client, booking, "pay").content.decode()

    assert "ist jetzt nichts zu zahlen" in page
    assert booking.payments.count() == 1


def paid(run, bank):
    booking = book(run)
    paying.checkout_url(booking=booking)
    bank.pay(booking.payments.get().session)
    paying.settle(payment=booking.payments.get())
    return Booking.objects.get(pk=booking.pk)


def test_who_comes_back_from_paying_reads_that_the_booking_is_certain(client, dear, bank):
    booking = book(dear)
    paying.checkout_url(booking=booking)
    bank.pay(booking.payments.get().session)

    page = come_back(client, booking)

    assert "Ihre Gebühr ist da" in page
    assert state_of(booking) == BookingState.BOOKED


def test_who_comes_back_without_paying_may_still_pay(client, dear):
    booking = book(dear)
    paying.checkout_url(booking=booking)

    page = come_back(client, booking)

    assert "Ihre Gebühr ist da" not in page
    assert 'name="pay"' in page


def test_who_comes_back_while_the_provider_is_away_is_told_that_we_look_again(client, dear, bank):
    booking = book(dear)
    paying.checkout_url(booking=booking)
    bank.pay(booking.payments.get().session)
    bank.provider.fail_next("payment")

    page = come_back(client, booking)

    assert "Wir wissen noch nichts von Ihrer Zahlung" in page
    assert booking.payments.get().state == PaymentState.OPEN


def test_reloading_does_not_ask_the_provider_without_end(client, dear, bank):
    booking = book(dear)
    paying.checkout_url(booking=booking)
    before = bank.provider.requests.count("payment")

    for _time in range(ASKED_PER_MINUTE + 5):
        client.get(f"{booking.get_absolute_url()}bezahlt/")

    assert bank.provider.requests.count("payment") - before == ASKED_PER_MINUTE


def test_who_cancels_reads_before_how_much_goes_back(client, dear, bank):
    page = client.get(paid(dear, bank).get_absolute_url()).content.decode()

    assert "40" in page


def test_a_button_nobody_knows_does_nothing(client, run):
    booking = book(run)

    press(client, booking, "explode")

    assert state_of(booking) == BookingState.BOOKED


def test_an_old_link_of_a_confirmation_says_so(client, run, time_machine):
    booking = book(run, confirmed=False)
    time_machine.move_to(booking.held_until + timedelta(minutes=1))

    page = press(client, booking, "confirm").content.decode()

    assert "Dieser Link ist zu alt." in page
    assert state_of(booking) == BookingState.UNCONFIRMED


def test_a_person_without_a_name_is_refused_next_to_the_field(client, run):
    booking = book(run, "Erika")
    erika = booking.attendees.get()

    answer = client.post(booking.get_absolute_url(), {"change": "1", f"name_{erika.pk}": ""})

    assert answer.status_code == 422
    assert f"name_{erika.pk}" in answer.context["form"].errors
    assert booking.attendees.get().name == "Erika"


def test_when_nobody_is_left_the_booking_is_to_be_cancelled(client, run):
    booking = book(run, "Erika", "Otto")
    fields = {f"name_{each.pk}": each.name for each in booking.attendees.all()}
    leaving = {f"leaves_{each.pk}": "on" for each in booking.attendees.all()}

    page = press(client, booking, "change", **fields, **leaving).content.decode()

    assert "stornieren Sie bitte die ganze Buchung" in page
    assert Booking.objects.get(pk=booking.pk).seats == 2


def test_after_the_course_nothing_is_changed_or_cancelled(client, run, time_machine):
    booking = book(run, "Erika")
    erika = booking.attendees.get()
    time_machine.move_to(run.ends_at + timedelta(hours=1))

    cancelled = press(client, booking, "cancel").content.decode()
    changed = press(client, booking, "change", **{f"name_{erika.pk}": "Mallory"}).content.decode()

    assert "lässt sich nicht mehr stornieren" in cancelled
    assert "lässt sich nicht mehr ändern" in changed
    assert state_of(booking) == BookingState.BOOKED


def test_a_cancelled_booking_is_not_changed(run):
    booking = book(run, "Erika", "Otto")
    ending.cancel(booking=booking)

    assert ending.cancel(booking=booking).state == BookingState.CANCELLED
    assert ending.expire(booking=booking) is False


def test_nobody_of_another_booking_is_renamed(run):
    booking, other = book(run, "Erika"), book(run, "Otto")

    ending.change(booking=booking, names={other.attendees.get().pk: ("Mallory", "")})

    assert other.attendees.get().name == "Otto"


def test_who_waits_and_confirms_while_a_seat_is_free_gets_an_offer(client, run):
    Run.objects.filter(pk=run.pk).update(maximum=1)
    first, waiting = book(run), book(run, confirmed=False)
    ending.cancel(booking=first)

    press(client, waiting, "confirm")

    assert state_of(waiting) == BookingState.OFFERED
    runs.cancel_run(run=run)
    assert state_of(waiting) == BookingState.CANCELLED


def test_a_guest_reads_that_the_provider_has_cancelled(client, run):
    booking = book(run)
    ending.cancel(booking=booking, by=CancelledBy.PROVIDER, reason="Zu spät gemeldet")

    page = client.get(booking.get_absolute_url()).content.decode()

    assert "Der Anbieter hat Ihre Buchung storniert." in page
    assert "Sie haben diese Buchung storniert." not in page


def test_what_was_done_is_said_once(client, run):
    booking = book(run, confirmed=False)

    answer = client.post(booking.get_absolute_url(), {"confirm": "1"}, follow=True)

    assert answer.content.decode().count("Ihre Buchung ist sicher") == 1
    page = client.get(booking.get_absolute_url()).content.decode()
    assert page.count("Ihre Buchung ist sicher") == 1
