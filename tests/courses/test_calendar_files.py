"""Calendar files in mails: what is booked goes in, what is cancelled comes out again."""

from datetime import timedelta

import icalendar
import pytest
from django.utils import timezone

from participation.courses.domain import ending, runs
from participation.courses.models import Booking, Run
from tests.factories.courses import book
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db
ERIKA = "erika@example.org"


def files(messages):
    """The calendars attached to mails, each with its method."""
    found = []
    for message in messages:
        for part in message.message().walk():
            if part.get_content_type() == "text/calendar":
                words = part.get_payload(decode=True).decode()
                found.append((part.get_param("method"), icalendar.Calendar.from_ical(words)))
    return found


def events(calendar):
    """Each date's number, state and count of changes."""
    return {
        str(event["uid"]): (str(event.get("status", "")), int(event["sequence"]))
        for event in calendar.walk("VEVENT")
    }


def sent():
    """The only calendar of the mails that have been sent since."""
    ((method, calendar),) = files(delivered())
    assert method == calendar["method"]
    return method, calendar


@pytest.fixture
def booking(run):
    return book(run, email=ERIKA)


def test_a_cancelled_booking_takes_its_dates_out_of_the_calendar(booking, time_machine):
    method, calendar = sent()
    before = events(calendar)
    assert method == "PUBLISH"
    time_machine.move_to(timezone.now() + timedelta(hours=1))

    ending.cancel(booking=booking)

    method, calendar = sent()
    after = events(calendar)
    assert method == "CANCEL"
    assert after.keys() == before.keys()
    assert {state for state, _sequence in after.values()} == {"CANCELLED"}
    assert all(after[uid][1] > before[uid][1] for uid in before)


def test_the_file_says_who_cancels(booking, run):
    delivered()
    ending.cancel(booking=booking)

    _method, calendar = sent()

    provider = run.course.provider
    organizer = calendar.walk("VEVENT")[0]["organizer"]
    assert (organizer.email, organizer.params["CN"]) == (provider.email, provider.name)


def test_a_run_that_is_called_off_takes_all_its_dates_out(booking, run):
    delivered()

    runs.cancel_run(run=run, reason="Wasserschaden")

    method, calendar = sent()
    assert (method, len(calendar.walk("VEVENT"))) == ("CANCEL", 2)


def test_a_date_has_one_number_in_mails_and_in_the_feed(booking, run, client, settings):
    settings.BASE_URL = "http://kurse.example.org:8100"
    ending.cancel(booking=booking)

    mailed = events(files(delivered())[-1][1])
    feed = icalendar.Calendar.from_ical(client.get(f"/kurse/{run.course_id}/termine.ics").content)

    assert mailed.keys() == {str(event["uid"]) for event in feed.walk("VEVENT")}


def test_one_date_that_is_called_off_is_taken_out_alone(booking, run):
    delivered()
    date = run.sessions.last()

    runs.cancel_session(session=date)

    method, calendar = sent()
    (event,) = calendar.walk("VEVENT")
    assert method == "CANCEL"
    assert str(event["uid"]).startswith(f"course-session-{date.pk}@")


def test_who_only_waited_had_no_dates_to_take_out(run):
    Run.objects.filter(pk=run.pk).update(maximum=1)
    book(run)
    waiting = book(run)
    delivered()

    ending.cancel(booking=waiting)

    assert files(delivered()) == []


def test_who_has_booked_twice_keeps_the_dates_when_one_is_cancelled(booking, run):
    book(run, "Otto", email=ERIKA)
    delivered()

    ending.cancel(booking=booking)
    assert files(delivered()) == []

    ending.cancel(booking=Booking.objects.exclude(pk=booking.pk).get())
    assert [method for method, _calendar in files(delivered())] == ["CANCEL"]


def test_booking_again_puts_the_dates_back(booking, run, time_machine):
    ending.cancel(booking=booking)
    cancelled = events(files(delivered())[-1][1])
    time_machine.move_to(timezone.now() + timedelta(minutes=1))

    book(run, email=ERIKA)

    method, calendar = sent()
    again = events(calendar)
    assert method == "PUBLISH"
    assert all(again[uid][1] > cancelled[uid][1] for uid in cancelled)
