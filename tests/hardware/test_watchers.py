"""Who is told of readings."""

import json

import pytest
from django.db import connection

from hardware_bridge import tasks
from hardware_bridge.domain import ingest
from tests.factories.hardware import DeviceFactory
from tests.hardware.desk import Desk, ms

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    found: list[ingest.Stored] = []

    @ingest.watcher("fault", "door")
    def note(readings):
        found.extend(readings)

    yield found
    ingest.forget(note)


@pytest.fixture
def desk(told):
    DeviceFactory(kind="light", slug="mast-1")
    return Desk(watched=tuple(ingest.watched_measures()))


def run_jobs() -> int:
    """Run what is queued."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'hardware.look'")
        jobs = [json.loads(args) if isinstance(args, str) else args for (args,) in cursor]
        cursor.execute("DELETE FROM procrastinate_jobs")
    for arguments in jobs:
        tasks.look(**arguments)
    return len(jobs)


def test_they_are_told_of_changes_oldest_first(desk, told):
    topic = "ngo/v1/light/mast-1/state"
    desk.commit(
        (topic, {"ts": ms(-1), "fault": True}),
        (topic, {"ts": ms(-9), "fault": False}),
        (topic, {"ts": ms(-5), "on": True}),
    )
    assert run_jobs() == 1
    assert [stored.measures for stored in told] == [{"fault": False}, {"fault": True}]
    assert told[0].kind == "light"


def test_they_are_not_told_of_what_was_stored_before(desk, told):
    message = ("ngo/v1/light/mast-1/state", {"ts": ms(-1), "fault": True})
    desk.commit(message)
    again = Desk(watched=tuple(ingest.watched_measures()))
    again.commit(message)
    assert run_jobs() == 1
    assert len(told) == 1


def test_one_that_fails_hinders_no_other_and_is_told_again(desk, told):
    @ingest.watcher("fault")
    def break_down(readings):
        raise RuntimeError("out of order")

    try:
        desk.commit(("ngo/v1/light/mast-1/state", {"ts": ms(-1), "fault": True}))
        with pytest.raises(RuntimeError, match="out of order"):
            run_jobs()
    finally:
        ingest.forget(break_down)
    assert len(told) == 1
