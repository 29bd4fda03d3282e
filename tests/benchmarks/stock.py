"""The databases that are measured: the demo, and it with many projects, ideas, donations or runs.

They stay on the tests' server until migrations or demo content change.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from cms.core.embedded import database, places
from tests import databases

MANY = 500
FILLINGS = (
    *(("many", MANY), ("ideas", 10_000), ("ideas", 100)),
    *(("gifts", 10_000), ("gifts", 100)),
    *(("courses", 5_000), ("courses", 100)),
)
DEMO = (
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "cms/**/demo*.py",
    "cms/**/*.toml",
    "hardware_bridge/demo/*.py",
    "hardware_bridge/**/*.toml",
    "participation/*/demo/*.py",
    "participation/**/*.toml",
)
"""Files that the demo follows from."""
MEDIA = places.VAR / "bench-media"
SETTINGS = "tests.benchmarks.settings"
LOADING_SETTINGS = "cms.settings.dev"
PAGES = {
    "projects": ("projectindexpage", "de"),
    "project": ("projectpage", "de"),
    "project in English": ("projectpage", "en"),
    "roadmap": ("roadmappage", "de"),
    "search": ("searchpage", "de"),
}
"""Page type and language; a translation reads its facts beside its words."""
_ADDRESS = """
SELECT page.url_path FROM wagtailcore_page page
JOIN django_content_type type ON type.id = page.content_type_id
JOIN wagtailcore_locale locale ON locale.id = page.locale_id
WHERE type.model = %s AND locale.language_code = %s AND page.live
ORDER BY page.path LIMIT 1
"""
_PREFIXES = {"de": "/", "en": "/en/"}


@dataclass(frozen=True)
class Stocks:
    """Addresses of the databases."""

    demo: str
    many: str
    ideas: str
    few_ideas: str
    gifts: str
    few_gifts: str
    courses: str
    few_courses: str


def prepare(say: Callable[[str], None]) -> Stocks:
    """The databases, made where they are not there yet."""
    demo = f"bench_demo_{databases.fingerprint(*DEMO)}"
    fillings = {_filled(*filling): filling for filling in FILLINGS}
    with databases.maintenance() as server:
        for (old,) in server.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^bench_'"):
            if old not in (demo, *fillings):
                databases.drop(server, old)
        if not databases.exists(server, demo):
            say("Loading the demo; the next run finds it there")
            _make(server, demo, "template0", ("manage.py", "migrate"), ("manage.py", "demo"))
        for name, (module, number) in fillings.items():
            if not databases.exists(server, name):
                say(f"Making {number} {'projects' if module == 'many' else module}")
                _make(server, name, demo, ("-m", f"{__package__}.{module}", str(number)))
    return Stocks(*map(url_of, (demo, *fillings)))


def _filled(module: str, number: int) -> str:
    """Name of the demo's database with the module's rows; changes with both."""
    return f"bench_{module}_{number}_{databases.fingerprint(*DEMO, f'tests/benchmarks/{module}.*')}"


def addresses(url: str) -> dict[str, str]:
    """Paths of the measured pages, without those that there are not."""
    found = {"home": "/"}
    with database.connect(url) as connection:
        for name, (page_type, language) in PAGES.items():
            row = connection.execute(_ADDRESS, [page_type, language]).fetchone()
            if row:
                found[name] = _PREFIXES[language] + row[0].split("/", 2)[2]
    return found


def environment(url: str) -> dict[str, str]:
    """What a process needs to use the database."""
    return {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "MEDIA_ROOT": str(MEDIA),
        "THEME": "norderstedt",
        "LOG_LEVEL": "INFO",
    }


def _make(server: object, name: str, source: str, *commands: tuple[str, ...]) -> None:
    """Copy `source` and run the commands on the copy; a run cut short leaves nothing half-made."""
    half_made = f"{name}_half"
    databases.copy(server, source, half_made)  # type: ignore[arg-type]
    # The demo's accounts have public passwords, so the settings of production refuse to load it.
    variables = environment(url_of(half_made)) | {"DJANGO_SETTINGS_MODULE": LOADING_SETTINGS}
    for command in commands:
        run(command, variables)
    run(("-c", _ANALYSE), variables)
    server.execute(f'ALTER DATABASE "{half_made}" RENAME TO "{name}"')  # type: ignore[attr-defined]


_ANALYSE = (
    "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL'], autocommit=True)"
    ".execute('VACUUM ANALYSE')"
)


def run(command: tuple[str, ...], variables: dict[str, str]) -> str:
    """What a Python command says. Raises RuntimeError with what it said when it fails."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=places.ROOT,
        env={**os.environ, **variables, "LOG_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
        timeout=900,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def url_of(name: str) -> str:
    """Address of a database of the tests' server."""
    return urlunsplit(urlsplit(databases.url())._replace(path=f"/{name}"))


def name_of(url: str) -> str:
    """The other way round."""
    return urlsplit(url).path.removeprefix("/")
