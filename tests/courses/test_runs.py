"""Runs: their dates across the change of the clocks, deciding, moving, cancelling."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from participation.courses.domain import ending, reminders, runs
from participation.courses.domain.rules import NotAllowedError
from participation.courses.models import Booking, Run, Session
from participation.courses.models.choices import BookingState, CancelledBy, RunState
from tests.factories.courses import RunFactory, book
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


def local_times(run):
    return [
        timezone.localtime(each.starts_at).strftime("%d.%m. %H:%M") for each in run.sessions.all()
    ]


@pytest.fixture
def draft(courses_page):
    return RunFactory(draft=True)


def plan(run, **values):
    given = {"first": date(2027, 3, 23), "begins": time(18), "ends": time(20)} | values
    return runs.plan_sessions(run=run, **given)


def test_dates_keep_their_time_when_the_clocks_change(draft):
    plan(draft, rule="FREQ=WEEKLY;COUNT=3", exceptions=[date(2027, 3, 30)])

    assert local_times(draft) == ["23.03. 18:00", "06.04. 18:00"]


def test_the_run_begins_and_ends_with_its_dates(draft):
    found = plan(draft, rule="FREQ=WEEKLY;UNTIL=20270406")

    assert timezone.localtime(found.starts_at).day == 23
    assert timezone.localtime(found.ends_at).hour == 20
    assert found.books_until == found.starts_at


def test_a_rule_that_never_ends_is_refused(draft):
    with pytest.raises(ValidationError):
        plan(draft, rule="FREQ=DAILY")
    assert draft.sessions.count() == 2


def test_dates_of_a_booked_run_are_not_planned_anew(run):
    book(run)

    with pytest.raises(NotAllowedError):
        plan(run)


def test_a_moved_date_asks_everybody_and_may_be_cancelled_for_the_whole_fee(run):
    booking = book(run)
    delivered()
    session = run.sessions.first()

    runs.move_session(
        session=session,
        starts_at=session.starts_at + timedelta(days=1),
        ends_at=session.ends_at + timedelta(days=1),
    )

    assert "verschoben" in delivered()[0].subject
    booking = ending.cancel(booking=booking)
    assert booking.cancelled_by == CancelledBy.MOVED


def test_who_agrees_to_a_moved_date_is_asked_no_more(run):
    booking = book(run)
    session = run.sessions.first()
    runs.move_session(
        session=session,
        starts_at=session.starts_at + timedelta(hours=1),
        ends_at=session.ends_at + timedelta(hours=1),
    )

    runs.agree_to_move(booking=booking)

    booking.refresh_from_db()
    assert booking.move_agreed_at is not None
    assert ending.cancel(booking=booking).cancelled_by == CancelledBy.GUEST


def test_two_dates_cannot_be_at_the_same_time(run):
    one, other = run.sessions.all()

    with pytest.raises(NotAllowedError):
        runs.move_session(session=one, starts_at=other.starts_at, ends_at=other.ends_at)
    assert Session.objects.get(pk=one.pk).starts_at == one.starts_at


def test_cancelling_a_run_tells_everybody_once(run):
    booked, unsure = book(run), book(run, confirmed=False)
    delivered()

    for _press in range(2):
        runs.cancel_run(run=run, reason="Die Lehrkraft ist krank.")

    sent = delivered()
    assert len(sent) == 2
    assert all("krank" in mail.body for mail in sent)
    for booking in (booked, unsure):
        booking.refresh_from_db()
        assert booking.state == BookingState.CANCELLED
    assert Run.objects.get(pk=run.pk).seats_taken == 0


def test_the_only_date_is_cancelled_with_its_run(courses_page):
    single = RunFactory(dates=1)

    with pytest.raises(NotAllowedError):
        runs.cancel_session(session=single.sessions.get())


def test_too_few_people_on_the_decision_date_alert_the_provider_once(run):
    Run.objects.filter(pk=run.pk).update(minimum=4, decides_on=timezone.localdate())
    book(run)
    delivered()

    assert [reminders.alert_of_decisions() for _morning in range(2)] == [1, 0]

    mail = delivered()[0]
    assert mail.to == [run.course.provider.email]
    assert "3" in mail.body


def test_enough_people_need_no_decision(run):
    Run.objects.filter(pk=run.pk).update(minimum=2, decides_on=timezone.localdate())
    book(run, "Erika", "Otto")

    assert reminders.alert_of_decisions() == 0


def test_a_provider_may_let_a_small_run_take_place(run):
    book(run)
    delivered()

    for _press in range(2):
        runs.assure(run=run)

    assert Run.objects.get(pk=run.pk).state == RunState.CERTAIN
    assert len(delivered()) == 1


def test_guests_are_reminded_the_day_before_once(run, time_machine):
    book(run)
    book(run, confirmed=False)
    delivered()
    time_machine.move_to(run.starts_at - timedelta(days=1, hours=9))

    assert [reminders.remind_of_tomorrow() for _morning in range(2)] == [1, 0]
    assert "Morgen" in delivered()[0].subject


def test_fewer_seats_than_are_taken_are_refused(run):
    book(run, "Erika", "Otto")

    with pytest.raises(NotAllowedError):
        runs.more_seats(run=run, maximum=1)
    assert Booking.objects.get().seats == 2
