"""Calendars that institutions bring along: read, changed, gone, and kept when they fail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.culture.domain import feeds
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Event, Feed
from participation.culture.tasks import calendars as tasks
from tests.culture.reading import calendar
from tests.factories.culture_events import feed as make_feed
from tests.factories.culture_events import institution, moment
from tests.simulators.feeds.files import FILES
from tests.simulators.feeds.server import running

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    """Calendars at an address of this machine that may be asked."""
    with running() as found:
        settings.CULTURE_INTERNAL_ORIGINS = [found.origin]
        yield found


def vevent(uid: str, start=None, *lines: str, title: str = "Konzert") -> str:
    """An event of two hours."""
    start = start or moment()
    written = timezone.localtime(start)
    return "\n".join(
        [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            f"SUMMARY:{title}",
            f"DTSTART;TZID=Europe/Berlin:{written:%Y%m%dT%H%M%S}",
            "DURATION:PT2H",
            *lines,
            "END:VEVENT",
        ]
    )


def read(server, feed: Feed, *parts: str) -> Feed:
    """Serve these events and read the calendar."""
    server.files["/own.ics"] = calendar(*parts)
    feeds.refresh(feed=feed)
    return Feed.objects.get(pk=feed.pk)


@pytest.fixture
def feed(server) -> Feed:
    """A calendar whose file tests write."""
    return make_feed(institution(), f"{server.origin}/own.ics")


@pytest.mark.parametrize("path", list(FILES))
def test_the_calendars_of_five_programs_are_read(server, path: str):
    feed = make_feed(institution(), server.origin + path)
    taken = feeds.refresh(feed=feed)
    assert taken is not None
    assert taken.new == feed.events.count() > 0
    assert feed.events.filter(occurrences__start__gt=timezone.now()).exists()
    feed.refresh_from_db()
    assert (feed.state, feed.error, feed.failures) == ("good", "", 0)
    assert feed.next_try > timezone.now()


def test_a_series_has_one_event_and_a_time_for_each_date(server):
    feed = make_feed(institution(), f"{server.origin}/bibliothek.ics")
    feeds.refresh(feed=feed)
    stories = Event.objects.get(uid="vorlesen@bibliothek.example.org")
    assert stories.occurrences.count() > 20
    assert stories.occurrences.filter(title="Vorlesezeit auf Plattdeutsch").count() == 1
    assert (stories.genre, stories.audience) == ("reading", "children")
    assert stories.description == "Für Kinder ab vier Jahren.\n\nOhne Anmeldung."


def test_what_is_changed_there_is_changed_here_and_stays_the_same_row(server, feed):
    read(server, feed, vevent("a"))
    before = Event.objects.get(uid="a")
    time = before.occurrences.get()
    feed.refresh_from_db()
    read(server, feed, vevent("a", moment(8, 19), title="Lesung"))
    after = Event.objects.get(uid="a")
    assert (after.pk, after.title) == (before.pk, "Lesung")
    assert after.occurrences.get().pk == time.pk
    assert after.occurrences.get().start == moment(8, 19)


def test_how_an_event_is_sorted_here_stays_when_it_is_read_again(server, feed):
    read(server, feed, vevent("a"))
    Event.objects.update(genre="talk", audience="seniors")
    feed.refresh_from_db()
    read(server, feed, vevent("a", title="Anders"))
    event = Event.objects.get()
    assert (event.title, event.genre, event.audience) == ("Anders", "talk", "seniors")


def test_what_is_gone_there_is_marked_and_comes_back(server, feed):
    read(server, feed, vevent("a"), vevent("b"))
    feed.refresh_from_db()
    read(server, feed, vevent("a"))
    assert Event.objects.get(uid="b").gone_at is not None
    assert Event.objects.get(uid="b").occurrences.count() == 1
    assert list(Event.objects.public().values_list("uid", flat=True)) == ["a"]
    feed.refresh_from_db()
    read(server, feed, vevent("a"), vevent("b"))
    assert Event.objects.get(uid="b").gone_at is None


def test_what_is_over_stays_when_its_calendar_forgets_it(server, feed):
    read(server, feed, vevent("old", moment(-5)), vevent("new"))
    feed.refresh_from_db()
    read(server, feed, vevent("new"))
    assert Event.objects.get(uid="old").gone_at is None


def test_a_date_left_out_of_a_series_is_taken_away_and_past_ones_stay(server, feed):
    first = moment(-8)
    read(server, feed, vevent("s", first, "RRULE:FREQ=WEEKLY;COUNT=4"))
    event = Event.objects.get()
    assert event.occurrences.count() == 4
    left_out = timezone.localtime(moment(6))
    feed.refresh_from_db()
    read(
        server,
        feed,
        vevent(
            "s",
            first,
            "RRULE:FREQ=WEEKLY;COUNT=4",
            f"EXDATE;TZID=Europe/Berlin:{left_out:%Y%m%dT%H%M%S}",
        ),
    )
    assert event.occurrences.count() == 3
    assert not event.occurrences.filter(start=moment(6)).exists()


def test_a_cancelled_date_of_a_series_is_shown_as_cancelled(server, feed):
    other = timezone.localtime(moment(14))
    read(
        server,
        feed,
        vevent("s", moment(7), "RRULE:FREQ=WEEKLY;COUNT=3"),
        vevent(
            "s",
            moment(14),
            f"RECURRENCE-ID;TZID=Europe/Berlin:{other:%Y%m%dT%H%M%S}",
            "STATUS:CANCELLED",
        ),
    )
    times = Event.objects.get().occurrences
    assert list(times.values_list("cancelled", flat=True)) == [False, True, False]


def test_an_event_that_cannot_be_read_is_named_and_not_gone(server, feed):
    read(server, feed, vevent("a"), vevent("b", title="Gastspiel"))
    feed.refresh_from_db()
    broken = "BEGIN:VEVENT\nUID:b\nSUMMARY:Gastspiel\nDTSTART;TZID=Mond:20300101T200000\nEND:VEVENT"
    feed = read(server, feed, vevent("a"), broken)
    assert Event.objects.get(uid="b").gone_at is None
    problem = feed.problems.get()
    assert (problem.title, problem.reason) == ("Gastspiel", "Die Zeitzone „Mond“ ist unbekannt.")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<!doctype html><html></html>", "Webseite"),
        (b"", "leer"),
        (calendar(), "leer"),
        (calendar(vevent("a"))[:-30], "abgeschnitten"),
        (b"irgendwas", "kein Kalender"),
    ],
)
def test_nothing_is_touched_when_a_calendar_fails(server, feed, data: bytes, words: str):
    read(server, feed, vevent("a"), vevent("b"))
    feed.refresh_from_db()
    server.files["/own.ics"] = data
    assert feeds.refresh(feed=feed) is None
    feed.refresh_from_db()
    assert feed.state == "failing"
    assert words in feed.error
    assert Event.objects.filter(gone_at=None).count() == 2


@pytest.mark.parametrize("path", ["short", "endless", "error", "closed", "loop"])
def test_nothing_is_touched_when_a_server_fails(server, feed, path: str):
    read(server, feed, vevent("a"))
    Feed.objects.filter(pk=feed.pk).update(address=f"{server.origin}/broken/{path}")
    feed.refresh_from_db()
    feeds.refresh(feed=feed)
    feed.refresh_from_db()
    assert feed.state == "failing"
    assert feed.error
    assert Event.objects.get().gone_at is None


def test_a_failing_calendar_is_asked_less_and_less_and_once_a_day_at_least(server, feed):
    server.files["/own.ics"] = b"<html>"
    waits = []
    for _try in range(8):
        feed.refresh_from_db()
        before = timezone.now()
        feeds.refresh(feed=feed)
        feed.refresh_from_db()
        waits.append(round((feed.next_try - before) / timedelta(hours=1)))
    assert waits == [1, 2, 4, 8, 16, 24, 24, 24]


def test_an_unchanged_calendar_costs_one_conditional_request(server, feed):
    read(server, feed, vevent("a"))
    changed = Event.objects.get().changed_at
    server.log.statuses.clear()
    feed.refresh_from_db()
    assert feeds.refresh(feed=feed) is None
    assert server.log.statuses == [304]
    feed.refresh_from_db()
    assert feed.state == "good"
    assert Event.objects.get().changed_at == changed


def test_a_calendar_is_read_whole_once_a_week_so_that_series_reach_further(server, feed):
    read(server, feed, vevent("a"))
    Feed.objects.update(read_whole_at=timezone.now() - timedelta(days=8))
    server.log.statuses.clear()
    feed.refresh_from_db()
    feeds.refresh(feed=feed)
    assert server.log.statuses == [200]


def test_a_private_event_is_only_shown_as_busy(server, feed):
    read(server, feed, vevent("a", None, "CLASS:PRIVATE"))
    assert Event.objects.get().visibility == "busy"
    assert not Event.objects.public().exists()


def test_two_calendars_may_use_the_same_names(server):
    house = institution()
    first = make_feed(house, f"{server.origin}/own.ics")
    second = make_feed(house, f"{server.origin}/other.ics")
    server.files["/other.ics"] = calendar(vevent("a", title="Anderes"))
    read(server, first, vevent("a"))
    feeds.refresh(feed=second)
    assert Event.objects.filter(uid="a").count() == 2


def test_a_calendar_that_is_given_up_takes_what_is_to_come_with_it(server, feed):
    read(server, feed, vevent("old", moment(-5)), vevent("new"))
    feeds.remove_feed(feed=feed)
    assert list(Event.objects.public().values_list("uid", flat=True)) == ["old"]


def test_an_uploaded_file_is_read_at_once():
    feed = make_feed(institution(), "", kind="upload")
    taken = feeds.upload(feed=feed, data=calendar(vevent("a"), vevent("b")))
    assert (taken.new, feed.events.count()) == (2, 2)
    feed.refresh_from_db()
    assert (feed.state, feed.next_try) == ("good", None)


def test_a_password_is_kept_encrypted():
    house = institution()
    feed = feeds.add_feed(
        institution=house,
        kind="caldav",
        name="Wolke",
        address="https://example.org/",
        password="geheim",
    )
    assert "geheim" not in Feed.objects.get(pk=feed.pk).secret
    assert feeds.password_of(feed) == "geheim"


def test_an_institution_has_at_most_twenty_calendars():
    house = institution()
    for number in range(20):
        make_feed(house, f"https://example.org/{number}.ics")
    with pytest.raises(NotAllowedError):
        feeds.add_feed(institution=house, kind="ics", name="x", address="https://example.org/x.ics")


def test_the_job_asks_only_when_it_is_time(server, feed):
    Feed.objects.update(next_try=timezone.now() + timedelta(hours=1))
    tasks.read_feed(feed_id=feed.pk)
    assert server.log.paths == []
    Feed.objects.update(next_try=timezone.now())
    assert feeds.due() == [feed.pk]
    server.files["/own.ics"] = calendar(vevent("a"))
    tasks.read_feed(feed_id=feed.pk)
    assert server.log.paths == ["/own.ics"]
    Feed.objects.update(state="paused", next_try=timezone.now())
    assert feeds.due() == []
