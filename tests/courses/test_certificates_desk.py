"""The courses office looks after certificates: finds them, and revokes one with a reason."""

import pytest

from participation.courses.models import Certificate
from tests.courses.reading import read
from tests.courses.test_releasing import office
from tests.factories.courses import RunFactory, book
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
__all__ = ["office"]
DESK = "/admin/courses/certificates/"


def certified(*names):
    run = RunFactory(course__title="Fotos bearbeiten")
    people = book(run, *names).attendees.order_by("pk")
    return [
        Certificate.objects.create(
            attendee=person, run=run, number=f"2026-{person.pk:06d}", data={"name": person.name}
        )
        for person in people
    ]


def page(client, query=""):
    return read(client.get(f"{DESK}{query}")).decode()


def test_certificates_are_found_by_number_name_course_and_validity(client, office, courses_page):
    erika, max_ = certified("Erika Muster", "Max Beispiel")
    erika.revoked_at = erika.issued_at
    erika.save()
    for query in (f"?q={max_.number}", "?q=beispiel", "?holds=yes"):
        shown = page(client, query)
        assert max_.number in shown
        assert erika.number not in shown
    assert erika.number in page(client, "?q=fotos&holds=no")
    assert "Keine Bescheinigung" in page(client, "?q=niemand")


def test_a_certificate_is_revoked_with_the_reason_that_is_read_at_its_check(
    client, office, courses_page
):
    (paper,) = certified("Erika Muster")
    assert client.post(f"{DESK}{paper.pk}/", {"reason": ""}).status_code == 422
    answer = client.post(f"{DESK}{paper.pk}/", {"reason": "Der Name war falsch."}, follow=True)
    assert "widerrufen" in answer.content.decode()

    check = client.get(paper.get_absolute_url()).content.decode()
    assert "Der Name war falsch." in check
    assert "gilt nicht mehr" in check
    revoked = client.get(f"{DESK}{paper.pk}/").content.decode()
    assert 'name="reason"' not in revoked
    assert "Erika" not in revoked


@pytest.mark.parametrize("number", [1, 30])
def test_the_desk_costs_the_same_at_any_length(client, office, assert_query_count, number):
    for _ in range(number):
        certified("Erika Muster")
    client.get(DESK)
    with assert_query_count(13):
        client.get(DESK)


def test_nobody_else_opens_it(client, courses_page):
    (paper,) = certified("Erika Muster")
    user = UserFactory(role="Editors")
    client.login(email=user.email, password=PASSWORD)
    for path in (DESK, f"{DESK}{paper.pk}/"):
        assert client.get(path).status_code in (302, 403, 404)
    client.post(f"{DESK}{paper.pk}/", {"reason": "x"})
    paper.refresh_from_db()
    assert paper.revoked_at is None
