"""What guests and providers are told fits what has happened."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.courses.domain import ending, runs
from participation.courses.models import Run, Session
from participation.courses.models.choices import MaterialFor
from tests.courses.reading import area
from tests.courses.test_booking_pages import form_of, press, send
from tests.factories.courses import RunFactory, book
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(run):
    """Somebody who waits for the one seat of a run."""
    runs.more_seats(run=run, maximum=1)
    run.refresh_from_db()
    seated, waits = book(run), book(run)
    delivered()
    return seated, waits


@pytest.fixture
def own(manager, provider, courses_page):
    """A run of the manager who is signed in."""
    return RunFactory(course__provider=provider)


def run_page(client, run):
    path = area(run.course.provider, f"durchgaenge/{run.pk}/")
    return client.get(path).content.decode()


def test_who_leaves_the_waiting_list_is_not_told_that_a_booking_was_cancelled(client, waiting):
    page = press(client, waiting[1], "cancel").content.decode()

    assert "Sie stehen nicht mehr auf der Warteliste." in page
    assert "storniert" not in page
    assert "Warteliste verlassen" in delivered()[0].subject


def test_who_declines_an_offer_is_not_told_that_a_booking_was_cancelled(client, waiting):
    ending.cancel(booking=waiting[0])

    press(client, waiting[1], "cancel")

    page = client.get(waiting[1].get_absolute_url()).content.decode()
    assert "Sie haben die Warteliste verlassen." in page
    assert "storniert" not in page


def test_the_provider_reads_who_comes_all_the_same_to_a_moved_date(client, own):
    booking, date = book(own), own.sessions.last()
    assert "Geänderter Termin" not in run_page(client, own)

    later = timedelta(hours=1)
    runs.move_session(session=date, starts_at=date.starts_at + later, ends_at=date.ends_at + later)
    assert "noch keine Antwort" in run_page(client, own)

    runs.agree_to_move(booking=booking)
    assert "kommt trotzdem" in run_page(client, own)


def test_a_date_is_called_off_with_a_reason_only(client, own):
    date = own.sessions.first()
    path = area(own.course.provider, f"durchgaenge/{own.pk}/termine/{date.pk}/")

    answer = client.post(path, {"cancel": "1", "reason": ""})

    assert answer.status_code == 422
    assert "reason" in answer.context["reason"].errors
    assert Session.objects.get(pk=date.pk).cancelled_at is None


def test_a_free_course_says_nothing_of_fees_that_go_back(client, run, bank):
    assert "ganze Gebühr" not in client.get(form_of(run)).content.decode()
    assert "ganze Gebühr" in client.get(form_of(RunFactory(cents=500))).content.decode()


def test_the_form_says_for_how_many_it_is_and_lists_faults_in_its_order(client, run):
    assert "höchstens 6 Personen" in client.get(form_of(run)).content.decode()

    errors = list(send(client, run, name_1="", email="", consent="").context["form"].errors)

    assert errors.index("name_1") < errors.index("email") < errors.index("consent")


def test_material_for_later_is_not_said_to_be_open_at_once(client, own):
    fields = {"title": "Folien", "url": "https://example.org/f", "shown": MaterialFor.AFTER}

    answer = client.post(f"/kurse/leitung/{own.pk}/materialien/", fields, follow=True)

    assert "nach dem letzten Termin öffnen" in answer.content.decode()


def test_one_missing_person_is_told_in_the_singular(run):
    Run.objects.filter(pk=run.pk).update(minimum=2, decides_on=timezone.localdate())
    book(run)
    delivered()

    runs.alert_of_decision(run=run)

    assert "es fehlt noch 1 Person." in delivered()[0].body
