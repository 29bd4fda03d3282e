"""The whole demo site behind the web server of `make run`, for the browser to visit.

Loading the demo and drawing its pictures in all sizes takes about a minute. So it is done once into
a database and a folder that are kept while the content is the same; every run serves a copy.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection
from psycopg.sql import SQL, Identifier
from wagtail.models import Site as WagtailSite

from cms.core.embedded import database, places
from cms.core.embedded.processes import end_with_parent
from cms.core.models import SiteSettings
from tests import databases
from tests.simulators.stripe.client import StripeSimulator

HOST = "127.0.0.1"
KEPT = places.VAR / "e2e"
START_SECONDS = 60
JOBS_SECONDS = 60
DUE = """
SELECT FROM procrastinate_jobs
WHERE status = 'doing' OR status = 'todo' AND coalesce(scheduled_at, now()) <= now()
"""
ONE_AT_A_TIME = 7_264_512_002
CONTENT = tuple(
    f"{floor}/**/{files}"
    for floor in ("cms", "hardware_bridge", "participation")
    for files in (
        "migrations/*.py",
        "models/*.py",
        "blocks/*.py",
        "demo/*.py",
        "demo.py",
        "domain.py",
        "domain/*.py",
        "demo_content/**/*.*",
    )
)


@dataclass
class Site:
    """A running site: its address, what it keeps its data in, and where its donors pay."""

    address: str
    folder: Path
    database_url: str
    stripe: StripeSimulator | None = None
    _worker: subprocess.Popen | None = None

    def manage(self, *command: str) -> str:
        """Run a management command on the site's data; its output."""
        return _manage(*command, environment=_environment(self))

    def work(self) -> None:
        """Wait until nothing is left to do: by Stripe, by the jobs it tells, by Stripe again."""
        for _round in range(2 if self.stripe else 1):
            if self.stripe:
                self.stripe.wait_idle()
            self._let_jobs_end()

    def _let_jobs_end(self) -> None:
        """Have the worker of `make run`, from the first call on, and wait until no job is due."""
        if self._worker is None:
            command = [sys.executable, "manage.py", "procrastinate", "worker"]
            self._worker = _started(command, _environment(self), self.folder / "worker.log")
        pause = threading.Event()
        with database.connect(self.database_url) as connection:
            for _try in range(JOBS_SECONDS * 20):
                if not connection.execute(DUE).fetchall():
                    return
                assert self._worker.poll() is None, (self.folder / "worker.log").read_text()
                pause.wait(0.05)
        raise AssertionError("The jobs did not end in time.")

    def end(self) -> None:
        """End the worker, if there is one."""
        if self._worker is not None:
            self._worker.terminate()
            self._worker.wait()
            self._worker = None

    @property
    def mails(self) -> list[str]:
        """The mails sent so far, oldest first."""
        files = (self.folder / "mail").glob("*.log")
        in_order = sorted(files, key=lambda path: path.stat().st_mtime_ns)
        return [path.read_text() for path in in_order]


@contextmanager
def copy_of_the_demo() -> Iterator[Site]:
    """Serve a copy of the demo that tests may change as they like."""
    name = f"test_{os.getpid()}_e2e"
    folder = KEPT / name
    kept = demo()
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(KEPT / kept / "media", folder / "media", copy_function=os.link)
    with databases.maintenance() as server:
        databases.copy(server, kept, name)
    try:
        with StripeSimulator.start() as stripe, serving(name, folder, stripe) as site:
            stripe.send_webhooks_to(f"{site.address}/stripe/webhook/")
            try:
                yield site
            finally:
                site.end()
    finally:
        with databases.maintenance() as server:
            databases.drop(server, name)
        shutil.rmtree(folder)


def demo() -> str:
    """Name of the database, and of the folder, with the demo; made when there is none."""
    name = f"demo_{databases.fingerprint(*CONTENT)}"
    half_made = f"{name}_half_made"
    template = databases.migrated_template()
    with databases.maintenance() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        if databases.exists(server, name) and (KEPT / name).is_dir():
            return name
        _forget_all(server)
        databases.copy(server, template, half_made)
        _load_demo(half_made, KEPT / name)
        server.execute(
            SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(half_made), Identifier(name))
        )
    return name


def _forget_all(server) -> None:
    """Drop the demos of other content; they can be made again."""
    rows = server.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'demo\_%'")
    for (name,) in rows.fetchall():
        databases.drop(server, name)
        shutil.rmtree(KEPT / name.removesuffix("_half_made"), ignore_errors=True)


def _load_demo(name: str, folder: Path) -> None:
    """Load the demo, then read every page once so that its pictures are there in all sizes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # As somebody leaves it who has looked at the empty site: with the row of its settings.
    databases.use(name)
    SiteSettings.for_site(WagtailSite.objects.get(is_default_site=True))
    connection.close()
    said = _manage("demo", environment=_environment(Site("", folder, _url(name))))
    assert "Publishing" in said
    with serving(name, folder) as site:
        with urllib.request.urlopen(f"{site.address}/sitemap.xml", timeout=60) as answer:
            pages = re.findall(r"<loc>(.*?)</loc>", answer.read().decode())
        for page in pages:
            urllib.request.urlopen(page, timeout=60).close()


@contextmanager
def serving(name: str, folder: Path, stripe: StripeSimulator | None = None) -> Iterator[Site]:
    """Serve a database and a folder on a free port."""
    site = Site(f"http://{HOST}:{_free_port()}", folder, _url(name), stripe)
    environment = _environment(site, _static_files(site))
    _move_to(site)
    log = folder / "server.log"
    process = _started(_command(urlsplit(site.address).port), environment, log)
    try:
        _wait_until_ready(site, process)
        yield site
    finally:
        process.terminate()
        process.wait()


def _started(command: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen:
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            cwd=places.ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            preexec_fn=end_with_parent,
        )


def _command(port: int | None) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", HOST, "--port", str(port), "--workers", "1", "--blocking-threads", "4"),
        *("--workers-kill-timeout", "5", "--log-level", "warning", "cms.wsgi:application"),
    ]


def _environment(site: Site, static: Path | None = None) -> dict[str, str]:
    # Not measured for coverage: that would make every page twice as slow.
    inherited = {name: word for name, word in os.environ.items() if "COVERAGE" not in name}
    return {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
        "PYTHONPATH": str(places.ROOT),
        "THEME": "norderstedt",
        "DEBUG": "false",
        "LOG_LEVEL": "ERROR",
        "DATABASE_URL": site.database_url,
        "BASE_URL": site.address,
        "EMAIL_URL": "",
        "VAR_DIR": str(site.folder),
        "MEDIA_ROOT": str(site.folder / "media"),
        "STATIC_ROOT": str(static or site.folder / "static"),
        **_payments(site.stripe),
    }


def _payments(stripe: StripeSimulator | None) -> dict[str, str]:
    """What leads to the simulated Stripe; without one, nobody can pay."""
    return {
        "STRIPE_API_KEY": stripe.key if stripe else "",
        "STRIPE_API_BASE": stripe.address if stripe else "",
        "STRIPE_WEBHOOK_SECRETS": stripe.secret if stripe else "",
        "CHECKOUT_ORIGINS": stripe.address if stripe else "",
    }


def _static_files(site: Site) -> Path:
    """The folder of static files; collected when there is none for these files."""
    files = ("themes/**/static/**/*.*", "cms/*/static/**/*.*", "cms/core/staticfiles.py")
    mark = databases.fingerprint(*files)
    folder = KEPT / f"static_{mark}"
    if not folder.exists():
        for old in KEPT.glob("static_*"):
            shutil.rmtree(old)
        half_made = folder.with_name(f"static_half_made_{os.getpid()}")
        environment = _environment(site, half_made)
        _manage("collectstatic", "--noinput", "-v", "0", environment=environment)
        half_made.rename(folder)
    return folder


def _move_to(site: Site) -> None:
    """Write the address into Wagtail's record of the site."""
    place = urlsplit(site.address)
    with database.connect(site.database_url) as connection:
        connection.execute(
            "UPDATE wagtailcore_site SET hostname = %s, port = %s", [place.hostname, place.port]
        )


def _url(name: str) -> str:
    return urlunsplit(urlsplit(databases.url())._replace(path=f"/{name}"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def _wait_until_ready(site: Site, process: subprocess.Popen) -> None:
    pause = threading.Event()
    for _try in range(START_SECONDS * 10):
        try:
            urllib.request.urlopen(f"{site.address}/healthz", timeout=START_SECONDS).close()
        except OSError as error:
            if process.poll() is not None:
                log = (site.folder / "server.log").read_text()
                raise AssertionError(f"The site did not start:\n{log}") from error
            pause.wait(0.1)
        else:
            return
    raise AssertionError("The site did not start in time.")


def _manage(*command: str, environment: dict[str, str]) -> str:
    result = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=places.ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert result.returncode == 0, result.stdout
    return result.stdout
