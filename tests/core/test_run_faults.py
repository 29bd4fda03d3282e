"""What can go wrong at a start is told in one sentence that says what to do."""

import socket

import pytest

from cms.core.embedded import database, places
from cms.core.embedded.faults import Fault
from cms.core.embedded.locks import FileLock
from tests.core.commands import folder_for, free_port, manage, told
from tests.core.postgres_stand_in import greeting, listening, refusal


def test_a_taken_port_is_told_in_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        sentence = told(manage("run", PORT=str(port), VAR_DIR=folder_for(tmp_path)))
    assert sentence.startswith(f"Port {port} is taken by another program: stop it or choose")


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_no_port_is_told_in_one_sentence(tmp_path, port):
    sentence = told(manage("run", PORT=port, VAR_DIR=folder_for(tmp_path)))
    assert sentence == f"PORT has to be a number from 1 to 65535, not “{port}”."


def test_a_folder_that_nobody_may_write_is_told_in_one_sentence():
    sentence = told(manage("run", PORT=str(free_port()), VAR_DIR="/sys/norderstedt-go"))
    assert sentence.startswith("/sys/norderstedt-go cannot be written (")
    assert sentence.endswith("allow it for this user, or name another folder in VAR_DIR.")


def test_a_file_where_the_folder_has_to_be_is_told_in_one_sentence(tmp_path):
    (tmp_path / "var").write_text("in the way")
    sentence = told(manage("run", PORT=str(free_port()), VAR_DIR=folder_for(tmp_path)))
    assert "a file is in the way" in sentence


def test_too_little_space_is_told_before_anything_is_written(tmp_path):
    with pytest.raises(
        Fault, match=r"^Only \d+ MB are free for .* free some space and start again"
    ):
        places.ensure_space(tmp_path, megabytes=10**9)


def test_a_second_start_is_told_where_the_first_is(tmp_path):
    first = FileLock(tmp_path / "var" / "run.lock")
    assert first.take()
    first.write("http://127.0.0.1:8000")
    sentence = told(manage("run", PORT=str(free_port()), VAR_DIR=folder_for(tmp_path)))
    assert sentence == (
        "`make run` is already at work here, for http://127.0.0.1:8000: stop it with Ctrl-C first."
    )
    first.release()


@pytest.mark.parametrize(
    "url",
    [
        "mysql://localhost/city",
        "postgresql://localhost",
        "localhost:5432/city",
        "postgresql://h:x/d",
    ],
)
def test_an_address_of_no_postgresql_is_told_in_one_sentence(tmp_path, url):
    sentence = told(manage("migrate", DATABASE_URL=url, VAR_DIR=folder_for(tmp_path)))
    assert sentence.startswith("DATABASE_URL is not the address of a PostgreSQL database")
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_an_unreachable_database_is_told_in_one_sentence(tmp_path, command):
    url = f"postgresql://city:secret@127.0.0.1:{free_port()}/city"
    variables = {"DATABASE_URL": url, "PORT": str(free_port()), "VAR_DIR": folder_for(tmp_path)}
    result = manage(command, **variables)
    assert told(result).endswith("(Connection refused): start it, or correct DATABASE_URL.")
    assert "secret" not in result.stdout
    assert not (tmp_path / "var" / "postgres").exists()


def test_a_wrong_password_is_told_in_one_sentence(tmp_path):
    answer = refusal("28P01", 'password authentication failed for user "city"')
    sentence = _with_stand_in(tmp_path, answer)
    assert sentence.endswith("refuses the user “city”: correct it in DATABASE_URL.")


def test_a_missing_database_is_told_in_one_sentence(tmp_path):
    sentence = _with_stand_in(tmp_path, refusal("3D000", 'database "go" does not exist'))
    assert sentence.endswith("has no database “go”: create it, or correct DATABASE_URL.")


def test_any_other_refusal_is_told_with_the_servers_reason(tmp_path):
    sentence = _with_stand_in(tmp_path, refusal("53300", "sorry, too many clients already"))
    assert sentence.endswith(
        "refuses the connection (sorry, too many clients already): correct DATABASE_URL."
    )


def test_a_postgresql_that_is_too_old_is_told_in_one_sentence(tmp_path):
    sentence = _with_stand_in(tmp_path, greeting("14.19"))
    assert sentence.startswith("PostgreSQL 14 answers at 127.0.0.1:")
    assert "15 or newer is needed" in sentence


def _with_stand_in(tmp_path, answer: bytes) -> str:
    with listening(answer) as port:
        url = f"postgresql://city:secret@127.0.0.1:{port}/go"
        variables = {"DATABASE_URL": url, "PORT": str(free_port())}
        return told(manage("run", VAR_DIR=folder_for(tmp_path), **variables))


def test_an_address_may_name_a_server_and_its_replica():
    url = "postgresql://city:secret@db1:5432,db2/go?target_session_attrs=read-write"
    database.ensure_well_formed(url)
    assert database.place(url) == "db1:5432, db2:5432"
