"""The account's page of courses, papers of a booking, interest, and what erasing leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.users.domain import erase_account
from participation.courses.domain import certificates, interest, telling
from participation.courses.models import Booking, Certificate, Interest, Run
from participation.courses.models.choices import BookingState
from participation.courses.queries.teaching import taught_next
from participation.courses.views.account import my_courses_card
from tests.courses.test_interest import ask
from tests.courses.test_teaching import attend, finish
from tests.factories.courses import CourseFactory, RunFactory, book, manager_of, teacher_of
from tests.factories.people import UserFactory
from tests.users.helpers import account

pytestmark = pytest.mark.django_db
MINE = "/konto/kurse/"
PER_HOUR = 10
"""Answers to a sender, and mails to an address."""


def test_the_accounts_overview_tells_how_many_bookings_there_are(run, person):
    assert "Finden Sie einen Kurs" in my_courses_card(person).text
    book(run, user=person, email=person.email)

    card = my_courses_card(person)

    assert (card.count, card.url) == (1, MINE)
    assert "Ihre Codes" in card.text


def test_the_overview_links_to_the_courses(client, run, person):
    book(run, user=person, email=person.email)

    assert f'href="{MINE}"' in client.get("/konto/").content.decode()


def test_who_is_signed_out_is_asked_to_sign_in(client, run):
    assert client.get(MINE).status_code == 302
    assert client.post(f"{MINE}kalender/").status_code == 302


def test_who_teaches_and_manages_finds_both_there(client, run, enter):
    user = enter(teacher_of(run))
    manager = manager_of(run.course.provider)

    assert list(client.get(MINE).context["taught"]) == [run]
    assert list(taught_next(manager)) == []
    enter(manager)
    (membership,) = client.get(MINE).context["memberships"]
    assert membership.provider == run.course.provider
    assert user.taught_runs.get() == run


def test_what_is_taught_next_stands_before_what_is_over(run, enter, time_machine):
    teacher = teacher_of(run)
    later, last = RunFactory(course=run.course), RunFactory(course=run.course)
    for other, days in ((later, 30), (last, 2)):
        other.teachers.add(teacher)
        begins = timezone.now() + timedelta(days=days)
        Run.objects.filter(pk=other.pk).update(starts_at=begins, ends_at=begins)
    time_machine.move_to(run.ends_at + timedelta(days=1))

    assert list(taught_next(teacher)) == [later, run, last]


def test_who_has_no_calendar_has_no_address_of_one(client, run, person):
    assert client.get(MINE).context["feed"] == ""


def test_a_code_is_a_picture_for_who_is_booked_alone(client, run):
    booked, unsure = book(run), book(run, confirmed=False)

    answer = client.get(f"/kurse/code/{booked.attendees.get().key}.svg")

    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content
    assert client.get(f"/kurse/code/{unsure.attendees.get().key}.svg").status_code == 404


def test_a_material_of_another_run_is_not_opened_with_ones_own_link(client, run):
    other = telling.add_material(
        run=RunFactory(),
        title="Film",
        file=None,
        url="https://example.org",
        shown="before",
        by=None,
    )

    assert client.get(f"{book(run).get_absolute_url()}material/{other.pk}/").status_code == 404


@pytest.fixture
def paper(run, time_machine):
    """A certificate of Erika Muster."""
    erika = book(run, "Erika Muster").attendees.get()
    attend(run, erika, *run.sessions.all())
    return certificates.issue_for(run=finish(run, time_machine))[0]


def test_a_certificate_opens_with_the_link_of_its_booking_alone(client, run, paper):
    other = book(RunFactory())

    for path in (other.get_absolute_url(), "/kurse/buchung/geraten/"):
        assert client.get(f"{path}nachweis/{paper.number}.pdf").status_code == 404


def test_a_certificate_is_revoked_once_and_for_the_first_reason(paper):
    for reason in ("Name falsch", "Noch ein Grund"):
        certificates.revoke(certificate=paper, reason=reason)

    assert Certificate.objects.get().revoked_reason == "Name falsch"


def test_a_certificate_speaks_the_language_of_its_booking(run, paper):
    assert paper.language == "de"
    assert paper.data["dates"] == "2 / 2"
    assert paper.data["hours"] == "4"


def test_nobody_is_written_to_about_interest_without_end(client, courses_page, time_machine):
    courses = [CourseFactory(title=f"Kurs {number}") for number in range(PER_HOUR + 1)]
    for course in courses[:-1]:
        ask(client, time_machine, course, email="erika@example.org")

    answer = ask(client, time_machine, courses[-1], email="ERIKA@example.org")

    assert answer.status_code == 429
    assert "Bitte warten Sie eine Stunde" in answer.content.decode()
    assert Interest.objects.count() == PER_HOUR


def test_interest_in_what_is_not_in_the_catalogue_is_not_there(client, courses_page):
    hidden = CourseFactory(state="draft")

    assert client.get(f"/kurse/{hidden.pk}/interesse/").status_code == 404


def test_who_is_signed_in_is_thanked_on_the_course(client, courses_page, person, time_machine):
    course = CourseFactory()

    answer = ask(client, time_machine, course)

    assert answer["Location"] == course.get_absolute_url()
    assert Interest.objects.get().confirmed_at


def test_an_erased_account_keeps_a_seat_it_has_had(run, time_machine):
    erika = account()
    book(run, "Erika", user=erika, email=erika.email)
    made = interest.note_interest(course=run.course, email=erika.email, language="de", user=erika)
    time_machine.move_to(run.ends_at + timedelta(days=1))

    erase_account(user=erika)

    booking = Booking.objects.get()
    assert (booking.state, booking.email) == (BookingState.BOOKED, "")
    assert not Interest.objects.filter(pk=made.pk).exists()


def test_a_booking_of_somebody_else_is_in_nobodys_account(client, run, person):
    book(run, user=UserFactory())

    assert list(client.get(MINE).context["bookings"]) == []
