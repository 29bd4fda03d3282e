"""What cannot be booked, and what a guest reads then; what mails say of rarer runs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cms.core.guards import MIN_SECONDS, stamp
from participation.courses.domain import booking as verbs
from participation.courses.domain import runs
from participation.courses.domain.rules import NotAllowedError
from participation.courses.models import Booking, PriceCategory, Run
from participation.courses.models.choices import BookingState, PayBy
from participation.courses.queries.waiting import place_in_queue
from participation.courses.views.book import PER_HOUR
from tests.courses.test_booking_pages import FORM, form_of, send
from tests.factories.courses import RunFactory, book, wanted
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


def limit(run, **fields):
    Run.objects.filter(pk=run.pk).update(**fields)


def test_who_does_not_want_to_wait_reads_how_many_seats_are_left(client, run):
    limit(run, maximum=2)
    book(run)
    fields = {"people": "2", "name_2": "Otto", "wants_queue": ""}

    answer = client.post(form_of(run), opened_for(client, run, 2) | FORM | fields)

    assert answer.status_code == 409
    assert "Nur ein Platz ist noch frei." in answer.content.decode()
    assert Booking.objects.count() == 1


def opened_for(client, run, people):
    form = client.get(f"{form_of(run)}?people={people}").context["form"]
    known = {field.name: field.value() or "" for field in form.hidden_fields()}
    return known | {"opened": stamp(MIN_SECONDS)}


def test_a_group_that_is_too_large_is_told_where_to_write(run):
    with pytest.raises(NotAllowedError, match="für höchstens 6 Personen"):
        book(run, *[f"Gast {number}" for number in range(7)])


def test_where_there_is_one_seat_a_group_is_told_to_book_for_one(run):
    limit(run, maximum=1)

    with pytest.raises(NotAllowedError, match="für eine Person"):
        book(run, "Erika", "Otto")


def test_where_no_way_to_pay_is_offered_nobody_is_booked(courses_page):
    run = RunFactory(cents=4000, pay_online=False, pay_on_site=False)

    with pytest.raises(NotAllowedError, match="keine Zahlungen"):
        book(run)
    assert not Booking.objects.exists()


def test_a_way_to_pay_that_is_not_offered_is_replaced(courses_page):
    run = RunFactory(cents=4000, pay_online=False)

    assert book(run, pay_by=PayBy.ONLINE).pay_by == PayBy.ON_SITE


def test_a_price_is_chosen_where_there_are_several(courses_page):
    run = RunFactory(cents=4000)
    PriceCategory.objects.create(run=run, kind="reduced", cents=2000)

    with pytest.raises(NotAllowedError, match="für jede Person einen der Preise"):
        book(run)


def test_the_verb_takes_the_same_form_once(run):
    form = {"run": run, "key": uuid4(), "wanted": wanted(), "language": "de", "user": None}

    first, again = verbs.book(**form), verbs.book(**form)

    assert first == again
    assert Run.objects.get().seats_taken == 1


def test_a_link_of_an_ended_booking_confirms_nothing(run):
    booking = book(run, confirmed=False)
    runs.cancel_run(run=run)

    with pytest.raises(NotAllowedError):
        verbs.confirm(booking=booking)
    assert Booking.objects.get().state == BookingState.CANCELLED


def test_nobody_books_without_end(client, run, person):
    limit(run, maximum=200)
    for _number in range(PER_HOUR):
        book_by_form(client, run, person)

    answer = book_by_form(client, run, person)

    assert answer.status_code == 429
    assert "Bitte warten Sie eine Stunde" in answer.content.decode()
    assert Booking.objects.count() == PER_HOUR


def book_by_form(client, run, person):
    return send(client, run, email=person.email)


def test_who_is_signed_in_and_finds_it_full_comes_to_the_own_place_in_the_queue(
    client, run, person
):
    limit(run, maximum=1)
    book(run)

    answer = send(client, run, email=person.email)

    mine = Booking.objects.get(email=person.email)
    assert answer["Location"] == mine.get_absolute_url()
    assert mine.state == BookingState.WAITING
    assert place_in_queue(mine) == 1


def test_who_has_a_seat_has_no_place_in_the_queue(run):
    assert place_in_queue(book(run)) == 0


def test_a_browser_that_has_lost_the_forms_key_may_book_all_the_same(client, run):
    send(client, run, key="")

    assert Booking.objects.count() == 1


def test_a_group_beyond_the_limit_of_the_city_is_refused_with_its_form(client, run):
    names = {f"name_{number}": f"Gast {number}" for number in range(1, 11)}

    answer = send(client, run, people="10", **names)

    assert answer.status_code == 422
    assert "mehr Personen, als auf einmal gebucht werden können" in answer.content.decode()
    assert not Booking.objects.exists()


def test_a_robot_that_fills_in_the_hidden_field_books_nothing(client, run):
    answer = send(client, run, website="https://spam.example")

    assert answer.status_code == 422
    assert not Booking.objects.exists()


def test_a_price_for_some_is_named_for_whom(client, courses_page):
    run = RunFactory(cents=4000)
    PriceCategory.objects.create(run=run, kind="reduced", cents=2000, for_whom="mit Ausweis")

    form = client.get(form_of(run)).context["form"]

    labels = [label for _key, label in form.fields["price_1"].choices]
    assert labels == ["Normal, 40\xa0€", "Ermäßigt, 20\xa0€ (mit Ausweis)"]


def test_the_confirmation_of_an_online_run_has_the_link_and_no_place(courses_page):
    run = RunFactory(mode="online", room="", address="", online_url="https://treffen.example.org/k")
    book(run)

    mail = delivered()[-1]

    assert "Zur Online-Teilnahme: https://treffen.example.org/k" in mail.body
    assert "Rathausallee" not in mail.body
    assert "Online" in mail.body


def test_the_confirmation_of_a_run_without_a_room_says_nothing_of_a_place(courses_page):
    book(RunFactory(room="", address=""))

    assert "Ort" not in [line.split(":")[0] for line in delivered()[-1].body.splitlines()]


def test_who_pays_on_site_reads_when(courses_page):
    book(RunFactory(cents=4000), pay_by="on_site")

    assert "Sie zahlen vor Ort, am ersten Termin." in delivered()[-1].body


def test_a_run_that_is_not_open_yet_says_so(client, run):
    limit(run, books_from=timezone.now() + timedelta(days=1))

    answer = client.get(form_of(run))

    assert answer.status_code == 410
    assert "Die Buchung ist noch nicht geöffnet." in answer.content.decode()


def test_a_draft_has_no_last_day_to_cancel_for_free(courses_page):
    assert Run().cancel_free_until is None
