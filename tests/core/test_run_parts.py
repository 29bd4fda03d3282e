"""Pieces of a start: commands, progress, the log, and running as root or not."""

import io
import os

import pytest

from cms.core.embedded import database, places, postgres, static, system_user
from cms.core.embedded.cluster import programs
from cms.core.embedded.faults import Fault
from cms.core.embedded.locks import FileLock
from cms.core.embedded.migrations import Follower
from cms.core.embedded.progress import Steps
from cms.core.embedded.terminal import Log
from tests.core.commands import folder_for, manage, told

WHERE = "from django.db import connection as c; print('in', c.settings_dict['OPTIONS']['host'])"
USED = f"{WHERE}; c.ensure_connection(); print('used', c.connection.info.dbname)"
SERVER = os.environ.get("DATABASE_URL") or postgres.FOR_TESTS.url("postgres")
TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "cms.settings.test"}


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def test_any_command_has_a_database_of_the_checkout(tmp_path):
    result = manage("shell", "-v", "0", "-c", USED, VAR_DIR=folder_for(tmp_path), **TEST_SETTINGS)
    assert result.returncode == 0, result.stdout
    assert f"in {tmp_path}/var/postgres-test" in result.stdout
    assert "used norderstedt_go" in result.stdout


def test_settings_named_on_the_command_line_decide_which_server_it_is(tmp_path):
    words = ("shell", "-v", "0", "-c", USED, "--settings")
    for command in ((*words, "cms.settings.test"), (*words[:-1], "--settings=cms.settings.test")):
        result = manage(*command, VAR_DIR=folder_for(tmp_path))
        assert f"in {tmp_path}/var/postgres-test" in result.stdout


@pytest.mark.parametrize("words", [("help",), ("migrate", "--help"), ("diffsettings",)])
def test_a_command_that_needs_no_database_starts_none(tmp_path, words):
    assert manage(*words, VAR_DIR=folder_for(tmp_path)).returncode == 0
    assert not (tmp_path / "var").exists()


def test_an_interrupted_command_says_how_to_go_on(tmp_path):
    # Whoever starts the tests in the background has the signal ignored.
    code = (
        "import os, signal, time; signal.signal(signal.SIGINT, signal.default_int_handler);"
        " os.kill(os.getpid(), signal.SIGINT); time.sleep(9)"
    )
    result = manage("shell", "-v", "0", "-c", code, DATABASE_URL=SERVER)
    assert result.returncode == 130
    assert result.stdout.endswith("Interrupted. Run the same command to go on.\n")


def test_a_database_fault_that_is_no_lost_connection_keeps_its_traceback():
    code = "from django.db import OperationalError; raise OperationalError('deadlock')"
    result = manage("shell", "-v", "0", "-c", code, DATABASE_URL=SERVER)
    assert result.returncode == 1
    assert "Traceback" in result.stdout


def test_a_database_that_goes_away_under_a_command_is_told():
    code = (
        "import os; from django.db import OperationalError;"
        "os.environ['DATABASE_URL'] = 'postgresql://host.invalid/x'; raise OperationalError('lost')"
    )
    sentence = told(manage("shell", "-v", "0", "-c", code, DATABASE_URL=SERVER))
    assert sentence.startswith("No PostgreSQL answers at host.invalid:5432 (")


def test_a_terminal_sees_what_a_step_is_at():
    out = Terminal()
    with Steps(2, out).step("Tables") as step:
        step.at("1 of 3")
        step.note("3 migrations")
    assert "[1/2] Tables … 1 of 3" in out.getvalue()
    assert out.getvalue().endswith("[1/2] Tables – done, 3 migrations (0.0 s)\n")


def test_a_file_gets_two_lines_for_a_step():
    out = io.StringIO()
    with Steps(2, out).step("Tables") as step:
        step.at("1 of 3")
    assert out.getvalue() == "[1/2] Tables …\n[1/2] Tables – done (0.0 s)\n"


def test_a_step_that_fails_closes_its_line():
    out = io.StringIO()
    with pytest.raises(ValueError), Steps(1, out).step("Tables"):
        raise ValueError
    assert out.getvalue().endswith("[1/1] Tables – stopped (0.0 s)\n")


def test_what_a_command_writes_is_followed_line_by_line():
    told_so_far = []
    stream = Follower(told_so_far.append)
    assert stream.write("  Applying one... ") == 18
    stream.write("\n")
    assert told_so_far == ["Applying one..."]


def test_the_log_is_coloured_on_a_terminal_unless_it_is_not_wanted(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured, plain = Terminal(), Terminal()
    Log(coloured).write("web", "line", 36)
    monkeypatch.setenv("NO_COLOR", "1")
    Log(plain).write("web", "line", 36)
    assert coloured.getvalue() == "\x1b[36mweb     │\x1b[0m line\n"
    assert plain.getvalue() == "web     │ line\n"


def test_services_go_on_when_nobody_reads_the_log_any_more():
    closed = io.StringIO()
    closed.close = lambda: None
    out = Log(closed)
    closed.write = _broken_pipe
    out.write("web", "line")


def _broken_pipe(_text):
    raise BrokenPipeError


def test_a_lock_is_held_by_one_process_and_tells_who(tmp_path):
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.take()
    first.write("long address")
    first.write("here")
    assert not second.take()
    assert second.read() == "here"
    first.release()
    assert second.take()
    second.release()


def test_an_ordinary_user_runs_postgresql_as_itself(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    tmp_path.chmod(0o700)
    assert system_user.run_as() == {}
    system_user.let_through(tmp_path / "data")
    system_user.let_read(tmp_path)
    system_user.give(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_root_opens_only_what_postgresqls_user_has_to_pass(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o700)
    (folder / "program").touch(mode=0o700)
    (folder / "text").touch(mode=0o600)
    system_user.let_through(folder / "data")
    assert folder.stat().st_mode & 0o777 == 0o701
    system_user.let_read(folder)
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert modes == {"program": 0o705, "text": 0o604}


def test_root_without_a_user_for_postgresql_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(system_user, "NAME", "nobody-of-that-name")
    monkeypatch.setattr(system_user, "COMMANDS", (("false",), ("unheard-of-command",)))
    with pytest.raises(Fault, match="start as an ordinary user, or set DATABASE_URL"):
        system_user.run_as()


def test_a_checkout_without_the_wheel_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(Fault, match="is not installed: run `make environment`"):
        programs()


@pytest.mark.parametrize("place", ["themes/default/static/css", "cms/core/static/core"])
def test_static_files_are_collected_anew_when_one_has_changed(
    monkeypatch, settings, tmp_path, place
):
    settings.STATICFILES_DIRS = [tmp_path / "themes/default/static"]
    monkeypatch.setattr(places, "ROOT", tmp_path)
    (tmp_path / "uv.lock").write_text("")
    style = tmp_path / place / "a.css"
    style.parent.mkdir(parents=True)
    style.write_text("a {}")
    before = static.fingerprint()
    assert static.fingerprint() == before
    style.write_text("a { color: red }")
    assert static.fingerprint() != before


def test_the_local_socket_is_named_where_there_is_no_host():
    assert database.place("postgresql:///go?host=/run/postgresql") == "/run/postgresql"
    assert database.place("postgresql:///go") == "the local socket"


def test_a_port_below_1024_needs_rights(monkeypatch):
    def refuse(*_arguments):
        raise PermissionError

    monkeypatch.setattr("socket.socket.bind", refuse)
    with pytest.raises(Fault, match="Port 80 needs more rights than this user has"):
        places.ensure_port_free("127.0.0.1", 80)
