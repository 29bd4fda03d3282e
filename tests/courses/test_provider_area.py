"""A provider's area: each manages only its own."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from participation.courses.models import Course, CourseText, Run, Session
from participation.courses.models.choices import CourseState, RunState
from tests.courses.reading import area
from tests.factories.courses import (
    CourseFactory,
    RunFactory,
    book,
)
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


COURSE = {
    "title": "Fotos retten",
    "summary": "Zuschneiden und aufhellen.",
    "text": "Wir üben an Ihren Bildern.",
    "requirements": "",
    "language": "de",
    "kind": "course",
    "topic": "media",
    "competences": ["3.1", "3.2"],
    "level_from": "2",
    "level_to": "3",
    "attendance_percent": "80",
}
RUN = {
    "mode": "on_site",
    "room": "Saal 1",
    "address": "Markt 1, 22846 Norderstedt",
    "spoken": "de",
    "minimum": "3",
    "maximum": "9",
    "books_from": "2026-01-01T09:00",
    "normal": "25,00",
    "reduced": "10",
    "pay_online": "on",
    "free_cancel_days": "7",
    "late_refund_percent": "0",
}


def test_a_manager_writes_a_course_and_hands_it_in(client, manager, provider):
    client.post(area(provider, "kurse/neu/"), COURSE)
    course = Course.objects.get()
    assert (course.competences, course.state) == (["3.1", "3.2"], CourseState.DRAFT)

    client.post(area(provider, f"kurse/{course.pk}/"), {"submit": "1"})

    course.refresh_from_db()
    assert course.state == CourseState.SUBMITTED


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 121),
        ("topic", "weapons"),
        ("competences", ["9.9"]),
        ("level_to", "1"),
        ("attendance_percent", "101"),
        ("language", "fr"),
    ],
)
def test_a_wrong_course_is_refused_next_to_its_field(client, manager, provider, field, value):
    answer = client.post(area(provider, "kurse/neu/"), COURSE | {field: value})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Course.objects.exists()


def test_a_course_is_written_in_other_languages(client, manager, provider):
    course = CourseFactory(provider=provider)
    words = {name: COURSE[name] for name in ("title", "summary", "text")}
    path = area(provider, f"kurse/{course.pk}/sprache/en/")
    client.post(path, words | {"title": "Rescue photos"})
    assert CourseText.objects.get().title == "Rescue photos"

    client.post(path, {"remove": "1"})

    assert not CourseText.objects.exists()
    assert client.get(area(provider, f"kurse/{course.pk}/sprache/de/")).status_code == 404
    assert client.get(area(provider, f"kurse/{course.pk}/sprache/xx/")).status_code == 404


def test_a_run_is_planned_opened_and_seen_by_guests(client, manager, provider, courses_page):
    course = CourseFactory(provider=provider)
    client.post(area(provider, f"kurse/{course.pk}/durchgaenge/neu/"), RUN)
    run = Run.objects.get()
    assert {price.kind: price.cents for price in run.prices.all()} == {
        "normal": 2500,
        "reduced": 1000,
    }
    first = timezone.localdate() + timedelta(days=30)
    missing = first + timedelta(days=7)
    client.post(
        area(provider, f"durchgaenge/{run.pk}/termine/"),
        {
            "first": first.isoformat(),
            "begins": "18:00",
            "ends": "19:30",
            "repeats": "weekly",
            "count": "4",
            "exceptions": f"{missing:%d.%m.%Y}",
        },
    )
    client.post(area(provider, f"durchgaenge/{run.pk}/"), {"open": "1"})

    days = {timezone.localdate(date.starts_at) for date in Session.objects.all()}
    assert len(days) == 3
    assert missing not in days
    assert "25" in client.get(course.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"minimum": "10"}, "minimum"),
        ({"maximum": "100000"}, "maximum"),
        ({"normal": "viel"}, "normal"),
        ({"reduced": "30"}, "reduced"),
        ({"pay_online": ""}, "pay_online"),
        ({"room": ""}, "room"),
        ({"books_until": "2025-01-01T09:00"}, "books_until"),
    ],
)
def test_a_wrong_run_is_refused_next_to_its_field(client, manager, provider, changed, field):
    course = CourseFactory(provider=provider)
    answer = client.post(area(provider, f"kurse/{course.pk}/durchgaenge/neu/"), RUN | changed)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"exceptions": "31.02.2030"},
        {"exceptions": "morgen"},
        {"count": "0"},
        {"count": "999"},
        {"first": "gestern"},
        {"begins": "25:00"},
        {"repeats": "hourly"},
    ],
)
def test_wrong_dates_are_refused_and_nothing_is_planned(client, manager, provider, changed):
    run = RunFactory(course__provider=provider, draft=True, dates=1)
    before = list(run.sessions.values_list("pk", flat=True))
    dates = {"first": "2030-01-07", "begins": "18:00", "ends": "20:00", "repeats": "weekly"}
    path = area(provider, f"durchgaenge/{run.pk}/termine/")

    answer = client.post(path, dates | {"count": "3", "exceptions": ""} | changed)

    assert answer.status_code == 422
    assert list(run.sessions.values_list("pk", flat=True)) == before


def test_more_seats_go_to_the_queue(client, manager, provider):
    run = RunFactory(course__provider=provider, maximum=1)
    book(run)
    waits = book(run)
    client.post(area(provider, f"durchgaenge/{run.pk}/bearbeiten/"), RUN | {"minimum": "1"})

    waits.refresh_from_db()
    run.refresh_from_db()
    assert (run.maximum, waits.state) == (9, "offered")


def test_a_price_somebody_has_booked_by_stays(client, manager, provider):
    run = RunFactory(course__provider=provider, cents=2500)
    book(run, pay_by="on_site")
    answer = client.post(
        area(provider, f"durchgaenge/{run.pk}/bearbeiten/"), RUN | {"normal": "", "reduced": ""}
    )

    assert answer.status_code == 409
    assert run.prices.get().cents == 2500


def test_a_date_is_moved_and_called_off(client, manager, provider):
    run = RunFactory(course__provider=provider, dates=3)
    guest = book(run)
    first, second, _third = run.sessions.all()
    later = timezone.localtime(first.starts_at + timedelta(days=1))
    fields = {
        "starts_at": later.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (later + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
    }
    client.post(area(provider, f"durchgaenge/{run.pk}/termine/{first.pk}/"), fields)
    called_off = {"cancel": "1", "reason": "Der Raum ist gesperrt."}
    client.post(area(provider, f"durchgaenge/{run.pk}/termine/{second.pk}/"), called_off)

    guest.refresh_from_db()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.starts_at == later
    assert second.cancelled_at
    assert guest.move_asked_at


def test_a_run_is_cancelled_only_with_a_reason(client, manager, provider):
    run = RunFactory(course__provider=provider)
    book(run)
    path = area(provider, f"durchgaenge/{run.pk}/")
    client.post(path, {"cancel": "1", "reason": ""})
    run.refresh_from_db()
    assert run.state == RunState.PLANNED

    client.post(path, {"cancel": "1", "reason": "Die Lehrerin ist krank."})

    run.refresh_from_db()
    assert run.is_cancelled
    assert "krank" in delivered()[-1].body


def test_a_member_is_added_told_and_removed(client, manager, provider):
    path = area(provider, "mitglieder/")
    client.post(path, {"email": "neu@example.org", "role": "teacher"})
    assert delivered()[-1].to == ["neu@example.org"]
    assert provider.members.count() == 2

    client.post(path, {"remove": str(provider.members.get(role="teacher").pk)})
    client.post(path, {"remove": str(provider.members.get(role="manager").pk)})

    assert [member.user for member in provider.members.all()] == [manager]


def test_competences_are_chosen_below_their_areas(client, manager, provider):
    page = client.get(f"/konto/kurse/anbieter/{provider.pk}/kurse/neu/").content.decode()

    assert page.count('role="group"') == 5
    assert page.count('name="competences"') == 21


def test_the_page_of_a_run_says_how_many_are_missing_and_until_when(client, manager, provider):
    run = RunFactory(course__provider=provider, minimum=4, decides_on=date(2030, 5, 3))

    path = f"/konto/kurse/anbieter/{provider.pk}/durchgaenge/{run.pk}/"
    page = client.get(path).content.decode()

    assert "4 fehlen" in page
    assert "03.05.2030" in page
