"""A provider's pages of runs: what each button does, and what is said where it does not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.courses.domain import providers, runs
from participation.courses.models import Run, Session
from participation.courses.models.choices import CourseState, RunState
from tests.courses.reading import area
from tests.courses.test_provider_area import RUN
from tests.factories.courses import CourseFactory, RunFactory, book
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(manager, provider, courses_page):
    """A run of the manager who is signed in."""
    return RunFactory(course__provider=provider)


@pytest.fixture
def draft(manager, provider, courses_page):
    """A draft of the manager who is signed in."""
    return RunFactory(course__provider=provider, draft=True)


def path_of(run, rest=""):
    return area(run.course.provider, f"durchgaenge/{run.pk}/{rest}")


def press(client, run, button, rest="", **fields):
    """Press a button; the page one then is on."""
    answer = client.post(path_of(run, rest), {button: "1"} | fields, follow=True)
    return answer.content.decode()


def state_of(run):
    return Run.objects.get(pk=run.pk).state


def at(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_a_run_is_said_to_take_place_and_guests_hear_of_it(client, own):
    book(own)
    delivered()

    page = press(client, own, "assure")

    assert state_of(own) == RunState.CERTAIN
    assert "Er findet statt. Alle bekommen Bescheid." in page
    assert "Findet statt" in delivered()[0].subject


def test_a_draft_is_deleted(client, draft):
    page = press(client, draft, "discard")

    assert not Run.objects.exists()
    assert draft.course.title in page


def test_a_run_of_the_catalogue_is_not_deleted(client, own):
    page = press(client, own, "discard")

    assert Run.objects.exists()
    assert "stand im Katalog, darum bleibt er" in page


def test_a_draft_without_dates_is_not_opened(client, draft):
    draft.sessions.all().delete()
    Run.objects.update(starts_at=None, ends_at=None)

    page = press(client, draft, "open")

    assert state_of(draft) == RunState.DRAFT
    assert "mindestens einen Termin" in page


def test_a_button_nobody_knows_does_nothing(client, own):
    press(client, own, "explode")

    assert state_of(own) == RunState.PLANNED


def test_past_runs_have_a_list_of_their_own(client, own, time_machine):
    time_machine.move_to(own.ends_at + timedelta(hours=1))
    client.force_login(own.course.provider.members.get().user)
    path = area(own.course.provider, "durchgaenge/")

    assert list(client.get(path).context["page_obj"]) == []
    assert list(client.get(path, {"time": "past"}).context["page_obj"]) == [own]


def test_a_new_run_begins_with_what_the_last_one_had(client, own):
    Run.objects.update(room="Saal 9", decides_on=timezone.localdate())

    form = client.get(area(own.course.provider, f"kurse/{own.course_id}/durchgaenge/neu/")).context[
        "form"
    ]

    assert form["room"].value() == "Saal 9"
    assert not form["decides_on"].value()


def test_a_course_that_is_not_offered_any_more_has_no_new_runs(client, manager, provider):
    course = CourseFactory(provider=provider, state=CourseState.RETIRED)

    answer = client.post(area(provider, f"kurse/{course.pk}/durchgaenge/neu/"), RUN)

    assert answer.status_code == 409
    assert "nicht mehr angeboten" in answer.content.decode()
    assert not Run.objects.exists()


def test_a_run_that_was_cancelled_is_not_changed(client, own):
    runs.cancel_run(run=own)

    answer = client.post(path_of(own, "bearbeiten/"), RUN)

    assert answer.status_code == 409
    assert Run.objects.get().room == "Saal 1"


def test_an_online_run_needs_no_room_and_is_in_no_part_of_the_city(client, own):
    client.post(path_of(own, "bearbeiten/"), RUN | {"mode": "online", "room": ""})

    run = Run.objects.get()
    assert (run.mode, run.place) == ("online", None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"normal": "10000,01"}, "normal"),
        ({"normal": "20000", "reduced": "10000,01"}, "reduced"),
        ({"books_from": "0001-01-01T00:00"}, "books_from"),
        ({"books_until": "9999-12-31T23:59"}, "books_until"),
        ({"books_from": "bald"}, "books_from"),
        ({"teachers": ["999999"]}, "teachers"),
    ],
)
def test_sums_and_moments_without_reason_are_refused(client, own, changed, field):
    answer = client.post(path_of(own, "bearbeiten/"), RUN | changed)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


DATES = {
    "first": "2030-01-07",
    "begins": "18:00",
    "ends": "20:00",
    "repeats": "once",
    "count": "1",
    "exceptions": "",
}


@pytest.mark.parametrize("first", ["0001-01-01", "9999-12-31", "9998-01-01", "1999-12-31"])
def test_a_day_outside_any_calendar_is_refused(client, draft, first):
    answer = client.post(
        path_of(draft, "termine/"), DATES | {"first": first, "repeats": "weekly", "ends": "01:00"}
    )

    assert answer.status_code == 422
    assert "first" in answer.context["form"].errors


def test_dates_without_any_left_are_refused(client, draft):
    answer = client.post(path_of(draft, "termine/"), DATES | {"exceptions": "2030-01-07"})

    assert answer.status_code == 422
    assert "Es bleibt kein Termin" in answer.content.decode()
    assert draft.sessions.count() == 2


def test_dates_of_a_run_somebody_has_booked_are_not_planned_anew(client, own):
    book(own)

    answer = client.post(path_of(own, "termine/"), DATES)

    assert answer.status_code == 409
    assert own.sessions.count() == 2


def test_one_more_date_is_added(client, own):
    begin = own.ends_at + timedelta(days=1)
    fields = {"starts_at": at(begin), "ends_at": at(begin + timedelta(hours=1))}

    client.post(path_of(own, "termine/0/"), fields)

    assert own.sessions.count() == 3


def test_a_date_at_a_time_that_is_taken_is_refused(client, own):
    first = own.sessions.first()
    fields = {"starts_at": at(first.starts_at), "ends_at": at(first.ends_at)}

    answer = client.post(path_of(own, "termine/0/"), fields)

    assert answer.status_code == 409
    assert own.sessions.count() == 2


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [
        (timedelta(days=1), timedelta(days=1), "ends_at"),
        (timedelta(days=-2), timedelta(days=1), "starts_at"),
        (timedelta(days=1), None, "ends_at"),
    ],
)
def test_a_date_that_cannot_be_is_refused_next_to_its_field(client, own, starts, ends, field):
    now = timezone.now()
    fields = {"starts_at": at(now + starts), "ends_at": at(now + ends) if ends else "irgendwann"}

    answer = client.post(path_of(own, "termine/0/"), fields)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_a_date_of_another_run_is_not_there(client, own):
    other = RunFactory().sessions.first()

    assert client.get(path_of(own, f"termine/{other.pk}/")).status_code == 404


def test_the_only_date_is_not_called_off(client, manager, provider, courses_page):
    single = RunFactory(course__provider=provider, dates=1)
    date = single.sessions.get()

    page = press(client, single, "cancel", f"termine/{date.pk}/", reason="Krank")

    assert "einzige Termin" in page
    assert Session.objects.get().cancelled_at is None


def test_guests_read_why_a_date_is_called_off(client, own):
    book(own)
    delivered()
    first = own.sessions.first()

    press(client, own, "cancel", f"termine/{first.pk}/", reason="Die Heizung ist kaputt.")

    assert "Heizung" in delivered()[0].body


def test_a_paused_provider_has_no_area_for_others_and_one_for_its_managers(client, draft):
    providers.pause(provider=draft.course.provider)

    assert client.get(path_of(draft)).status_code == 200
    client.logout()
    assert client.get(path_of(draft)).status_code == 302
