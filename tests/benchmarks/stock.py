"""The databases that are measured: the demo, and the demo with projects up to five hundred.

Both stay on the tests' server until migrations or demo content change.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from cms.core.embedded import database, places
from tests import databases

MANY = 500
MEDIA = places.VAR / "bench-media"
SETTINGS = "tests.benchmarks.settings"
LOADING_SETTINGS = "cms.settings.dev"
PAGES = {
    "projects": "projectindexpage",
    "project": "projectpage",
    "roadmap": "roadmappage",
    "search": "searchpage",
}
_ADDRESS = """
SELECT page.url_path FROM wagtailcore_page page
JOIN django_content_type type ON type.id = page.content_type_id
JOIN wagtailcore_locale locale ON locale.id = page.locale_id
WHERE type.model = %s AND locale.language_code = 'de' AND page.live
ORDER BY page.path LIMIT 1
"""


def prepare(say: Callable[[str], None]) -> tuple[str, str]:
    """Addresses of the database with the demo and of the one with many projects."""
    mark = databases.fingerprint(
        "cms/*/migrations/*.py", "cms/**/demo*.py", "cms/**/*.toml", "tests/benchmarks/many.py"
    )
    demo, many = f"bench_demo_{mark}", f"bench_many_{mark}"
    with databases.maintenance() as server:
        for (old,) in server.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^bench_'"):
            if mark not in old:
                databases.drop(server, old)
        if not databases.exists(server, demo):
            say("Loading the demo; the next run finds it there")
            _make(server, demo, "template0", ("manage.py", "migrate"), ("manage.py", "demo"))
        if not databases.exists(server, many):
            say(f"Making {MANY} projects")
            _make(server, many, demo, ("-m", "tests.benchmarks.many", str(MANY)))
    return _url(demo), _url(many)


def addresses(url: str) -> dict[str, str]:
    """Paths of the measured pages, without those that there are not."""
    found = {"home": "/"}
    with database.connect(url) as connection:
        for name, page_type in PAGES.items():
            row = connection.execute(_ADDRESS, [page_type]).fetchone()
            if row:
                found[name] = "/" + row[0].split("/", 2)[2]
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
    variables = environment(_url(half_made)) | {"DJANGO_SETTINGS_MODULE": LOADING_SETTINGS}
    for command in commands:
        run(command, variables)
    run(("-c", _ANALYSE), variables)
    server.execute(f'ALTER DATABASE "{half_made}" RENAME TO "{name}"')  # type: ignore[attr-defined]


_ANALYSE = (
    "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL'], autocommit=True)"
    ".execute('VACUUM ANALYSE')"
)


def run(command: tuple[str, ...], variables: dict[str, str]) -> None:
    """Run a Python command. Raises RuntimeError with what it said when it fails."""
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


def _url(name: str) -> str:
    return urlunsplit(urlsplit(databases.url())._replace(path=f"/{name}"))
