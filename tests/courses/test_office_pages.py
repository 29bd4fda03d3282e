"""The courses office: what waits on the start page, lists that are filtered, decisions."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import RequestFactory
from django.utils import timezone

from participation.courses import dashboard, models
from participation.courses.domain import courses, runs
from participation.courses.models import Course, Payment, Provider, Refund, Run
from participation.courses.models.choices import CourseState, ProviderState, RunState
from tests.courses.reading import read
from tests.courses.test_releasing import draft, office
from tests.factories.courses import CourseFactory, ProviderFactory, RunFactory, book, manager_of
from tests.factories.people import UserFactory
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db
__all__ = ["draft", "office"]


def waiting(user):
    """What the admin's start page tells somebody of the courses."""
    request = RequestFactory().get("/admin/")
    request.user = user
    return [line.text for line in dashboard.courses(request)]


def short_of_people(**fields):
    return RunFactory(minimum=4, decides_on=timezone.localdate(), **fields)


def test_the_start_page_names_all_that_waits_for_the_office(draft, office, courses_page):
    assert waiting(office) == []
    courses.submit(course=draft, by=draft.created_by)
    booking = book(short_of_people(cents=4000), pay_by="on_site")
    payment = Payment.objects.create(booking=booking, cents=4000, state="paid")
    Refund.objects.create(payment=payment, cents=4000, reason="x", state="failed")
    released = CourseFactory(state=CourseState.SUBMITTED)
    courses.release(course=released, by=office)
    courses.change_course(course=released, words={"title": "Neuer Titel"})

    assert waiting(office) == [
        "1 Kurs freizugeben",
        "1 Durchgang mit zu wenigen Personen",
        "1 Gebühr konnte nicht zurückgezahlt werden",
        "1 Kurs wurde seit der Freigabe geändert",
    ]


def test_others_are_told_nothing_of_what_waits(draft):
    courses.submit(course=draft, by=draft.created_by)

    assert waiting(UserFactory(role="Editors")) == []


def test_the_admins_start_page_shows_what_waits(client, draft, office):
    courses.submit(course=draft, by=draft.created_by)

    assert "1 Kurs freizugeben" in client.get("/admin/").content.decode()


def test_a_course_is_given_back_in_the_admin_with_a_reason(client, draft, office):
    courses.submit(course=draft, by=draft.created_by)
    address = f"/admin/courses/all/{draft.pk}/"

    client.post(address, {"decide": "yes", "action": "give_back", "reason": "Das Alter fehlt."})

    assert Course.objects.get().state == CourseState.RETURNED
    assert "Das Alter fehlt." in delivered()[-1].body


def test_a_course_that_was_taken_back_meanwhile_is_not_released(client, draft, office):
    courses.submit(course=draft, by=draft.created_by)
    courses.take_back(course=draft, by=draft.created_by)

    page = client.post(
        f"/admin/courses/all/{draft.pk}/", {"decide": "yes", "action": "release"}, follow=True
    )

    assert "hat diesen Kurs inzwischen zurückgenommen" in page.content.decode()
    assert Course.objects.get().state == CourseState.DRAFT


def test_a_post_without_a_decision_decides_nothing(client, draft, office):
    courses.submit(course=draft, by=draft.created_by)

    client.post(f"/admin/courses/all/{draft.pk}/")

    assert Course.objects.get().state == CourseState.SUBMITTED


def decide(client, run, button):
    path = f"/admin/courses/runs/{run.pk}/decide/"
    return client.post(path, {button: "1"}, follow=True).content.decode()


def test_a_small_run_takes_place_all_the_same_with_one_press(client, office, courses_page):
    run = short_of_people()
    book(run)
    delivered()

    decide(client, run, "assure")

    assert Run.objects.get().state == RunState.CERTAIN
    assert "Findet statt" in delivered()[0].subject


def test_a_run_somebody_has_cancelled_meanwhile_does_not_take_place(client, office, courses_page):
    run = runs.cancel_run(run=short_of_people())

    assert "Dieser Termin wurde abgesagt." in decide(client, run, "assure")


def test_a_button_nobody_knows_decides_nothing(client, office, courses_page):
    decide(client, short_of_people(), "explode")

    assert Run.objects.get().state == RunState.PLANNED


@pytest.fixture
def offered(courses_page):
    """A course of the library with a run to come; a draft of the school, its run is over."""
    library, school = ProviderFactory(name="Bücherei"), ProviderFactory(name="Musikschule")
    RunFactory(course__title="Fotos", course__provider=library, room="Saal 9")
    singing = CourseFactory(title="Singen", provider=school, state=CourseState.DRAFT)
    over = RunFactory(course=singing, dates=1)
    then = timezone.now() - timedelta(days=3)
    Run.objects.filter(pk=over.pk).update(
        starts_at=then, ends_at=then + timedelta(hours=1), state=RunState.CERTAIN
    )


def rows(client, path, **query):
    return list(client.get(path, query).context["page_obj"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Fotos", "Singen"]),
        ({"state": "draft"}, ["Singen"]),
        ({"provider": "Bücherei"}, ["Fotos"]),
        ({"q": "sing"}, ["Singen"]),
        ({"q": "bücher"}, ["Fotos"]),
        ({"state": "weird", "provider": "0"}, ["Fotos", "Singen"]),
    ],
)
def test_the_offices_courses_are_filtered(client, office, offered, query, found):
    shown = rows(client, "/admin/courses/all/", **with_key(query))

    assert [course.title for course in shown] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Fotos"]),
        ({"time": "past"}, ["Singen"]),
        ({"time": "all"}, ["Fotos", "Singen"]),
        ({"time": "all", "state": "certain"}, ["Singen"]),
        ({"time": "all", "provider": "Bücherei"}, ["Fotos"]),
        ({"time": "all", "q": "saal 9"}, ["Fotos"]),
        ({"q": "nirgends"}, []),
    ],
)
def test_the_offices_runs_are_filtered(client, office, offered, query, found):
    shown = rows(client, "/admin/courses/runs/", **with_key(query))

    assert [run.course.title for run in shown] == found


def with_key(query):
    """The provider's key in place of its name."""
    found = Provider.objects.filter(name=query.get("provider", "")).first()
    return query | ({"provider": str(found.pk)} if found else {})


def test_who_waits_for_a_course_is_a_list_without_names(client, office, offered):
    course = Course.objects.get(title="Fotos")
    course.interests.create(
        email="erika@example.org", key="k" * 32, language="de", confirmed_at=timezone.now()
    )

    text = read(client.get("/admin/courses/lists/interests.csv")).decode()

    assert "Fotos" in text
    assert "erika@example.org" not in text


def test_a_provider_that_was_paused_is_shown_again(client, office, courses_page):
    provider = ProviderFactory(state=ProviderState.PAUSED)
    CourseFactory(provider=provider)
    fields = {"name": provider.name, "email": provider.email, "state": "active"}

    client.post(f"/admin/courses/providers/edit/{provider.pk}/", fields)

    assert len(client.get("/kurse/").context["courses"]) == 1


def test_nobody_deletes_a_provider(client, office, db):
    provider = ProviderFactory()

    assert client.post(f"/admin/courses/providers/delete/{provider.pk}/").status_code in (302, 403)
    assert Provider.objects.exists()


def test_rows_name_themselves_in_the_admin(courses_page):
    run = RunFactory(cents=4000, course__title="Fotos")
    booking = book(run, "Erika", pay_by="on_site")

    assert str(run).endswith(timezone.localtime(run.starts_at).date().isoformat())
    assert str(Run(course=run.course)) == f"{run.course_id}: –"
    assert str(run.sessions.first()).endswith("18:00")
    assert str(run.prices.get()) == "Normal: 4000"
    assert str(booking) == f"{run.pk}: {booking.pk} (booked)"
    assert str(booking.attendees.get()) == "Erika"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (models.Attendance(session_id=1, attendee_id=2, presence="present"), "1: 2 (present)"),
        (models.Certificate(number="2027-000001"), "2027-000001"),
        (models.CertificateSeries(year=2027, last=4), "2027: 4"),
        (models.Material(title="Blatt"), "Blatt"),
        (models.RunMessage(subject="Raum"), "Raum"),
        (models.Feedback(run_id=3, overall=5), "3: 5"),
        (models.WaitingListEntry(run_id=1, booking_id=2), "1: 2"),
        (models.Offer(entry_id=1, state="open"), "1: open"),
        (models.Notice(booking_id=1, event="follow-up"), "1: follow-up"),
        (models.CalendarKey(user_id=7), "7"),
        (models.CourseText(title="Photos", language="en"), "Photos (en)"),
        (models.CourseStep(course_id=1, state="draft"), "1: Entwurf"),
        (models.Interest(course_id=1, email="e@example.org"), "1: e@example.org"),
        (models.Payment(booking_id=1, cents=400, state="open"), "1: 400 (open)"),
        (models.Refund(payment_id=1, cents=400, state="done"), "1: 400 (done)"),
    ],
)
def test_rows_that_were_not_saved_name_themselves(row, words):
    assert str(row) == words


def test_a_membership_names_person_and_role(db):
    membership = manager_of(ProviderFactory()).course_providers.get()

    assert str(membership).endswith(f"{membership.user} (manager)")


def test_the_right_of_the_office_can_be_given_to_others(client, db):
    client.force_login(UserFactory(admin=True))
    right = Permission.objects.get(codename="manage_courses")

    page = client.get("/admin/groups/new/").content.decode()

    assert f'name="permissions" value="{right.pk}"' in page
