"""What cannot be done with a run, and what is said instead."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from participation.courses.domain import planning, queue, runs
from participation.courses.domain.rules import NotAllowedError
from participation.courses.forms.runs import initial_of
from participation.courses.models import Run
from participation.courses.models.choices import CourseState, RunState
from tests.factories.courses import CourseFactory, RunFactory, book
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def cancelled(run):
    return runs.cancel_run(run=run)


@pytest.fixture
def over(run, time_machine):
    time_machine.move_to(run.ends_at + timedelta(hours=1))
    return run


def words_of(run, **changed):
    given = initial_of(run)
    for name in ("teachers", "normal", "reduced"):
        del given[name]
    return given | changed


def change(run, prices=(), **changed):
    words = words_of(run, **changed)
    return planning.change_run(run=run, words=words, prices=dict(prices))


VERBS = {
    "assure": lambda run: runs.assure(run=run),
    "add": lambda run: runs.add_session(
        run=run, starts_at=run.ends_at, ends_at=run.ends_at + timedelta(hours=2)
    ),
    "move": lambda run: runs.move_session(
        session=run.sessions.first(),
        starts_at=run.ends_at,
        ends_at=run.ends_at + timedelta(hours=2),
    ),
    "call off": lambda run: runs.cancel_session(session=run.sessions.first()),
    "change": lambda run: change(run, room="Saal 2"),
    "discard": lambda run: planning.discard_run(run=run),
}


@pytest.mark.parametrize("verb", [*VERBS, "plan anew"])
def test_a_run_that_was_cancelled_stays_as_it_is(cancelled, verb):
    before = Run.objects.filter(pk=cancelled.pk).values().get()
    dates = list(cancelled.sessions.values())

    with pytest.raises(NotAllowedError):
        (VERBS | {"plan anew": plan})[verb](cancelled)

    assert Run.objects.filter(pk=cancelled.pk).values().get() == before
    assert list(cancelled.sessions.values()) == dates


def plan(run):
    return runs.plan_sessions(run=run, first=date(2031, 1, 6), begins=time(18), ends=time(20))


@pytest.mark.parametrize("verb", VERBS)
def test_a_run_that_is_over_stays_as_it_is(over, verb):
    before = Run.objects.filter(pk=over.pk).values().get()

    with pytest.raises(NotAllowedError):
        VERBS[verb](over)

    assert Run.objects.filter(pk=over.pk).values().get() == before


def test_a_run_that_is_over_is_not_cancelled_any_more(over):
    with pytest.raises(NotAllowedError):
        runs.cancel_run(run=over)
    assert Run.objects.get(pk=over.pk).state == RunState.PLANNED


def test_a_draft_without_dates_is_not_put_into_the_catalogue(courses_page):
    empty = Run.objects.create(course=CourseFactory())

    with pytest.raises(NotAllowedError):
        runs.open_run(run=empty)

    assert Run.objects.get().state == RunState.DRAFT


def test_a_draft_whose_dates_are_over_is_not_put_into_the_catalogue(courses_page, time_machine):
    draft = RunFactory(draft=True)
    time_machine.move_to(draft.ends_at + timedelta(hours=1))

    with pytest.raises(NotAllowedError):
        runs.open_run(run=draft)


def test_opening_a_run_twice_is_opening_it_once(run):
    assert runs.open_run(run=runs.assure(run=run)).state == RunState.CERTAIN


def test_a_date_ends_after_it_begins(run):
    with pytest.raises(NotAllowedError):
        runs.add_session(run=run, starts_at=run.ends_at, ends_at=run.ends_at)
    assert run.sessions.count() == 2


def test_a_date_that_is_added_makes_the_run_longer(run):
    end = run.ends_at + timedelta(days=7)

    runs.add_session(run=run, starts_at=end - timedelta(hours=2), ends_at=end)

    assert Run.objects.get(pk=run.pk).ends_at == end


def test_booking_closes_no_later_than_the_run_begins(run):
    earlier = run.starts_at - timedelta(days=2)

    runs.add_session(run=run, starts_at=earlier, ends_at=earlier + timedelta(hours=1))

    assert Run.objects.get(pk=run.pk).books_until == earlier


def test_a_day_that_closes_booking_early_stays_when_dates_follow(run):
    early = run.starts_at - timedelta(days=3)
    Run.objects.filter(pk=run.pk).update(books_until=early)
    end = run.ends_at + timedelta(days=7)

    runs.add_session(run=run, starts_at=end - timedelta(hours=2), ends_at=end)

    assert Run.objects.get(pk=run.pk).books_until == early


def test_another_room_alone_asks_nobody(run):
    booking = book(run)
    delivered()
    date_ = run.sessions.first()

    runs.move_session(
        session=date_, starts_at=date_.starts_at, ends_at=date_.ends_at, room="Saal 2"
    )

    booking.refresh_from_db()
    assert booking.move_asked_at is None
    assert delivered() == []
    assert run.sessions.first().room == "Saal 2"


def test_a_date_is_called_off_once_and_guests_are_told_why(run):
    book(run)
    delivered()
    first = run.sessions.first()

    for _press in range(2):
        runs.cancel_session(session=first, reason="Wasserschaden")

    (mail,) = delivered()
    assert "Wasserschaden" in mail.body
    with pytest.raises(NotAllowedError):
        runs.move_session(session=first, starts_at=run.ends_at, ends_at=run.ends_at)


def test_who_has_cancelled_agrees_to_nothing(run):
    booking = book(run)
    runs.cancel_run(run=run)

    with pytest.raises(NotAllowedError):
        runs.agree_to_move(booking=booking)


def test_who_was_not_asked_has_nothing_to_agree_to(run):
    assert runs.agree_to_move(booking=book(run)).move_agreed_at is None


def test_a_provider_is_not_told_of_a_decision_that_was_made_meanwhile(run):
    Run.objects.filter(pk=run.pk).update(minimum=4, decides_on=timezone.localdate())
    (due,) = runs.due_decisions()
    runs.assure(run=run)

    assert runs.alert_of_decision(run=due) is False
    assert delivered() == []


def test_seats_of_a_run_that_has_begun_are_offered_to_nobody(run, time_machine):
    Run.objects.filter(pk=run.pk).update(maximum=1)
    book(run)
    waiting = book(run)
    time_machine.move_to(run.starts_at + timedelta(minutes=5))

    runs.more_seats(run=run, maximum=5)

    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_an_offer_that_still_holds_does_not_lapse(run):
    Run.objects.filter(pk=run.pk).update(maximum=1)
    book(run)
    waiting = book(run)
    runs.more_seats(run=run, maximum=2)

    assert queue.lapse(booking=waiting) is False

    waiting.refresh_from_db()
    assert waiting.state == "offered"


def test_no_run_of_a_course_that_is_not_offered_any_more(db):
    course = CourseFactory(state=CourseState.RETIRED)

    with pytest.raises(NotAllowedError):
        planning.create_run(course=course, words={}, prices={})
    assert not Run.objects.exists()


def test_no_more_people_are_needed_than_there_are_seats(run):
    with pytest.raises(NotAllowedError):
        change(run, minimum=9, maximum=8)
    assert Run.objects.get(pk=run.pk).minimum == 1


def test_fewer_seats_are_kept_where_they_are_enough(run):
    book(run, "Erika", "Otto")

    assert change(run, maximum=2).maximum == 2
    with pytest.raises(NotAllowedError):
        change(run, maximum=1)


def test_a_price_nobody_has_booked_by_is_taken_away(courses_page):
    dear = RunFactory(cents=2500)

    change(dear)

    assert not dear.prices.exists()


def test_a_draft_is_deleted_and_a_run_of_the_catalogue_is_not(run):
    planning.discard_run(run=RunFactory(draft=True, course=run.course))

    assert list(Run.objects.all()) == [run]
    with pytest.raises(NotAllowedError):
        planning.discard_run(run=run)
