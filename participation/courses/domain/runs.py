"""Verbs about runs: their dates, whether they take place, and what happens when that changes."""

from collections.abc import Collection
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.recurrence import expand
from participation.courses.domain import ending, queue, run_letters
from participation.courses.domain.booking import locked_booking
from participation.courses.domain.rules import NotAllowedError, locked, note
from participation.courses.models import Booking, Run, Session
from participation.courses.models.choices import (
    OVER,
    BookingState,
    CancelledBy,
    EntryState,
    RunState,
)


def plan_sessions(
    *,
    run: Run,
    first: date,
    begins: time,
    ends: time,
    rule: str = "",
    exceptions: Collection[date] = (),
) -> Run:
    """Give a run its dates by a rule, in place of those it has.

    Raises NotAllowedError where it was cancelled and once somebody has booked (dates are moved one
    by one then, and people are asked), ValidationError for a rule that is not understood.
    """
    spans = expand(rule=rule, first=first, begins=begins, ends=ends, exceptions=exceptions)
    with transaction.atomic():
        found = locked(run)
        if found.is_cancelled:
            raise NotAllowedError(_("This date was cancelled."))
        if found.bookings.exclude(state__in=OVER).exists():
            raise NotAllowedError(_("People have booked. Please move single dates instead."))
        found.sessions.all().delete()
        Session.objects.bulk_create(
            Session(run=found, starts_at=span.start, ends_at=span.end) for span in spans
        )
        note(found, rule=rule, exceptions=sorted(set(exceptions)))
        _follow_dates(found)
    return found


def add_session(*, run: Run, starts_at: datetime, ends_at: datetime) -> Session:
    """One more date. Raises NotAllowedError."""
    with transaction.atomic():
        found = locked(run)
        _check_running(found)
        session = _stored(Session(run=found, starts_at=starts_at, ends_at=ends_at))
        _follow_dates(found)
    return session


def _stored(session: Session) -> Session:
    if session.ends_at <= session.starts_at:
        raise NotAllowedError(_("A date ends after it begins."))
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        raise NotAllowedError(_("There is a date at that time already.")) from error
    return session


def _follow_dates(run: Run) -> None:
    """Beginning and end follow from the dates; booking closes at the beginning unless said."""
    dates = [each for each in run.sessions.all() if each.cancelled_at is None]
    before, now = run.starts_at, timezone.now()
    starts = min((each.starts_at for each in dates), default=None)
    ends = max((each.ends_at for each in dates), default=None)
    values = {"starts_at": starts, "ends_at": ends, "changed_at": now}
    if starts and (run.books_until in (None, before) or run.books_until > starts):
        values["books_until"] = starts
    note(run, **values)


def open_run(*, run: Run) -> Run:
    """Put a draft into the catalogue. Raises NotAllowedError while it has no date to come."""
    with transaction.atomic():
        found = locked(run)
        if found.state != RunState.DRAFT:
            return found
        if found.starts_at is None or found.is_over():
            raise NotAllowedError(_("Please give it at least one date."))
        note(found, state=RunState.PLANNED, changed_at=timezone.now())
    return found


def assure(*, run: Run) -> Run:
    """Say that a run takes place, whether or not enough people have booked."""
    with transaction.atomic():
        found = locked(run)
        _check_running(found)
        if found.state == RunState.PLANNED:
            note(found, state=RunState.CERTAIN, changed_at=timezone.now())
            for booking in _guests(found):
                run_letters.takes_place(booking=booking)
    return found


def cancel_run(*, run: Run, reason: str = "") -> Run:
    """Call a run off: everybody is told, and fees go back whole. Pressed twice, it is one."""
    with transaction.atomic():
        found = locked(run)
        if found.is_cancelled:
            return found
        _check_running(found)
        now = timezone.now()
        note(
            found,
            state=RunState.CANCELLED,
            cancel_reason=reason,
            cancelled_at=now,
            changed_at=now,
        )
        found.queue.filter(state=EntryState.WAITING).update(state=EntryState.ENDED)
        for booking in _guests(found, *_ALIVE):
            ending.end(booking=booking, run=found, by=CancelledBy.RUN, reason=reason)
    return found


_ALIVE = tuple(state for state in BookingState if state not in OVER)


def _guests(run: Run, *states: str) -> list[Booking]:
    """Bookings of a run that is locked, in a fixed order."""
    found = Booking.objects.select_for_update(of=("self",)).select_related("run__course")
    return list(found.filter(run=run, state__in=states or (BookingState.BOOKED,)).order_by("pk"))


def _check_running(run: Run) -> None:
    if run.is_cancelled:
        raise NotAllowedError(_("This date was cancelled."))
    if run.is_over():
        raise NotAllowedError(_("This run is over."))


def move_session(
    *, session: Session, starts_at: datetime, ends_at: datetime, room: str = ""
) -> Session:
    """Move a date. Who has booked is asked to agree, and may cancel for the whole fee."""
    with transaction.atomic():
        run = locked(session.run_id)
        _check_running(run)
        found = Session.objects.select_for_update().get(pk=session.pk)
        if found.cancelled_at:
            raise NotAllowedError(_("This date was cancelled."))
        before = found.starts_at
        is_moved = (before, found.ends_at) != (starts_at, ends_at)
        found.starts_at, found.ends_at, found.room = starts_at, ends_at, room
        found.was_at = before if is_moved else found.was_at
        found.changed_at = timezone.now()
        _stored(found)
        _follow_dates(run)
        if is_moved:
            _ask_everybody(run, found, before)
    return found


def _ask_everybody(run: Run, session: Session, before: datetime) -> None:
    for booking in _guests(run, BookingState.BOOKED, BookingState.UNPAID):
        note(booking, move_asked_at=timezone.now(), move_agreed_at=None)
        run_letters.moved(booking=booking, session=session, before=before)


def cancel_session(*, session: Session, reason: str = "") -> Session:
    """Call one date of several off. Raises NotAllowedError for the last one."""
    with transaction.atomic():
        run = locked(session.run_id)
        _check_running(run)
        found = Session.objects.select_for_update().get(pk=session.pk)
        if found.cancelled_at:
            return found
        if run.sessions.filter(cancelled_at=None).count() == 1:
            raise NotAllowedError(_("This is the only date. Please cancel the whole run."))
        now = timezone.now()
        note(found, cancelled_at=now, changed_at=now)
        _follow_dates(run)
        for booking in _guests(run):
            note(booking, move_asked_at=now, move_agreed_at=None)
            run_letters.date_cancelled(booking=booking, session=found, reason=reason)
    return found


def agree_to_move(*, booking: Booking) -> Booking:
    """A guest comes all the same."""
    with transaction.atomic():
        locked(booking.run_id)
        found = locked_booking(booking)
        if found.state in OVER:
            raise NotAllowedError(_("This booking can no longer be changed."))
        if found.move_asked_at and not found.move_agreed_at:
            note(found, move_agreed_at=timezone.now())
    return found


def more_seats(*, run: Run, maximum: int) -> Run:
    """Change how many people there is room for; new seats go to the queue. NotAllowedError."""
    with transaction.atomic():
        found = locked(run)
        if maximum < max(found.seats_taken, found.minimum):
            raise NotAllowedError(
                _("%(taken)s seats are taken, and at least %(minimum)s people are needed.")
                % {"taken": found.seats_taken, "minimum": found.minimum}
            )
        note(found, maximum=maximum, changed_at=timezone.now())
        queue.advance(run=found)
    return found


def due_decisions(today: date | None = None) -> list[Run]:
    """Runs to come that too few people have booked by their decision date, not told of yet."""
    today = today or timezone.localdate()
    runs = Run.objects.filter(
        state=RunState.PLANNED, decides_on__lte=today, alerted_at=None, starts_at__gt=timezone.now()
    )
    return [run for run in runs.select_related("course__provider") if run.lacks]


def alert_of_decision(*, run: Run) -> bool:
    """Write once to the provider that a run needs a decision; False: it was told before."""
    with transaction.atomic():
        found = locked(run)
        if found.alerted_at or found.state != RunState.PLANNED or not found.lacks:
            return False
        note(found, alerted_at=timezone.now())
        run_letters.too_few(run=found)
    return True
