"""Being interested in a course without a date that suits."""

import pytest

from cms.core.guards import MIN_SECONDS
from participation.courses.domain import interest as verbs
from participation.courses.domain import runs
from participation.courses.models import Interest
from tests.factories.courses import CourseFactory, RunFactory, manager_of
from tests.factories.people import PASSWORD, UserFactory
from tests.users.helpers import delivered, link_of

pytestmark = pytest.mark.django_db


def ask(client, time_machine, course, **fields):
    time_machine.move_to("2026-05-04T10:00:00+00:00", tick=False)
    path = f"/kurse/{course.pk}/interesse/"
    form = client.get(path).context["form"]
    hidden = {field.name: field.value() or "" for field in form.hidden_fields()}
    time_machine.shift(MIN_SECONDS + 1)
    return client.post(path, hidden | fields)


def test_a_guest_counts_once_the_link_was_pressed(client, courses_page, time_machine):
    course = CourseFactory()
    ask(client, time_machine, course, email="erika@example.org", comment="Samstags")
    assert not Interest.objects.exclude(confirmed_at=None).exists()
    link = link_of(delivered()[-1])

    client.get(link)
    assert not Interest.objects.exclude(confirmed_at=None).exists()
    client.post(link)

    interest = Interest.objects.get()
    assert (interest.note, bool(interest.confirmed_at)) == ("Samstags", True)
    assert delivered()[-1].to == [course.provider.email]


def test_somebody_signed_in_counts_at_once(client, courses_page, time_machine):
    user = UserFactory()
    client.login(email=user.email, password=PASSWORD)
    ask(client, time_machine, CourseFactory())

    assert Interest.objects.get().user == user


@pytest.mark.parametrize("email", ["", "keine-adresse", "a@b"])
def test_a_wrong_address_is_refused(client, courses_page, time_machine, email):
    answer = ask(client, time_machine, CourseFactory(), email=email)

    assert answer.status_code == 422
    assert not Interest.objects.exists()


def interested(course, email="erika@example.org"):
    made = verbs.note_interest(course=course, email=email, language="de")
    return verbs.confirm(interest=made)


def test_the_provider_hears_of_it_less_and_less_often():
    course = CourseFactory()
    for number in range(9):
        interested(course, email=f"{number}@example.org")

    told = [mail for mail in delivered() if mail.to == [course.provider.email]]
    assert len(told) == 4


def test_asked_twice_it_stays_one():
    course = CourseFactory()
    interested(course)
    interested(course, email="ERIKA@example.org")

    assert course.interests.count() == 1


def test_interested_people_hear_of_a_new_run_once_and_not_of_one_that_was_there():
    course = CourseFactory()
    RunFactory(course=course)
    interested(course)
    assert verbs.tell_of_new_runs() == 0

    run = RunFactory(course=course)
    RunFactory(course=course, draft=True)

    assert verbs.tell_of_new_runs() == 1
    assert verbs.tell_of_new_runs() == 0
    mail = delivered()[-1]
    assert mail.to == ["erika@example.org"]
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Interest.objects.get().told_run == run.pk


def test_who_has_not_confirmed_hears_nothing():
    course = CourseFactory()
    verbs.note_interest(course=course, email="erika@example.org", language="de")
    RunFactory(course=course)
    assert verbs.tell_of_new_runs() == 0


def test_a_cancelled_run_is_no_news():
    course = CourseFactory()
    interested(course)
    runs.cancel_run(run=RunFactory(course=course))
    assert verbs.tell_of_new_runs() == 0


def test_mails_end_by_one_press_and_a_second_one_harms_nothing(client, courses_page):
    made = interested(CourseFactory())
    path = f"/kurse/nicht-interessiert/{made.key}/"
    assert client.get(path).status_code == 200
    assert Interest.objects.exists()

    for _press in range(2):
        assert client.post(path).status_code == 200
    assert not Interest.objects.exists()
    assert client.get(path).status_code == 404


def test_a_provider_sees_how_many_wait_and_not_who(client):
    course = CourseFactory()
    manager = manager_of(course.provider)
    made = verbs.note_interest(
        course=course, email="erika@example.org", language="de", comment="Samstags"
    )
    verbs.confirm(interest=made)
    client.login(email=manager.email, password=PASSWORD)

    page = client.get(f"/konto/kurse/anbieter/{course.provider_id}/kurse/{course.pk}/")

    assert "Samstags" in page.content.decode()
    assert "erika@example.org" not in page.content.decode()


@pytest.mark.parametrize("key", ["geraten", "x" * 43])
def test_a_guessed_link_leads_nowhere(client, courses_page, key):
    assert client.get(f"/kurse/interessiert/{key}/").status_code == 410
    assert client.get(f"/kurse/nicht-interessiert/{key}/").status_code == 404
