"""A provider's pages of courses, members and profile: what is refused, and what is said then."""

import pytest

from participation.courses.domain import courses, providers
from participation.courses.domain.rules import NotAllowedError
from participation.courses.models import Course, CourseText, ProviderMembership
from participation.courses.models.choices import CourseState, Role
from tests.courses.reading import area
from tests.courses.test_provider_area import COURSE
from tests.factories.courses import CourseFactory, ProviderFactory, RunFactory, manager_of
from tests.factories.people import UserFactory
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db
PER_HOUR = 10
"""Invitations of one person."""


@pytest.fixture
def draft(manager, provider):
    """A draft of the manager who is signed in."""
    return CourseFactory(provider=provider, state=CourseState.DRAFT)


def path_of(course, rest=""):
    return area(course.provider, f"kurse/{course.pk}/{rest}")


def press(client, course, button):
    return client.post(path_of(course), {button: "1"}, follow=True).content.decode()


def state_of(course):
    return Course.objects.get(pk=course.pk).state


def test_a_course_that_was_handed_in_is_taken_back_and_changed(client, draft):
    press(client, draft, "submit")
    assert client.post(path_of(draft, "bearbeiten/"), COURSE).status_code == 409

    page = press(client, draft, "take_back")

    assert "Zurückgenommen. Jetzt können Sie den Kurs ändern." in page
    assert state_of(draft) == CourseState.DRAFT
    assert client.post(path_of(draft, "bearbeiten/"), COURSE).status_code == 302
    assert Course.objects.get().title == COURSE["title"]


def test_a_course_the_office_has_released_meanwhile_is_not_taken_back(client, draft):
    press(client, draft, "submit")
    courses.release(course=draft, by=UserFactory())

    page = press(client, draft, "take_back")

    assert "Das Kursbüro hat inzwischen entschieden." in page
    assert state_of(draft) == CourseState.PUBLISHED


def test_a_course_is_handed_in_once(client, draft):
    press(client, draft, "submit")

    page = press(client, draft, "submit")

    assert "schon beim Kursbüro" in page
    assert draft.steps.count() == 1


def test_a_course_without_runs_to_come_is_taken_out_of_the_catalogue(
    client, manager, provider, courses_page
):
    course = CourseFactory(provider=provider)

    page = press(client, course, "retire")

    assert "Der Kurs steht nicht mehr im Katalog." in page
    assert list(client.get("/kurse/").context["courses"]) == []


def test_a_course_with_runs_to_come_stays_in_the_catalogue(client, manager, provider, courses_page):
    run = RunFactory(course__provider=provider)

    page = press(client, run.course, "retire")

    assert "hat noch Durchgänge vor sich" in page
    assert state_of(run.course) == CourseState.PUBLISHED


def test_a_draft_is_not_retired_but_deleted(client, draft):
    press(client, draft, "retire")
    assert state_of(draft) == CourseState.DRAFT

    page = press(client, draft, "discard")

    assert "Der Entwurf ist gelöscht." in page
    assert not Course.objects.exists()


def test_a_course_the_office_has_seen_is_not_deleted(client, draft):
    press(client, draft, "submit")
    press(client, draft, "take_back")

    page = press(client, draft, "discard")

    assert "darum bleibt er" in page
    assert Course.objects.exists()


def test_a_button_nobody_knows_does_nothing(client, draft):
    press(client, draft, "explode")

    assert state_of(draft) == CourseState.DRAFT


def test_a_wrong_change_is_refused_next_to_its_field(client, draft):
    answer = client.post(path_of(draft, "bearbeiten/"), COURSE | {"summary": ""})

    assert answer.status_code == 422
    assert "summary" in answer.context["form"].errors
    assert Course.objects.get().title == draft.title


def test_words_of_another_language_are_needed_in_full(client, draft):
    answer = client.post(path_of(draft, "sprache/en/"), {"title": "Rescue photos"})

    assert answer.status_code == 422
    assert {"summary", "text"} <= set(answer.context["form"].errors)
    assert not CourseText.objects.exists()


def test_the_form_of_another_language_shows_what_is_written(client, draft):
    CourseText.objects.create(course=draft, language="en", title="Rescue", summary="s", text="t")

    form = client.get(path_of(draft, "sprache/en/")).context["form"]

    assert form["title"].value() == "Rescue"


def test_a_course_is_not_written_twice_in_its_own_language(draft):
    with pytest.raises(NotAllowedError):
        courses.write_text(course=draft, language=draft.language, words={"title": "Nochmal"})


def test_a_paused_provider_offers_nothing_new(client, draft):
    providers.pause(provider=draft.provider)

    answer = client.post(area(draft.provider, "kurse/neu/"), COURSE)

    assert answer.status_code == 409
    assert "pausiert und kann zurzeit keine Kurse anbieten" in answer.content.decode()
    assert "Dieser Anbieter pausiert." in press(client, draft, "submit")
    assert Course.objects.count() == 1


def test_a_member_is_added_once(client, manager, provider):
    path = area(provider, "mitglieder/")

    answer = client.post(path, {"email": manager.email.upper(), "role": "teacher"})

    assert answer.status_code == 409
    assert answer.context["form"].errors == {"email": ["Diese Person ist schon Mitglied."]}
    assert provider.members.get().role == Role.MANAGER


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": "keine", "role": "teacher"}, "email"),
        ({"email": "neu@example.org", "role": "boss"}, "role"),
    ],
)
def test_a_wrong_member_is_refused_next_to_the_field(client, manager, provider, fields, field):
    answer = client.post(area(provider, "mitglieder/"), fields)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert provider.members.count() == 1


def test_an_account_that_is_closed_becomes_no_member(client, manager, provider):
    UserFactory(email="zu@example.org", is_active=False)

    answer = client.post(
        area(provider, "mitglieder/"), {"email": "zu@example.org", "role": "teacher"}
    )

    assert answer.status_code == 409
    assert "Dieses Konto ist geschlossen." in answer.content.decode()
    assert delivered() == []


def test_nobody_sends_invitations_without_end(client, manager, provider):
    path = area(provider, "mitglieder/")
    for number in range(PER_HOUR):
        client.post(path, {"email": f"neu{number}@example.org", "role": "teacher"})

    answer = client.post(path, {"email": "zuviel@example.org", "role": "teacher"})

    assert answer.status_code == 409
    assert "Bitte warten Sie eine Stunde" in answer.content.decode()
    assert provider.members.count() == 1 + PER_HOUR


def test_a_provider_has_at_most_sixty_members(manager, provider):
    for _number in range(providers.MOST_MEMBERS - 1):
        ProviderMembership.objects.create(provider=provider, user=UserFactory(), role=Role.TEACHER)

    with pytest.raises(NotAllowedError):
        providers.add_member(
            provider=provider, email="neu@example.org", role=Role.TEACHER, language="de"
        )


def test_the_last_manager_cannot_leave(client, manager, provider):
    own = str(provider.members.get().pk)

    page = client.post(area(provider, "mitglieder/"), {"remove": own}, follow=True)

    assert "letzte Person mit Verwaltungsrechten" in page.content.decode()
    assert provider.members.count() == 1


def test_one_of_two_managers_leaves(client, manager, provider):
    manager_of(provider)
    own = str(provider.members.get(user=manager).pk)

    client.post(area(provider, "mitglieder/"), {"remove": own})

    assert client.get(area(provider)).status_code == 404


@pytest.mark.parametrize("key", ["", "x", "-1", "²", "9" * 30, "9" * 5000])
def test_a_member_that_is_none_cannot_be_removed(client, manager, provider, key):
    assert client.post(area(provider, "mitglieder/"), {"remove": key}).status_code == 404


def test_a_member_of_another_provider_cannot_be_removed(client, manager, provider):
    other = manager_of(ProviderFactory()).course_providers.get()

    answer = client.post(area(provider, "mitglieder/"), {"remove": str(other.pk)})

    assert answer.status_code == 404
    assert ProviderMembership.objects.filter(pk=other.pk).exists()


PROFILE = {"name": "Musikschule", "email": "musik@example.org", "homepage": "musik.example.org"}


def test_a_manager_changes_what_is_said_of_the_provider(client, manager, provider):
    client.post(area(provider, "profil/"), PROFILE)

    provider.refresh_from_db()
    assert (provider.name, provider.homepage) == ("Musikschule", "https://musik.example.org")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Bücherei"}, "name"),
        ({"email": "keine"}, "email"),
        ({"homepage": "javascript:alert(1)"}, "homepage"),
        ({"place": "999999"}, "place"),
    ],
)
def test_a_wrong_profile_is_refused_next_to_its_field(client, manager, provider, fields, field):
    ProviderFactory(name="Bücherei")

    answer = client.post(area(provider, "profil/"), PROFILE | fields)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert provider.name == type(provider).objects.get(pk=provider.pk).name


def test_a_provider_that_is_not_there_has_no_area(client, manager, provider):
    provider.pk = 999_999

    assert client.get(area(provider)).status_code == 404
