"""The culture calendar with 50,000 times of 100 institutions, and a feed of 5,000 events.

``python -m tests.benchmarks.almanac`` measures this alone, in a database of its own.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from statistics import median
from typing import Any

INSTITUTIONS, TIMES, EVENTS = 100, 50_000, 5_000
ROUNDS = 30
MOST_QUERIES, CHECK_MS = 12, 50.0
DATABASE = "bench_almanac"
_STOCK = """
INSERT INTO culture_institution (name, kind, summary, public_text, partner_text, genres, audiences,
    spaces, offers, homepage, street, postcode, city, contact_name, contact_email, contact_phone,
    motivation, state, language, application_key, application_email, created_at)
SELECT 'Haus ' || n, 'theatre', '', '', '', '{}', '{}', '{}', '{}', '', '', '', '', '',
    'a@example.org', '', '', 'verified', 'de', gen_random_uuid(), '', now()
FROM generate_series(1, %(institutions)s) n;
INSERT INTO culture_event (institution_id, title, summary, description, genre, audience, status,
    visibility, place, address, homepage, price, uid, sequence, tzid, rule, closed, created_at,
    changed_at, latitude, longitude)
SELECT institution.id, 'Veranstaltung ' || n, '', '',
    (array['music', 'theatre', 'film', 'reading', 'talk'])[1 + n %% 5],
    (array['everybody', 'children', 'adults', 'families'])[1 + n %% 4],
    'confirmed', 'public', 'Saal ' || n %% 7, '', '', '', institution.id || '-' || n, 0,
    'Europe/Berlin', '', false, now(), now(), 53.6 + n %% 20 / 100.0, 9.9 + n %% 10 / 100.0
FROM culture_institution institution, generate_series(1, 50) n;
INSERT INTO culture_occurrence
    (event_id, start, "end", all_day, recurrence_id, title, place, cancelled)
SELECT event.id, moment, moment + interval '2 hours', false, 'n' || n, '', '', false
FROM culture_event event, generate_series(1, %(each)s) n
CROSS JOIN LATERAL (SELECT date_trunc('hour', now()) - interval '180 days'
    + ((event.id * 7919 + n * 104729) %% 13140) * interval '1 hour' AS moment) AS moments;
"""


@dataclass
class Figures:
    """Milliseconds, queries, seconds and MiB."""

    pages: dict[str, tuple[int, float]] = field(default_factory=dict)
    check_ms: float = 0.0
    whole_check_ms: float = 0.0
    megabytes: float = 0.0
    read_seconds: float = 0.0
    read_mebibytes: float = 0.0
    stored_seconds: float = 0.0
    again_requests: int = 0
    again_ms: float = 0.0


def measure(say: Callable[[str], None]) -> Figures:
    """In a process of its own, as it needs Django on another database."""
    say(f"Measuring a calendar of {TIMES} times and a feed of {EVENTS} events")
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.almanac", "--json"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test"},
        stdout=subprocess.PIPE,
        check=True,
    )
    return Figures(**json.loads(done.stdout))


def _measured() -> Figures:
    found = Figures()
    _fill()
    _pages(found)
    _check(found)
    print(f"collision check: {found.check_ms:.1f} ms", file=sys.stderr, flush=True)
    _import(found)
    return found


def _fill() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    from cms.core.embedded import postgres
    from tests import databases

    setup_test_environment()
    postgres.ensure_running(postgres.FOR_TESTS)
    template = databases.migrated_template()
    with databases.maintenance() as server:
        databases.copy(server, template, DATABASE)
    databases.use(DATABASE)
    with connection.cursor() as cursor:
        cursor.execute(_STOCK, {"institutions": INSTITUTIONS, "each": TIMES // EVENTS})
        cursor.execute("ANALYSE")


def _pages(found: Figures) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    for name, path in {
        "month": "/kultur/kalender/",
        "month of a genre": "/kultur/kalender/?genre=music",
        "week": "/kultur/kalender/?view=week",
        "list": "/kultur/kalender/?view=list",
        "feed": "/kultur/kalender.ics",
        "API": "/api/v1/culture/events/",
    }.items():
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        found.pages[name] = (len(queries), _timed(lambda path=path: client.get(path), 3))
        print(f"{name}: {found.pages[name]}", file=sys.stderr, flush=True)


def _check(found: Figures) -> None:
    """The question that is asked while a date is planned, and with better dates around it."""
    from django.utils import timezone

    from participation.culture.models import Event
    from participation.culture.queries import collisions

    event = Event.objects.select_related("institution").earliest("pk")
    start = timezone.now() + timedelta(days=30)
    plans = [
        collisions.plan_of(event, start + timedelta(hours=n), start + timedelta(hours=n + 2))
        for n in range(ROUNDS)
    ]
    turns, whole = iter(plans), iter(plans)
    found.check_ms = _timed(lambda: collisions.clashing(next(turns), but=event), ROUNDS)
    found.whole_check_ms = _timed(lambda: collisions.check(next(whole), own=[], but=event), 10)


def _import(found: Figures) -> None:
    from django.conf import settings

    from participation.culture.domain import feeds
    from participation.culture.models import Feed, Institution
    from participation.culture.reading.process import read_apart
    from tests.simulators.feeds.server import running

    data = _feed()
    found.megabytes = len(data) / 1e6
    began = time.perf_counter()
    reading = read_apart(data, feeds.window())
    found.read_seconds = time.perf_counter() - began
    found.read_mebibytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    assert len(reading.records) == EVENTS
    with running() as server:
        settings.CULTURE_INTERNAL_ORIGINS = [server.origin]
        server.files["/large.ics"] = data
        feed = Feed.objects.create(
            institution=Institution.objects.earliest("pk"),
            name="Groß",
            kind="ics",
            address=f"{server.origin}/large.ics",
        )
        began = time.perf_counter()
        taken = feeds.refresh(feed=feed)
        assert taken is not None and taken.new == EVENTS  # noqa: PT018
        found.stored_seconds = time.perf_counter() - began
        server.log.statuses.clear()
        feed = Feed.objects.get(pk=feed.pk)
        found.again_ms = _timed(lambda: feeds.refresh(feed=feed), 1)
        assert server.log.statuses == [304]
        found.again_requests = len(server.log.statuses)


def _feed() -> bytes:
    from django.utils import timezone

    today = timezone.localdate()
    parts = ["BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Bench//DE"]
    for number in range(EVENTS):
        day = today + timedelta(days=number % 365)
        parts.append(
            "BEGIN:VEVENT\r\n"
            f"UID:{number}@bench.example.org\r\nSUMMARY:Veranstaltung {number}\r\n"
            f"DTSTART;TZID=Europe/Berlin:{day:%Y%m%d}T200000\r\n"
            f"DTEND;TZID=Europe/Berlin:{day:%Y%m%d}T220000\r\n"
            f"LOCATION:Kulturwerk am See\r\nDTSTAMP:20260101T000000Z\r\n"
            f"DESCRIPTION:Ein Abend mit Musik\\, Gesprächen und {'Worten ' * 12}\r\nEND:VEVENT"
        )
    return "\r\n".join([*parts, "END:VCALENDAR\r\n"]).encode()


def _timed(act: Callable[[], Any], rounds: int) -> float:
    """Median in milliseconds."""
    taken = []
    for _round in range(rounds):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def faults(found: Figures) -> list[str]:
    """The targets that are missed, in words."""
    missed = [
        f"calendar, {name}: {queries} queries and {MOST_QUERIES} are allowed"
        for name, (queries, _ms) in found.pages.items()
        if queries > MOST_QUERIES
    ]
    if found.check_ms > CHECK_MS:
        missed.append(f"collision check: more than {CHECK_MS:.0f} ms")
    if found.again_requests != 1:
        missed.append("unchanged feed: not one conditional request")
    return missed


def lines(found: Figures) -> list[str]:
    """The figures as Markdown."""
    made = [f"| calendar of {TIMES} times, {INSTITUTIONS} institutions | queries | ms |"]
    made += ["|---|--:|--:|"]
    made += [f"| {name} | {count} | {ms:.0f} |" for name, (count, ms) in found.pages.items()]
    made += [
        f"| collision check in the database | 1 | {found.check_ms:.1f} |",
        f"| collision check with better dates | 2 | {found.whole_check_ms:.0f} |",
        "",
        f"A feed of {found.megabytes:.1f} MB and {EVENTS} events is read in"
        f" {found.read_seconds:.1f} s with {found.read_mebibytes:.0f} MiB, fetched, read and stored"
        f" in {found.stored_seconds:.1f} s; unchanged it costs {found.again_requests} conditional"
        f" request and {found.again_ms:.0f} ms.",
    ]
    return made + [f"✗ {fault}" for fault in faults(found)]


if __name__ == "__main__":
    if "--json" in sys.argv:
        print(json.dumps(asdict(_measured())))
    else:
        figures = measure(lambda sentence: print(sentence, file=sys.stderr, flush=True))
        print("\n".join(lines(figures)))
        sys.exit(1 if faults(figures) else 0)
