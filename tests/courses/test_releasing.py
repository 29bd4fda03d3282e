"""From a draft to the catalogue: verbs, the office's pages, and who may open them."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction

from cms.core.search import index
from cms.users.roles import name_of
from participation.courses import roles
from participation.courses.domain import courses, providers, runs
from participation.courses.domain.rules import NotAllowedError
from participation.courses.models import Course, CourseStep, Provider
from participation.courses.models.choices import CourseState, ProviderState, Role
from tests.courses.reading import read
from tests.factories.courses import ProviderFactory, RunFactory, book, manager_of
from tests.factories.people import PASSWORD, UserFactory
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "Fotos retten",
    "summary": "Zuschneiden und aufhellen.",
    "text": "Wir üben an Ihren Bildern.",
    "topic": "media",
}


@pytest.fixture
def office(client, db):
    """Somebody of the courses office, signed in."""
    user = UserFactory()
    user.groups.add(Group.objects.get(name__in=[roles.OFFICE, name_of(roles.OFFICE)]))
    client.login(email=user.email, password=PASSWORD)
    return user


@pytest.fixture
def draft(db):
    provider = ProviderFactory()
    return courses.create_course(provider=provider, by=manager_of(provider), words=WORDS)


def test_a_course_is_in_the_catalogue_once_the_office_has_released_it(draft, courses_page, client):
    manager, office = draft.created_by, UserFactory()
    courses.submit(course=draft, by=manager)
    assert client.get(draft.get_absolute_url()).status_code == 404

    released = courses.release(course=draft, by=office)

    assert released.published_at
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert [step.state for step in draft.steps.all()] == ["submitted", "published"]
    (mail,) = delivered()
    assert mail.to == [manager.email]


def test_a_course_that_is_given_back_tells_why(draft):
    courses.submit(course=draft, by=draft.created_by)
    with pytest.raises(NotAllowedError):
        courses.give_back(course=draft, by=UserFactory(), reason=" ")

    courses.give_back(course=draft, by=UserFactory(), reason="Das Alter fehlt.")

    (mail,) = delivered()
    assert "Das Alter fehlt." in mail.body
    assert courses.submit(course=draft, by=draft.created_by).state == CourseState.SUBMITTED


def test_the_first_of_two_decisions_holds(draft):
    courses.submit(course=draft, by=draft.created_by)
    courses.take_back(course=draft, by=draft.created_by)

    for verb, words in ((courses.release, {}), (courses.give_back, {"reason": "Nein"})):
        with pytest.raises(NotAllowedError):
            verb(course=draft, by=UserFactory(), **words)


def test_what_waits_for_the_office_is_not_changed_meanwhile(draft):
    courses.submit(course=draft, by=draft.created_by)
    with pytest.raises(NotAllowedError):
        courses.change_course(course=draft, words={"title": "Anders"})


def test_steps_cannot_be_rewritten(draft):
    courses.submit(course=draft, by=draft.created_by)
    with pytest.raises(DatabaseError), transaction.atomic():
        CourseStep.objects.update(state="published")


def test_a_course_with_runs_to_come_stays_and_one_without_goes():
    run = RunFactory()
    with pytest.raises(NotAllowedError):
        courses.retire(course=run.course, by=UserFactory())
    runs.cancel_run(run=run)

    assert courses.retire(course=run.course, by=UserFactory()).state == CourseState.RETIRED
    with pytest.raises(NotAllowedError):
        courses.discard(course=run.course)


def test_a_draft_nobody_has_seen_can_be_deleted(draft):
    courses.discard(course=draft)
    assert not Course.objects.exists()


def test_a_provider_is_not_paused_while_guests_expect_it_and_found_again_afterwards(client):
    run = RunFactory(course__title="Zauberwort")
    provider = run.course.provider
    with pytest.raises(NotAllowedError):
        providers.pause(provider=provider)
    runs.cancel_run(run=run)

    providers.pause(provider=provider)
    index.rebuild()
    assert not Course.objects.public().exists()
    with pytest.raises(NotAllowedError):
        courses.create_course(provider=Provider.objects.get(), by=UserFactory(), words=WORDS)

    providers.resume(provider=provider)
    assert Course.objects.public().exists()


def test_the_office_releases_and_gives_back_in_the_admin(draft, office, client):
    courses.submit(course=draft, by=draft.created_by)
    address = f"/admin/courses/all/{draft.pk}/"
    assert draft.title in client.get("/admin/courses/").content.decode()

    refused = client.post(address, {"decide": "yes", "action": "give_back", "reason": ""})
    assert refused.status_code == 422
    client.post(address, {"decide": "yes", "action": "release"})

    draft.refresh_from_db()
    assert draft.state == CourseState.PUBLISHED
    assert draft.steps.last().by == office


def test_what_was_changed_since_its_release_is_shown_until_it_was_looked_at(draft, office, client):
    courses.submit(course=draft, by=draft.created_by)
    courses.release(course=draft, by=office)
    assert "Seit der Freigabe geändert" not in client.get("/admin/courses/").content.decode()

    courses.change_course(course=draft, words={"title": "Neuer Titel"})
    assert "Neuer Titel" in client.get("/admin/courses/").content.decode()
    client.post(f"/admin/courses/all/{draft.pk}/", {"seen": "1"})

    assert "Neuer Titel" not in client.get("/admin/courses/").content.decode()


def test_a_run_without_enough_people_is_cancelled_with_one_press(office, client, time_machine):
    run = RunFactory(minimum=4)
    book(run)
    type(run).objects.update(decides_on=run.starts_at.date())
    time_machine.move_to(run.starts_at.replace(hour=1))
    assert run.course.title in client.get("/admin/courses/").content.decode()

    client.post(f"/admin/courses/runs/{run.pk}/decide/", {"cancel": "1"})

    run.refresh_from_db()
    assert run.is_cancelled
    assert run.bookings.get().state == "cancelled"


def test_a_provider_is_made_and_paused_in_the_admin(office, client):
    fields = {"name": "Musikschule", "email": "musik@example.org", "state": "active"}
    made = client.post("/admin/courses/providers/new/", fields)
    provider = Provider.objects.get()
    assert made["Location"] == f"/konto/kurse/anbieter/{provider.pk}/mitglieder/"
    run = RunFactory(course__provider=provider)
    edit = f"/admin/courses/providers/edit/{provider.pk}/"

    client.post(edit, fields | {"state": "paused"})
    provider.refresh_from_db()
    assert provider.state == ProviderState.ACTIVE

    runs.cancel_run(run=run)
    client.post(edit, fields | {"state": "paused"})
    provider.refresh_from_db()
    assert provider.state == ProviderState.PAUSED


def test_the_office_begins_a_new_provider_with_who_manages_it(office, client):
    provider = ProviderFactory()
    path = f"/konto/kurse/anbieter/{provider.pk}/mitglieder/"

    form = client.get(path).context["form"]
    client.post(path, {"email": "neu@example.org", "role": form["role"].value()})

    assert provider.members.get().role == Role.MANAGER
    assert client.get(path).context["form"]["role"].value() == Role.TEACHER


OFFICE_PAGES = (
    "/admin/courses/",
    "/admin/courses/all/",
    "/admin/courses/runs/",
    "/admin/courses/lists/",
    "/admin/courses/lists/runs.xlsx",
    "/admin/courses/lists/runs.csv",
    "/admin/courses/lists/interests.xlsx",
    "/admin/courses/providers/",
)


@pytest.mark.parametrize("path", OFFICE_PAGES)
def test_every_page_of_the_office_opens_for_the_office_alone(office, client, path):
    run = RunFactory()
    book(run)
    answer = client.get(path)
    assert answer.status_code == 200
    assert read(answer)

    outsider = UserFactory()
    outsider.groups.add(Group.objects.get(name__in=["Editors", name_of("Editors")]))
    client.login(email=outsider.email, password=PASSWORD)
    assert client.get(path).status_code in (302, 403)


def test_the_list_of_participants_is_a_workbook_without_formulas(office, client):
    run = RunFactory()
    book(run, "=1+1")

    answer = client.get(f"/admin/courses/runs/{run.pk}/participants.csv")
    text = read(answer).decode()
    workbook = client.get(f"/admin/courses/runs/{run.pk}/participants.xlsx")

    assert "'=1+1" in text
    assert read(workbook).startswith(b"PK")
    assert client.get(f"/admin/courses/runs/{run.pk}/participants.exe").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("path", ["/admin/courses/all/", "/admin/courses/runs/"])
def test_lists_of_the_office_cost_the_same_at_any_length(
    office, client, assert_query_count, rows, path
):
    for number in range(rows):
        RunFactory(course__title=f"Kurs {number}")
    client.get(path)

    with assert_query_count(14):
        client.get(path)
