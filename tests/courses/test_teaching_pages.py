"""The teacher's pages: what is refused at the door, in messages and in materials."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from participation.courses.domain import attendance, ending, telling
from participation.courses.domain.rules import NotAllowedError
from participation.courses.models import Attendance, Booking, Certificate, Material, RunMessage
from participation.courses.queries import teaching
from tests.courses.test_releasing import office
from tests.courses.test_teaching import attend, be_there, finish, home
from tests.factories.courses import RunFactory, book, teacher_of
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db
__all__ = ["office"]


@pytest.fixture
def teacher(run, enter):
    return enter(teacher_of(run))


def text_of(answer):
    return answer.content.decode()


def test_a_colleague_of_the_office_opens_every_run(client, run, office):
    assert client.get(home(run)).status_code == 200


def test_certificates_are_issued_with_one_press_after_the_end(client, run, teacher, time_machine):
    attend(run, book(run).attendees.get(), *run.sessions.all())
    early = client.post(home(run), {"certify": "1"}, follow=True)
    assert "nach dem letzten Termin ausgestellt" in text_of(early)
    finish(run, time_machine)
    client.force_login(teacher)

    page = client.post(home(run), {"certify": "1"}, follow=True)

    assert "1 Bescheinigung wurde ausgestellt." in text_of(page)
    assert Certificate.objects.count() == 1


def test_a_button_nobody_knows_certifies_nobody(client, run, teacher, time_machine):
    attend(run, book(run).attendees.get(), *run.sessions.all())
    finish(run, time_machine)
    client.force_login(teacher)

    client.post(home(run), {"explode": "1"})

    assert not Certificate.objects.exists()


def test_the_list_of_a_date_shows_who_was_noted(client, run, teacher, time_machine):
    erika = book(run, "Erika").attendees.get()
    session = run.sessions.first()
    be_there(time_machine, session)
    client.post(f"{home(run)}{session.pk}/", {f"p_{erika.pk}": "excused"})

    rows = client.get(f"{home(run)}{session.pk}/").context["rows"]

    assert rows == [(erika, "excused")]


def test_a_note_is_taken_away_again(client, run, teacher, time_machine):
    erika = book(run).attendees.get()
    session = run.sessions.first()
    be_there(time_machine, session)
    path = f"{home(run)}{session.pk}/"
    client.post(path, {f"p_{erika.pk}": "present"})

    client.post(path, {f"p_{erika.pk}": "", "p_": "present", "other": "x"})

    assert teaching.presences(session) == {}


def test_words_nobody_knows_are_noted_for_nobody(client, run, teacher, time_machine):
    erika = book(run).attendees.get()
    session = run.sessions.first()
    be_there(time_machine, session)

    client.post(f"{home(run)}{session.pk}/", {f"p_{erika.pk}": "asleep"})

    assert teaching.presences(session) == {}


def test_a_list_of_thousands_notes_those_who_are_booked(client, run, teacher, time_machine):
    erika = book(run).attendees.get()
    session = run.sessions.first()
    be_there(time_machine, session)
    strangers = {f"p_{number}": "present" for number in range(10**9, 10**9 + 1500)}

    client.post(f"{home(run)}{session.pk}/", strangers | {f"p_{erika.pk}": "present"})

    assert teaching.presences(session) == {erika.pk: "present"}


def test_attendance_of_a_date_that_is_far_off_or_cancelled_is_refused(client, run, teacher):
    erika = book(run).attendees.get()
    session = run.sessions.last()
    path = f"{home(run)}{session.pk}/"
    page = client.post(path, {f"p_{erika.pk}": "present"}, follow=True)
    assert "erst ab dem Tag des Termins" in text_of(page)

    session.cancelled_at = session.starts_at
    session.save()
    client.post(path, {f"p_{erika.pk}": "present"})

    assert not Attendance.objects.exists()


def test_a_date_of_another_run_has_no_list_here(client, run, teacher):
    other = RunFactory().sessions.first()

    assert client.get(f"{home(run)}{other.pk}/").status_code == 404


def test_the_code_of_a_cancelled_booking_is_refused(client, run, teacher, time_machine):
    booking = book(run)
    ending.cancel(booking=booking)
    be_there(time_machine, run.sessions.first())

    page = client.post(f"/kurse/einlass/{booking.attendees.get().key}/")

    assert "Diese Buchung gilt nicht." in text_of(page)
    assert not Attendance.objects.exists()


def test_who_was_noted_absent_and_comes_late_is_there(run, teacher, time_machine):
    erika = book(run).attendees.get()
    session = run.sessions.first()
    be_there(time_machine, session)
    attendance.mark(session=session, presences={erika.pk: "absent"}, by=teacher)

    row, is_new = attendance.check_in(attendee=erika, by=teacher)

    assert (row.presence, row.by_code, is_new) == ("present", True, True)


def test_a_fee_paid_at_the_door_is_noted_and_the_note_taken_away(client, teacher, run):
    dear = RunFactory(course__provider=run.course.provider, cents=4000)
    dear.teachers.add(teacher)
    booking = book(dear, pay_by="on_site")
    path = reverse("courses:paid_on_site", args=[dear.pk, booking.pk])

    client.post(path, {"paid": "1"})
    assert Booking.objects.get(pk=booking.pk).paid_on_site_at

    client.post(path)
    assert Booking.objects.get(pk=booking.pk).paid_on_site_at is None


def test_who_has_booked_for_two_is_asked_for_the_fee_once(client, teacher, run):
    dear = RunFactory(course__provider=run.course.provider, cents=4000)
    dear.teachers.add(teacher)
    book(dear, "Erika", "Otto", pay_by="on_site")

    page = text_of(client.get(reverse("courses:teach", args=[dear.pk])))

    assert page.count("vor Ort: bezahlt?") == 1
    assert "Zahlt 80" in page


def test_a_fee_of_another_run_or_one_that_is_paid_online_is_not_noted(client, teacher, run, bank):
    mine = book(run)
    foreign = book(RunFactory(cents=4000), pay_by="on_site")

    for booking in (mine, foreign):
        path = reverse("courses:paid_on_site", args=[run.pk, booking.pk])
        assert client.post(path, {"paid": "1"}).status_code == 404
        assert client.get(path).status_code in (404, 405)


def test_who_has_paid_on_site_and_cancels_is_told_whom_to_ask(courses_page):
    dear = RunFactory(cents=4000)
    booking = book(dear, pay_by="on_site")
    attendance.note_payment(booking=booking, paid=True)
    delivered()

    ending.cancel(booking=booking)

    assert "Bitte fragen Sie den Anbieter" in delivered()[0].body


def write(client, run, **fields):
    words = {"subject": "Raum", "text": "Wir sind in Saal 2.", "key": str(uuid4())}
    return client.post(f"{home(run)}nachricht/", words | fields)


def test_a_message_to_nobody_is_refused_in_words(client, run, teacher):
    answer = write(client, run)

    assert answer.status_code == 422
    assert "Noch hat niemand gebucht." in text_of(answer)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"subject": ""}, "subject"), ({"text": "…"}, "text"), ({"key": "x"}, "key")],
)
def test_a_wrong_message_is_refused_next_to_its_field(client, run, teacher, fields, field):
    book(run)

    answer = write(client, run, **fields)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not RunMessage.objects.exists()


def test_a_browser_that_has_lost_the_key_may_write_all_the_same(client, run, teacher):
    book(run)

    write(client, run, key="")

    assert RunMessage.objects.count() == 1


def test_ten_messages_a_day_are_enough(client, run, teacher):
    book(run)
    for _number in range(telling.MESSAGES_A_DAY):
        write(client, run)

    answer = write(client, run)

    assert "Bitte warten Sie bis morgen." in text_of(answer)
    assert RunMessage.objects.count() == telling.MESSAGES_A_DAY


def test_a_link_is_given_and_taken_away(client, run, teacher):
    path = f"{home(run)}materialien/"
    fields = {"title": "Film", "url": "https://example.org/film", "shown": "before"}
    page = client.post(path, fields, follow=True)
    assert "Film" in text_of(page)

    client.post(path, {"remove": str(Material.objects.get().pk)})

    assert not Material.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "²", "9" * 30, "9" * 5000])
def test_a_material_that_is_none_cannot_be_taken_away(client, run, teacher, key):
    assert client.post(f"{home(run)}materialien/", {"remove": key}).status_code == 404


def test_a_material_of_another_run_cannot_be_taken_away(client, run, teacher):
    other = link(RunFactory())

    assert client.post(f"{home(run)}materialien/", {"remove": other.pk}).status_code == 404
    assert Material.objects.get() == other


def link(run):
    return telling.add_material(
        run=run, title="Film", file=None, url="https://example.org/film", shown="before", by=None
    )


def test_there_is_room_for_forty_materials(client, run, teacher):
    for _number in range(telling.MOST_MATERIALS):
        link(run)

    answer = client.post(
        f"{home(run)}materialien/",
        {"title": "Noch eins", "url": "https://example.org/x", "shown": "before"},
    )

    assert answer.status_code == 422
    assert "kein Platz" in text_of(answer)
    with pytest.raises(NotAllowedError):
        link(run)


def test_feedback_is_shown_to_the_teacher_alone(client, run, teacher, enter):
    path = reverse("courses:run_feedback", args=[run.pk])
    assert client.get(path).context["answers"].count == 0

    enter(teacher_of(RunFactory()))
    assert client.get(path).status_code == 404


def test_a_key_that_is_empty_or_unknown_gives_no_feedback(run):
    book(run)

    assert telling.give_feedback(key="", answers={}) is None
    assert telling.give_feedback(key="unknown", answers={}) is None


def test_the_middle_of_two_dates_of_a_day_is_the_nearer_one(run, teacher, time_machine):
    erika = book(run).attendees.get()
    first = run.sessions.first()
    later = first.starts_at + timedelta(hours=4)
    near = run.sessions.create(starts_at=later, ends_at=later + timedelta(hours=1))
    time_machine.move_to(later + timedelta(minutes=5), tick=False)

    assert attendance.session_now(erika) == near
