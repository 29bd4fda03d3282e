"""What guests see and press, from the form to the feedback."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core.guards import MIN_SECONDS, stamp
from participation.courses.domain import ending, telling
from participation.courses.domain.runs import cancel_run, move_session
from participation.courses.models import Booking, Feedback, Material, PriceCategory, Run
from participation.courses.models.choices import BookingState
from tests.factories.courses import RunFactory, book
from tests.users.helpers import delivered, link_of
from tests.wishlist.helpers import opened

pytestmark = pytest.mark.django_db

FORM = {"email": "erika@example.org", "name_1": "Erika Muster", "consent": "on"}


def form_of(run):
    return f"/kurse/termin/{run.pk}/"


def send(client, run, **fields):
    path = form_of(run)
    known = opened(client, path) | {"opened": stamp(MIN_SECONDS)}
    return client.post(path, known | FORM | fields)


def press(client, booking, button, **fields):
    return client.post(booking.get_absolute_url(), {button: "1"} | fields, follow=True)


def test_a_guest_books_by_form_and_link(client, run):
    answer = send(client, run, phone="040 123", needs_1="Platz für den Rollstuhl")

    assert answer.status_code == 200
    booking = Booking.objects.get()
    assert booking.attendees.get().needs == "Platz für den Rollstuhl"
    link = link_of(delivered()[0])
    page = client.get(link)
    assert "Bestätigen" in page.content.decode()

    client.post(link, {"confirm": "1"})

    assert Booking.objects.get().state == BookingState.BOOKED


def test_opening_the_link_alone_confirms_nothing(client, run):
    booking = book(run, confirmed=False)

    client.get(booking.get_absolute_url())

    booking.refresh_from_db()
    assert booking.state == BookingState.UNCONFIRMED


def test_who_is_signed_in_is_booked_at_once(client, run, person):
    answer = send(client, run, email=person.email)

    booking = Booking.objects.get()
    assert booking.state == BookingState.BOOKED
    assert answer["Location"] == booking.get_absolute_url()


def test_the_form_has_fields_for_as_many_people_as_asked(client, run):
    form = client.get(f"{form_of(run)}?people=3").context["form"]

    assert [name for name in form.fields if name.startswith("name_")] == [
        "name_1",
        "name_2",
        "name_3",
    ]


@pytest.mark.parametrize("people", ["0", "-3", "10000", "99999999999", "x", "٣", ""])
def test_strange_numbers_of_people_are_brought_within_the_limits(client, run, people):
    form = client.get(form_of(run), {"people": people}).context["form"]

    assert 1 <= form.count <= 6


def test_a_form_for_ten_thousand_is_refused_next_to_the_form(client, run):
    answer = send(client, run, people="10000")

    assert answer.status_code == 422
    assert Booking.objects.count() == 0


def test_errors_stand_next_to_their_fields(client, run):
    answer = send(client, run, name_1="", email="keine", consent="")

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name_1", "email", "consent"}


def test_a_foreign_price_is_an_error_of_its_field(client, courses_page, bank):
    dear, other = RunFactory(cents=4000), RunFactory(cents=100)
    PriceCategory.objects.create(run=dear, kind="reduced", cents=2000)

    answer = send(client, dear, price_1=other.prices.get().pk)

    assert answer.status_code == 422
    assert "price_1" in answer.context["form"].errors


def test_a_run_that_takes_nobody_says_why(client, run):
    cancel_run(run=run, reason="Wasserschaden")

    answer = client.get(form_of(run))

    assert answer.status_code == 410
    assert "Wasserschaden" in answer.content.decode()


def test_a_run_of_a_course_that_is_not_released_is_not_there(client, courses_page):
    hidden = RunFactory(course__state="draft")

    assert client.get(form_of(hidden)).status_code == 404


def test_a_full_run_offers_the_waiting_list_and_shows_the_place(client, run):
    Run.objects.filter(pk=run.pk).update(maximum=1)
    book(run)
    send(client, run)
    booking = Booking.objects.get(email="erika@example.org")

    page = press(client, booking, "confirm").content.decode()

    assert "Ihr Platz auf der Warteliste: 1" in page


def test_an_offer_is_accepted_on_its_page(client, run):
    Run.objects.filter(pk=run.pk).update(maximum=1)
    first, waiting = book(run), book(run)
    ending.cancel(booking=first)

    press(client, waiting, "accept")

    waiting.refresh_from_db()
    assert waiting.state == BookingState.BOOKED


def test_an_offer_that_is_gone_says_so(client, run):
    Run.objects.filter(pk=run.pk).update(maximum=1)
    first, waiting = book(run), book(run)
    ending.cancel(booking=first)
    Booking.objects.filter(pk=waiting.pk).update(held_until=timezone.now())

    page = press(client, waiting, "accept").content.decode()

    assert "Dieses Angebot gilt nicht mehr." in page


def test_names_are_changed_and_somebody_stays_at_home(client, run):
    booking = book(run, "Erika", "Oto")
    erika, oto = booking.attendees.all()
    fields = {
        f"name_{erika.pk}": "Erika",
        f"name_{oto.pk}": "Otto",
        f"leaves_{erika.pk}": "on",
    }

    press(client, booking, "change", **fields)

    assert [each.name for each in booking.attendees.all()] == ["Otto"]


def test_a_booking_is_cancelled_by_its_link_once(client, run):
    booking = book(run)

    for _press in range(2):
        press(client, booking, "cancel")

    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED


def test_a_guessed_link_is_not_there(client, run):
    for path in ("buchung/abc/", "nachweis/abc/", "einlass/abc/", "code/abc.svg"):
        assert client.get(f"/kurse/{path}").status_code in (404, 302)


def test_a_moved_date_is_agreed_to_on_the_page(client, run):
    booking = book(run)
    session = run.sessions.first()
    move_session(
        session=session,
        starts_at=session.starts_at + timedelta(hours=1),
        ends_at=session.ends_at + timedelta(hours=1),
    )

    press(client, booking, "agree")

    booking.refresh_from_db()
    assert booking.move_agreed_at is not None


def test_codes_calendar_and_materials_are_for_participants_only(client, run):
    booked, unsure = book(run), book(run, confirmed=False)
    late = telling.add_material(
        run=run, title="Lösungen", file=None, url="https://example.org/l", shown="after", by=None
    )
    early = telling.add_material(
        run=run, title="Blatt", file=None, url="https://example.org/b", shown="before", by=None
    )
    base = booked.get_absolute_url()

    assert client.get(f"{base}codes/").status_code == 200
    assert b"BEGIN:VEVENT" in client.get(f"{base}termine.ics").content
    assert client.get(f"{base}material/{early.pk}/").status_code == 302
    assert client.get(f"{base}material/{late.pk}/").status_code == 404
    for part in ("codes/", "termine.ics", f"material/{early.pk}/"):
        assert client.get(unsure.get_absolute_url() + part).status_code == 404
    assert Material.objects.count() == 2


def test_feedback_is_given_once_and_knows_nobody(client, run):
    booking = book(run)
    telling.follow_up(booking=booking)
    booking.refresh_from_db()
    path = f"/kurse/rueckmeldung/{booking.feedback_key}/"
    marks = {"overall": 5, "content": 4, "teaching": 5, "access": 3, "good": "Die Ruhe"}

    assert client.post(path, {"overall": 9}).status_code == 422
    assert client.post(path, marks).status_code == 200
    assert client.post(path, marks).status_code == 410

    given = Feedback.objects.get()
    assert (given.run, given.overall, given.good) == (run, 5, "Die Ruhe")
    assert {field.name for field in Feedback._meta.get_fields()} == {
        "id", "run", "overall", "content", "teaching", "access", "good", "better",
    }  # fmt: skip


def test_the_own_calendar_needs_its_key_and_a_new_one_ends_the_old(client, run, person):
    book(run, user=person, email=person.email)
    client.post("/konto/kurse/kalender/")
    old = client.get("/konto/kurse/").context["feed"]
    assert client.get(old).content.count(b"BEGIN:VEVENT") == 2

    client.post("/konto/kurse/kalender/")

    assert client.get(old).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_my_courses_take_the_same_queries_for_one_and_for_many(
    client, run, person, assert_query_count, count
):
    Run.objects.filter(pk=run.pk).update(maximum=40)
    for _one in range(count):
        book(run, user=person, email=person.email)
    client.get("/konto/kurse/")

    with assert_query_count(15):
        client.get("/konto/kurse/")
