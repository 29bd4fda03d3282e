"""Verbs about calendars that institutions bring along: add, read, pause, give up."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.core.jobs import enqueue
from cms.core.sealed import seal, unseal
from cms.core.search import index
from cms.core.search.registry import sources
from participation.culture.domain import collisions, fault_words
from participation.culture.domain.imports import Taken, forget_pages, take_over
from participation.culture.domain.rules import NotAllowedError, locked, note
from participation.culture.models import Event, Feed, FeedProblem, Institution
from participation.culture.models.choices import FeedKind, FeedState
from participation.culture.reading import caldav
from participation.culture.reading.faults import Fault, FeedError
from participation.culture.reading.fetch import Ask, Fetched, fetch, normal_address
from participation.culture.reading.process import read_apart
from participation.culture.reading.records import Reading, Window

PURPOSE = b"culture-feeds"
MOST_FEEDS = 20
EVERY = timedelta(hours=1)
WHOLE_EVERY = timedelta(days=7)
LONGEST_WAIT = timedelta(hours=24)
PAST, FUTURE = timedelta(days=90), timedelta(days=550)
"""Dates that are of interest."""
MOST_PROBLEMS = 200
UID_KEPT = 230
"""Letters of a name that gets a number behind it."""
JOB, INDEX_JOB = "culture.read_feed", "culture.index_feed"


def add_feed(*, institution: Institution, password: str = "", **values: Any) -> Feed:
    """Take a calendar in; it is read by a job at once. NotAllowedError past a number."""
    with transaction.atomic():
        institution = locked(institution)
        if institution.feeds.count() >= MOST_FEEDS:
            raise NotAllowedError(_("An institution has at most 20 calendars."))
        values["address"] = normal_address(values.get("address", ""))
        feed = Feed.objects.create(institution=institution, **values)
        _keep_password(feed, password)
        _read_soon(feed)
    return feed


def change_feed(*, feed: Feed, password: str = "", **values: Any) -> Feed:
    """Other settings; the calendar is read anew, whole."""
    with transaction.atomic():
        feed = _locked(feed)
        if "address" in values:
            values["address"] = normal_address(values["address"])
        note(feed, **values, etag="", modified="", digest="")
        _keep_password(feed, password)
        _show_to(feed)
        forget_pages()
        _read_soon(feed)
    return feed


def _show_to(feed: Feed) -> None:
    """Let its events be seen by whom it says now; those that it calls private stay busy."""
    begun = timezone.now()
    others = feed.events.exclude(visibility=feed.visibility).filter(closed=False)
    if others.update(visibility=feed.visibility, changed_at=begun):
        enqueue(INDEX_JOB, feed_id=feed.pk, since=begun.isoformat())


def pause_feed(*, feed: Feed, paused: bool) -> Feed:
    """Read it no more, or again; its events stay."""
    with transaction.atomic():
        feed = _locked(feed)
        state = FeedState.PAUSED if paused else FeedState.NEW
        note(feed, state=state, next_try=None, failures=0)
        if not paused:
            _read_soon(feed)
    return feed


def read_now(*, feed: Feed) -> None:
    """Ask again before its time."""
    with transaction.atomic():
        _read_soon(_locked(feed))


def remove_feed(*, feed: Feed) -> None:
    """Give a calendar up. What it brought and is still to come goes with it, what was stays."""
    with transaction.atomic():
        feed = _locked(feed)
        coming = feed.events.filter(occurrences__end__gt=timezone.now())
        coming.update(gone_at=timezone.now())
        collisions.look_again(events=feed.events.all())
        forget_pages()
        for event in feed.events.filter(uid__in=_typed_uids(feed)):
            note(event, uid=f"{event.uid[:UID_KEPT]}-{event.pk}")
        feed.delete()


def _typed_uids(feed: Feed) -> Any:
    """Names that events without a calendar have already: theirs must differ."""
    return Event.objects.filter(feed=None).values("uid")


def upload(*, feed: Feed, data: bytes, content_type: str = "") -> Taken:
    """Read an uploaded file. Raises FeedError, whose words stand beside the field."""
    reading = read_apart(data, window(), content_type)
    return _keep(feed, reading, Fetched(address="", body=data))


def refresh(*, feed: Feed) -> Taken | None:
    """Ask for a calendar and take over what it says; None when nothing is new or it failed.

    The network is asked outside of a transaction. A failure leaves all events as they are, notes
    the reason and waits longer each time.
    """
    try:
        fetched = _fetched(feed)
        if fetched.unchanged or (_is_recent(feed) and _digest(fetched) == feed.digest):
            _note_good(feed, fetched)
            return None
        reading = read_apart(fetched.body, window(), fetched.content_type)
        if not reading.records and not reading.problems and feed.events.exists():
            raise FeedError(Fault.EMPTY)
    except FeedError as error:
        _note_failure(feed, error)
        return None
    return _keep(feed, reading, fetched)


def due(now: datetime | None = None) -> list[int]:
    """Calendars whose time has come."""
    waiting = Feed.objects.exclude(state=FeedState.PAUSED).exclude(kind=FeedKind.UPLOAD)
    return list(waiting.filter(next_try__lte=now or timezone.now()).values_list("pk", flat=True))


def window() -> Window:
    """From when to when dates are kept."""
    now = timezone.now()
    return Window(now - PAST, now + FUTURE)


def password_of(feed: Feed) -> str:
    """What the server wants to hear."""
    return unseal(feed.secret, purpose=PURPOSE) if feed.secret else ""


def _is_recent(feed: Feed) -> bool:
    """Whether its repetitions still reach far enough; else it is read whole, changed or not."""
    return bool(feed.read_whole_at and feed.read_whole_at > timezone.now() - WHOLE_EVERY)


def _fetched(feed: Feed) -> Fetched:
    known = _is_recent(feed)
    ask = Ask(
        address=feed.address,
        etag=feed.etag * known,
        last_modified=feed.modified * known,
        user=feed.username,
        password=password_of(feed),
    )
    internal = django_settings.CULTURE_INTERNAL_ORIGINS
    if feed.kind == FeedKind.CALDAV:
        return caldav.fetch_calendar(ask, window(), internal=internal)
    return fetch(ask, internal=internal)


def _digest(fetched: Fetched) -> str:
    return hashlib.sha256(fetched.body).hexdigest()


def _keep(feed: Feed, reading: Reading, fetched: Fetched) -> Taken:
    begun = timezone.now()
    with transaction.atomic():
        feed = _locked(feed)
        taken = take_over(feed=feed, reading=reading)
        collisions.look_again(events=feed.events.all())
        collisions.look_at_plans(feed=feed)
        feed.problems.all().delete()
        with translation.override(feed.institution.language):
            FeedProblem.objects.bulk_create(
                FeedProblem(
                    feed=feed,
                    uid=problem.uid[:255],
                    title=problem.title,
                    reason=fault_words.reason(problem)[:500],
                )
                for problem in reading.problems[:MOST_PROBLEMS]
            )
        _note_good(feed, fetched, digest=_digest(fetched), read_whole_at=timezone.now())
        enqueue(INDEX_JOB, feed_id=feed.pk, since=begun.isoformat())
    return taken


def make_findable(*, feed: Feed, since: datetime) -> int:
    """Let the search know what a calendar has changed since then; how many events."""
    (source,) = (each for each in sources().values() if each.model is Event)
    count = 0
    for event in feed.events.filter(changed_at__gte=since).select_related("institution"):
        index.put(source=source, row=event)
        count += 1
    return count


def _note_good(feed: Feed, fetched: Fetched, **more: Any) -> None:
    now = timezone.now()
    note(
        feed,
        state=FeedState.GOOD,
        etag=fetched.etag or feed.etag * fetched.unchanged,
        modified=fetched.last_modified or feed.modified * fetched.unchanged,
        failures=0,
        error="",
        last_try=now,
        last_good=now,
        next_try=None if feed.kind == FeedKind.UPLOAD else now + EVERY,
        **more,
    )


def _note_failure(feed: Feed, error: FeedError) -> None:
    now = timezone.now()
    failures = min(feed.failures + 1, 1000)
    with translation.override(feed.institution.language):
        words = fault_words.sentence(error)[:500]
    wait = min(EVERY * 2 ** min(failures - 1, 10), LONGEST_WAIT)
    note(
        feed,
        state=FeedState.FAILING,
        failures=failures,
        error=words,
        last_try=now,
        next_try=now + wait,
    )


def _keep_password(feed: Feed, password: str) -> None:
    if password:
        note(feed, secret=seal(password, purpose=PURPOSE))


def _read_soon(feed: Feed) -> None:
    if feed.kind == FeedKind.UPLOAD:
        return
    note(feed, next_try=timezone.now())
    enqueue(JOB, feed_id=feed.pk)


def _locked(feed: Feed) -> Feed:
    found = Feed.objects.select_for_update(of=("self",)).select_related("institution")
    return found.get(pk=feed.pk)
