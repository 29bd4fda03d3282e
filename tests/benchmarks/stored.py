"""Whether many stored readings make anything slower: 50,000, and as many as ``BENCH_READINGS``.

``python -m tests.benchmarks.stored`` measures this alone. ``BENCH_READINGS`` (default 5,000,000) is
the number; the target is meant for 50,000,000, which take 10 GB of disk and some minutes to make.
They are spread over 90 days and 1,000 devices, with their sums, as a park would leave them; the few
are the newest of them.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

import psycopg

from cms.core.embedded import places
from tests.benchmarks import ingest
from tests.benchmarks.ingest_processes import (
    DEVICES,
    environment,
    load,
    service,
    stock,
    wait_for,
)

FEW = 50_000
MANY = int(os.environ.get("BENCH_READINGS", "5000000"))
MESSAGES = min(ingest.DRAIN, 100_000)
ROUNDS = 20
CHART_MS, SLOWER, LEAST_SHARE, MOST_QUERIES = 50, 3.0, 0.8, 15
DAYS = 90
_READINGS = """
INSERT INTO hardware_reading (device_id, channel, at, received_at, measures)
SELECT device.id, 0, moment, moment, jsonb_build_object(
    'fill_percent', n %% 100, 'temperature_c', 8.5, 'battery_percent', 88)
FROM generate_series(0, %(each)s - 1) AS n
CROSS JOIN LATERAL (SELECT now() - interval '1 day' - n * %(step)s * interval '1 second'
    AS moment) AS moments
CROSS JOIN hardware_device device
"""
_HOURS = """
INSERT INTO hardware_rollup_hour
    (device_id, channel, measure, bucket, count, low, high, total, last)
SELECT device.id, 0, 'fill_percent', hour, 4, 10, 90, 200, 50
FROM hardware_device device, generate_series(
    date_trunc('hour', now()) - interval '90 days', now(), interval '1 hour') AS hour
"""
_DAYS = """
INSERT INTO hardware_rollup_day (device_id, channel, measure, bucket, count, low, high, total, last)
SELECT device.id, 0, 'fill_percent', day, 96, 10, 90, 4800, 50
FROM hardware_device device, generate_series(
    now()::date - interval '90 days', now(), interval '1 day') AS day
"""
# What a page about a device asks for.
QUESTIONS = {
    "90-day chart": """
        SELECT bucket, low, high, total / count FROM hardware_rollup_day
        WHERE device_id = %(device)s AND channel = 0 AND measure = 'fill_percent'
            AND bucket >= now()::date - 90 ORDER BY bucket
    """,
    "7-day chart": """
        SELECT bucket, low, high, total / count FROM hardware_rollup_hour
        WHERE device_id = %(device)s AND channel = 0 AND measure = 'fill_percent'
            AND bucket >= now() - interval '7 days' ORDER BY bucket
    """,
    "24 hours of readings": """
        SELECT at, measures FROM hardware_reading
        WHERE device_id = %(device)s AND channel = 0 AND at >= now() - interval '2 days'
            AND at < now() ORDER BY at LIMIT 2000
    """,
    "latest values": "SELECT measure, at, value FROM hardware_latest WHERE device_id = %(device)s",
}
MEBIBYTE = 1024 * 1024


@dataclass
class Figures:
    """What was measured: with few readings and with many."""

    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    queries: int = 0
    """The most that the page of a device asks."""
    drained: list[float] = field(default_factory=list)
    mebibytes: float = 0.0


def measure(say: Callable[[str], None]) -> Figures:
    """The same questions and the same flood, with few readings and with many."""
    found = Figures()
    with stock() as url, psycopg.connect(url, autocommit=True) as database:
        database.execute(_HOURS)
        database.execute(_DAYS)
        for number in (FEW, MANY):
            say(f"Making {number} readings")
            _fill(database, number)
            for name, question in QUESTIONS.items():
                found.milliseconds.setdefault(name, []).append(_timed(database, question))
            say(f"Storing {MESSAGES} messages beside {number} readings")
            found.drained.append(_drained(database, url))
            for name, (milliseconds, queries) in _pages(url).items():
                found.milliseconds.setdefault(name, []).append(milliseconds)
                found.queries = max(found.queries, queries)
        row = database.execute(
            "SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits"
            " WHERE inhparent = 'hardware_reading'::regclass"
        ).fetchone()
        found.mebibytes = float(row[0]) / MEBIBYTE  # type: ignore[index]
    return found


def _fill(database: psycopg.Connection, number: int) -> None:
    database.execute("TRUNCATE hardware_reading")
    each = max(1, number // DEVICES)
    # As close together with few, which are the newest then: a day has as many rows in both.
    step = DAYS * 86_400 / max(1, MANY // DEVICES)
    database.execute(_READINGS, {"each": each, "step": step})
    database.execute("VACUUM ANALYSE")
    # What was made goes to the disk now, and not while the flood is measured.
    database.execute("CHECKPOINT")


def _timed(database: psycopg.Connection, question: str) -> float:
    """Milliseconds of a question in the database, of each time another device."""
    taken = []
    rows = database.execute("SELECT id FROM hardware_device ORDER BY id LIMIT %s", [ROUNDS])
    for (device,) in rows.fetchall():
        began = time.perf_counter()
        database.execute(question, {"device": device}).fetchall()  # type: ignore[arg-type]
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def _pages(url: str) -> dict[str, tuple[float, int]]:
    """Milliseconds and queries of the page of a device, as a process of its own makes it."""
    variables = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"}
    answer = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.device_page"],
        cwd=places.ROOT,
        env=environment() | variables,
        check=True,
        stdout=subprocess.PIPE,
    )
    return {f"device page, {span}": figures for span, figures in json.loads(answer.stdout).items()}


def _drained(database: psycopg.Connection, url: str) -> float:
    """Messages a second, from the first tenth of them to the last."""

    def counted() -> int:
        statement = "SELECT sum(stored) FROM hardware_bridgestatus"
        return int(database.execute(statement).fetchone()[0] or 0) - before  # type: ignore[index]

    with service((sys.executable, "manage.py", "bridge"), url) as start:
        load(start.broker.url, MESSAGES, 0)
        before = 0
        before = counted()
        began, last = time.monotonic(), "SELECT max(last_stored_at) FROM hardware_bridgestatus"
        bridge = start()
        wait_for(lambda: counted() >= MESSAGES)
        bridge.stop()
        row = database.execute(
            f"SELECT extract(epoch FROM ({last}) - min(received_at)) FROM hardware_reading"
            " WHERE received_at > now() - %s * interval '1 second'",
            [time.monotonic() - began],
        ).fetchone()
    return MESSAGES / float(row[0])  # type: ignore[index]


def faults(found: Figures) -> list[str]:
    """The targets that are missed, in words."""
    missed = []
    for name, (few, many) in found.milliseconds.items():
        if many > max(SLOWER * few, 1.0):
            missed.append(f"{name}: more than {SLOWER:.0f} times as slow with {MANY} readings")
    if found.milliseconds["90-day chart"][1] > CHART_MS:
        missed.append(f"90-day chart: more than {CHART_MS} ms")
    if found.queries > MOST_QUERIES:
        missed.append(f"device page: {found.queries} queries, more than {MOST_QUERIES}")
    if found.drained[1] < LEAST_SHARE * found.drained[0]:
        missed.append(f"ingest: less than {LEAST_SHARE} of its rate with {MANY} readings")
    return missed


def lines(found: Figures) -> list[str]:
    """The figures as Markdown."""
    made = [f"| readings stored | {FEW} | {MANY} |", "|---|--:|--:|"]
    made += [f"| {name}, ms | {a:.2f} | {b:.2f} |" for name, (a, b) in found.milliseconds.items()]
    made.append(f"| device page, queries | | {found.queries} |")
    few, many = found.drained
    made.append(f"| messages stored/s | {few:.0f} | {many:.0f} |")
    made.append(f"| MiB of readings | | {found.mebibytes:.0f} |")
    return made + [f"✗ {fault}" for fault in faults(found)]


if __name__ == "__main__":
    figures = measure(lambda sentence: print(sentence, file=sys.stderr, flush=True))
    print("\n".join(lines(figures)))
    sys.exit(1 if faults(figures) else 0)
