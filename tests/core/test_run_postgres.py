"""The embedded PostgreSQL survives whatever happens to those who use it."""

import os
import signal
import subprocess
import sys

import psycopg
import pytest

from cms.core.embedded import database, places
from cms.core.embedded.cluster import Cluster
from cms.core.embedded.faults import Fault
from tests.core.commands import environment, eventually, running

HOLD = (
    "import sys, pathlib; from cms.core.embedded.cluster import Cluster;"
    "c = Cluster(pathlib.Path(sys.argv[1]), durable=False); c.hold(); print('held', flush=True);"
    "sys.stdin.read(); import time; time.sleep(float(sys.argv[2])); c.let_go()"
)


def holder(data, seconds="0"):
    """A command that holds the server of a data folder."""
    return [sys.executable, "-c", HOLD, str(data), seconds]


@pytest.fixture
def cluster(tmp_path):
    """A server of its own, stopped at the end whatever the test did."""
    cluster = Cluster(tmp_path / "postgres", durable=False)
    yield cluster
    cluster.let_go()


def server_process(cluster):
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def answer(cluster):
    with psycopg.connect(cluster.url("postgres")) as connection:
        return connection.execute("SELECT 1").fetchone()


def test_asking_for_the_address_starts_nothing(cluster):
    assert cluster.url("city").startswith("postgresql://postgres@/city?host=")
    assert not cluster.data.exists()
    assert not cluster.answers()


def test_the_last_holder_stops_the_server(cluster):
    cluster.hold()
    result = subprocess.run(
        holder(cluster.data), cwd=places.ROOT, env=environment(), input="", text=True, check=True,
        capture_output=True,
    )  # fmt: skip
    assert result.stdout == "held\n"
    assert answer(cluster) == (1,)
    cluster.let_go()
    assert not cluster.answers()


def test_a_killed_holder_keeps_nobody_from_stopping_the_server(cluster):
    with running(holder(cluster.data, "600")) as other:
        other.says("held")
        assert cluster.is_used()
        other.send(signal.SIGKILL)
        other.ends()
    assert cluster.answers()
    cluster.hold()
    cluster.let_go()
    assert not cluster.answers()


def test_a_start_that_was_killed_half_way_is_made_good_by_the_next(cluster):
    with running(holder(cluster.data, "600")) as other:
        eventually(lambda: any(cluster.data.parent.glob("postgres.half-made-*")))
        other.send(signal.SIGKILL)
        other.ends()
    cluster.hold()
    assert answer(cluster) == (1,)


def test_data_survive_a_killed_server_and_the_next_start_recovers_them(cluster):
    cluster.hold()
    database.create(cluster.url("city"))
    os.kill(server_process(cluster), signal.SIGKILL)
    eventually(lambda: not cluster.answers())
    cluster.restart_if_dead()
    with psycopg.connect(cluster.url("city")) as connection:
        assert connection.info.dbname == "city"


def test_a_process_number_that_now_belongs_to_another_program_does_not_hinder(cluster):
    cluster.hold()
    note = (cluster.data / "postmaster.pid").read_text().splitlines()
    cluster.let_go()
    note[0] = str(os.getpid())
    (cluster.data / "postmaster.pid").write_text("\n".join(note) + "\n")
    cluster.hold()
    assert answer(cluster) == (1,)


@pytest.mark.parametrize("name", ["a" * 120, "with space", "it's, a comma"])
def test_an_unusual_path_is_no_hindrance(tmp_path, name):
    (tmp_path / name).mkdir()
    cluster = Cluster(tmp_path / name / "postgres", durable=False)
    cluster.hold()
    assert answer(cluster) == (1,)
    cluster.let_go()


def test_data_of_another_version_are_told_apart_and_kept(cluster):
    cluster.hold()
    cluster.let_go()
    (cluster.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(Fault, match=r"belongs to PostgreSQL 12 and .* is installed"):
        cluster.hold()
    assert (cluster.data / "base").exists()


def test_a_server_that_cannot_start_is_told_with_its_own_words(cluster):
    cluster.hold()
    cluster.let_go()
    (cluster.data / "postgresql.conf").write_text("max_connections = 'many'\n")
    with pytest.raises(Fault, match=r"does not start: .*postgresql\.conf.* \(see .*log\)\."):
        cluster.hold()


def test_dropping_waits_for_nobody_and_refuses_while_somebody_holds_it(cluster):
    cluster.hold()
    other = Cluster(cluster.data)
    with pytest.raises(Fault, match="is still in use: stop `make run`"):
        other.drop()
    cluster.let_go()
    other.drop()
    assert not cluster.data.exists()


def test_the_database_sorts_and_folds_umlauts(cluster):
    cluster.hold()
    with psycopg.connect(cluster.url("postgres")) as connection:
        assert connection.execute("SELECT lower('ÄÖÜ'), 'Häuser' ~* 'HÄUSER'").fetchone() == (
            "äöü",
            True,
        )
