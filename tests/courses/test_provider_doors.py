"""Who may enter a provider's area, and what it costs."""

import pytest

from tests.courses.reading import area, read
from tests.factories.courses import ProviderFactory, RunFactory, book, manager_of, teacher_of
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def paths_of(run):
    provider = run.course.provider
    session = run.sessions.first()
    rest = (
        *("", "profil/", "mitglieder/", "durchgaenge/", "kurse/neu/"),
        f"kurse/{run.course_id}/",
        f"kurse/{run.course_id}/bearbeiten/",
        f"kurse/{run.course_id}/bild/",
        f"kurse/{run.course_id}/sprache/en/",
        f"kurse/{run.course_id}/durchgaenge/neu/",
        f"durchgaenge/{run.pk}/",
        f"durchgaenge/{run.pk}/bearbeiten/",
        f"durchgaenge/{run.pk}/termine/",
        f"durchgaenge/{run.pk}/termine/{session.pk}/",
        f"durchgaenge/{run.pk}/termine/0/",
        f"durchgaenge/{run.pk}/teilnehmende.xlsx",
    )
    return [area(provider, part) for part in rest]


def test_every_page_opens_for_a_manager(client, manager, provider):
    run = RunFactory(course__provider=provider)
    book(run)
    for path in paths_of(run):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert read(answer), path


def test_others_find_nothing_there(client, provider):
    run = RunFactory(course__provider=provider)
    for user in (UserFactory(), manager_of(ProviderFactory()), teacher_of(run)):
        client.login(email=user.email, password=PASSWORD)
        for path in paths_of(run):
            assert client.get(path).status_code == 404, path
            assert client.post(path, {"cancel": "1", "reason": "x"}).status_code in (404, 405)


def test_a_manager_cannot_reach_another_providers_rows_through_the_own_area(
    client, manager, provider
):
    other = RunFactory()
    for rest in (
        f"kurse/{other.course_id}/",
        f"durchgaenge/{other.pk}/",
        f"durchgaenge/{other.pk}/teilnehmende.csv",
    ):
        assert client.get(area(provider, rest)).status_code == 404


def test_who_is_signed_out_is_asked_to_sign_in(client, provider):
    for path in paths_of(RunFactory(course__provider=provider)):
        assert client.get(path).status_code == 302, path


@pytest.mark.parametrize("rows", [1, 24])
@pytest.mark.parametrize(("rest", "queries"), [("", 12), ("durchgaenge/", 11)])
def test_the_area_costs_the_same_at_any_length(
    client, manager, provider, assert_query_count, rows, rest, queries
):
    for number in range(rows):
        RunFactory(course__provider=provider, course__title=f"Kurs {number}")
    client.get(area(provider, rest))

    with assert_query_count(queries):
        client.get(area(provider, rest))
