"""What a calendar says now, laid over what it said before.

Only a calendar that was read whole gets here. What is new is stored, what has changed is changed;
what is missing and still to come is marked as gone, and nothing is deleted but dates of a series
that goes on without them. What is over stays, since many calendars forget their past.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cms.core.page_cache import tags
from cms.core.page_cache.changes import touch
from participation.culture.domain.categories import audience_of, genre_of
from participation.culture.models import Event, Feed, Occurrence
from participation.culture.models.choices import EventStatus, Visibility
from participation.culture.reading.records import Reading, Record

STATUS = {
    "CONFIRMED": EventStatus.CONFIRMED,
    "TENTATIVE": EventStatus.PLANNED,
    "CANCELLED": EventStatus.CANCELLED,
}
READ = (
    *("title", "description", "place", "latitude", "longitude", "homepage", "status"),
    *("sequence", "closed", "visibility", "gone_at"),
)
"""What a calendar says itself; how an event is sorted may be corrected here and stays."""
TIMES = ("start", "end", "all_day", "title", "place", "cancelled")
PLACE_LENGTH, HOMEPAGE_LENGTH = 200, 500
BATCH = 1000
Times = dict[str, Any]


@dataclass
class Taken:
    """How many events were new, changed, and gone."""

    new: int = 0
    changed: int = 0
    gone: int = 0


def take_over(*, feed: Feed, reading: Reading) -> Taken:
    """Lay what was read over what is stored; in the caller's transaction, the feed locked."""
    taken = Taken()
    groups = _by_uid(reading.records)
    stored = {event.uid: event for event in feed.events.all()}
    events = _store_events(feed, groups, stored, taken)
    dates_changed = _store_times(groups, events, taken)
    _mark_gone(feed, reading, taken)
    if dates_changed or taken.new or taken.changed or taken.gone:
        forget_pages()
    return taken


def forget_pages() -> None:
    """Let pages that show events be made anew: what is written in bulk tells nobody."""
    touch({tags.table_tag(Event), tags.table_tag(Occurrence)})


def _by_uid(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Records of one event together, the series before what differs from it."""
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in sorted(records, key=lambda record: record.recurrence_id):
        groups[record.uid].append(record)
    return groups


def _store_events(
    feed: Feed, groups: dict[str, list[Record]], stored: dict[str, Event], taken: Taken
) -> dict[str, Event]:
    """Every event that has a date in sight, or was stored before."""
    new, changed = [], []
    for uid, (first, *rest) in groups.items():
        event = stored.get(uid)
        values = _values(feed, first)
        if event is None:
            if first.spans or any(each.spans for each in rest):
                new.append(_new_event(feed, uid, first, values))
            continue
        if any(getattr(event, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(event, name, value)
            event.changed_at = timezone.now()
            changed.append(event)
    Event.objects.bulk_create(new, batch_size=BATCH)
    Event.objects.bulk_update(changed, [*READ, "changed_at"], batch_size=BATCH)
    taken.new, taken.changed = len(new), len(changed)
    return stored | {event.uid: event for event in new}


def _new_event(feed: Feed, uid: str, record: Record, values: dict[str, Any]) -> Event:
    return Event(
        institution_id=feed.institution_id,
        feed=feed,
        uid=uid,
        genre=genre_of(record.categories, record.title) or feed.genre,
        audience=audience_of(record.categories, record.title) or feed.audience,
        **values,
    )


def _values(feed: Feed, record: Record) -> dict[str, Any]:
    """The fields that a calendar decides; a place of its own comes without the feed's pin."""
    pin = (feed.latitude, feed.longitude)
    if record.place and record.place != feed.place:
        pin = (None, None)
    if record.latitude is not None:
        pin = (record.latitude, record.longitude)
    return {
        "title": record.title or feed.name,
        "description": record.description,
        "place": (record.place or feed.place)[:PLACE_LENGTH],
        "latitude": pin[0],
        "longitude": pin[1],
        "homepage": record.url if len(record.url) <= HOMEPAGE_LENGTH else "",
        "status": STATUS[record.status],
        "sequence": record.sequence,
        "closed": record.closed,
        "visibility": Visibility.BUSY if record.closed else feed.visibility,
        "gone_at": None,
    }


def _store_times(groups: dict[str, list[Record]], events: dict[str, Event], taken: Taken) -> bool:
    """Write the dates of all events; whether any is another now."""
    wanted = {events[uid].pk: _times(group) for uid, group in groups.items() if uid in events}
    found: dict[int, dict[str, Occurrence]] = defaultdict(dict)
    rows = Occurrence.objects.filter(event__in=wanted)
    for row in rows.iterator(chunk_size=5000):
        found[row.event_id][row.recurrence_id] = row
    new: list[Occurrence] = []
    changed: list[Occurrence] = []
    lost: list[int] = []
    for pk, times in wanted.items():
        for name, values in times.items():
            known = found[pk].pop(name) if name in found[pk] else None
            if known is None:
                new.append(Occurrence(event_id=pk, recurrence_id=name, **values))
            elif any(getattr(known, field) != value for field, value in values.items()):
                for field, value in values.items():
                    setattr(known, field, value)
                changed.append(known)
        now = timezone.now()
        # A single event that is out of sight keeps its date; so does what is over.
        lost += [row.pk for row in found[pk].values() if row.end > now and times]
    Occurrence.objects.filter(pk__in=lost).delete()
    Occurrence.objects.bulk_create(new, batch_size=BATCH)
    Occurrence.objects.bulk_update(changed, TIMES, batch_size=BATCH)
    return bool(new or changed or lost)


def _times(group: list[Record]) -> dict[str, Times]:
    """Dates of one event by the date of the series they stand for."""
    first = group[0]
    times: dict[str, Times] = {}
    for record in group:
        own = record.recurrence_id != "" and record is not first
        for start, end, name in record.spans:
            times[name] = {
                "start": datetime.fromtimestamp(start, UTC),
                "end": datetime.fromtimestamp(end, UTC),
                "all_day": record.all_day,
                "title": record.title if own and record.title != first.title else "",
                "place": record.place[:PLACE_LENGTH] if own and record.place != first.place else "",
                "cancelled": own and record.status == "CANCELLED",
            }
    return times


def _mark_gone(feed: Feed, reading: Reading, taken: Taken) -> None:
    """Mark what is still to come and in the calendar no more.

    An event that is there but cannot be read is not gone; and where one cannot even be told by its
    name, nothing is.
    """
    if any(problem.left_out and problem.uid.startswith("unnamed-") for problem in reading.problems):
        return
    there = {record.uid for record in reading.records} | {each.uid for each in reading.problems}
    coming = Occurrence.objects.filter(event__feed=feed, end__gt=timezone.now())
    missing: QuerySet[Event] = feed.events.filter(gone_at=None, pk__in=coming.values("event"))
    gone = [event.pk for event in missing.only("pk", "uid") if event.uid not in there]
    Event.objects.filter(pk__in=gone).update(gone_at=timezone.now(), changed_at=timezone.now())
    taken.gone = len(gone)
