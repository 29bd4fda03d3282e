"""``make bench``: one run, one table. Everything is on 127.0.0.1 and ends after some minutes.

``BENCH_SECONDS`` (default 3) is the time of one load, ``BENCH_ROUNDS`` (default 3) how often each
page is loaded; ``BENCH_ONLY=idea`` loads the pages with that in their name, no phone and no
messages of devices. Exit code 1 when a target is missed.
"""

import os
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import psycopg

from cms.core.embedded import postgres
from tests.benchmarks import (
    almanac,
    course_rows,
    gift_rows,
    idea_rows,
    ingest,
    lighthouse,
    live,
    load,
    rush,
    stock,
    stored,
    table,
    wagtail_start,
)
from tests.benchmarks.servers import NotServingError, serving
from tests.benchmarks.table import Row

SECONDS = int(os.environ.get("BENCH_SECONDS", "3"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
ONLY = os.environ.get("BENCH_ONLY", "")
MEASURES = (table.TRIVIAL, table.NEW_PROJECT)
# A reader whom a form has given a cookie: the page cache lets the request pass.
UNCACHED = {"Cookie": "csrftoken=benchmark"}
SEARCHED = "?q=Schliesfach+Park"
PHONE = ("home", "project")


def main() -> int:
    """Measure and print; 2 when nothing can be measured."""
    if not load.is_there():
        say(load.REMEDY)
        return 2
    postgres.ensure_running(postgres.FOR_TESTS)
    stocks = stock.prepare(say)
    ideas, few = (idea_rows.Figures(url) for url in (stocks.ideas, stocks.few_ideas))
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        say("Settling donations")
        gifts, few_gifts, more = stack.enter_context(gift_rows.measured(stocks))
        planned = plan(stock.addresses(stocks.many)) + idea_rows.rows(ideas, few, UNCACHED)
        planned += gift_rows.rows(gifts, few_gifts, UNCACHED)
        planned += course_rows.rows(stocks, UNCACHED)
        rows = {row.name: row for row in planned if ONLY in row.name or row.name in MEASURES}
        names = {row.server for row in rows.values()}
        servers = start(stack, Path(folder), stocks, more, names)
        for row in rows.values():
            look(row, servers)
        for number in range(1, ROUNDS + 1):
            for row in (row for row in rows.values() if not row.failure):
                say(f"Round {number} of {ROUNDS}: {row.name}")
                measure(row, servers[row.server].address + row.path)
        if servers.get("ideas", Server()).address:
            ideas.export = idea_rows.exported(servers["ideas"].address + ideas.paths["file"])
    missed = [fault for row in rows.values() for fault in table.faults(row, rows)]
    missed += idea_rows.faults(ideas, few) + gift_rows.faults(gifts)
    print("\n".join(["", *table.lines(rows), "", *idea_rows.lines(ideas, few), ""]))
    print("\n".join([*gift_rows.lines(gifts), ""]), flush=True)
    for each in others():
        missed += measured_beside(each)
    reports = {} if ONLY else phone(stocks.many)
    missed += [fault for report in reports.values() for fault in table.lighthouse_faults(report)]
    print(
        "\n".join([*table.lighthouse_lines(reports), ""])
        if reports
        else f"Without Lighthouse: {lighthouse.REMEDY}\n"
    )
    say("All targets are met." if not missed else f"{len(missed)} targets are missed.")
    return 1 if missed else 0


def measured_beside(part: ModuleType) -> list[str]:
    """Measure a part, print its figures, and return its faults; one that breaks off is a fault."""
    name = part.__name__.rpartition(".")[2]
    try:
        figures = part.measure(say)
    except (OSError, RuntimeError, subprocess.SubprocessError, psycopg.Error) as error:
        print(f"✗ {name} broke off: {error}\n", flush=True)
        return [f"{name} broke off"]
    print("\n".join([*part.lines(figures), ""]), flush=True)
    found: list[str] = part.faults(figures)
    return found


def others() -> list[ModuleType]:
    """What is measured beside pages; each has ``measure``, ``faults`` and ``lines``."""
    if ONLY:
        return []
    if not ingest.is_there():
        say(f"Without messages: {ingest.REMEDY}")
        return [rush, almanac]
    return [rush, almanac, ingest, live, stored]


class Server(NamedTuple):
    """Where it is, or why it is not."""

    address: str = ""
    failure: str = ""


def start(
    stack: ExitStack,
    folder: Path,
    stocks: stock.Stocks,
    more: dict[str, dict[str, str]],
    names: set[str],
) -> dict[str, Server]:
    """The measured servers, by name. One that does not start costs its own rows only."""
    say("Starting a trivial view, a new Wagtail project and the site")
    new = folder / "new"
    new.mkdir()
    variables = wagtail_start.make(new)
    ours, no_parts = "cms.wsgi:application", {"BENCH_KEEPS_NO_PARTS": "1"}
    site = stock.environment
    wanted = {
        "trivial": serving("tests.benchmarks.trivial:application", {}),
        "new": serving(f"{wagtail_start.NAME}.wsgi:application", variables, path=new),
        "site": serving(ours, site(stocks.many), health="/healthz"),
        "anew": serving(ours, site(stocks.many) | no_parts, health="/healthz"),
        "few": serving(ours, site(stocks.demo) | no_parts, health="/healthz"),
    } | {
        name: serving(ours, environment, health="/healthz")
        for name, environment in (
            idea_rows.servers(stocks) | course_rows.servers(stocks) | more
        ).items()
    }
    return {name: _entered(stack, name, wanted[name]) for name in names}


def _entered(stack: ExitStack, name: str, server: AbstractContextManager[str]) -> Server:
    try:
        return Server(stack.enter_context(server))
    except NotServingError as error:
        say(f"The server of “{name}” has not started: {error}")
        return Server(failure=f"its server has not started: {error}")


def plan(paths: dict[str, str]) -> list[Row]:
    """The rows of the table."""
    half = (table.NEW_PROJECT, table.UNCACHED_TO_NEW_PROJECT)
    rows = [
        Row(table.TRIVIAL, "trivial", "/"),
        Row(table.NEW_PROJECT, "new", "/"),
        Row("home, cached", "site", "/", least=(table.TRIVIAL, 0.8), verdict="hit"),
    ]
    named = {"home": "home", "projects": "project list"}
    named |= {name: name for name in ("project", "project in English", "roadmap")}
    for key, name in named.items():
        if key in paths:
            rows.append(_uncached(name, "site", paths[key], half))
    if "search" in paths:
        path = paths["search"] + SEARCHED
        rows.append(Row("search", "site", path, least=half, verdict="bypass", limited=True))
        rows.append(Row("search made anew", "anew", path, verdict="bypass", limited=True))
    for key, name in named.items():
        if key in paths:
            few = f"{name} made anew, 13 projects"
            rows.append(_uncached(f"{name} made anew", "anew", paths[key], flat=few))
            rows.append(_uncached(few, "few", paths[key]))
    return rows


def _uncached(
    name: str,
    server: str,
    path: str,
    least: tuple[str, float] | None = None,
    flat: str = "",
) -> Row:
    return Row(name, server, path, UNCACHED, least, flat, verdict="bypass", limited=True)


def look(row: Row, servers: dict[str, Server]) -> None:
    """Warm the page up and note its queries, its size, and why it cannot be measured, if so."""
    row.failure = servers[row.server].failure
    try:
        if not row.failure:
            (post if row.messages else get)(row, servers[row.server].address + row.path)
    except (OSError, ValueError) as error:
        row.failure = f"not measured: {error}"
        say(f"{row.name}: {row.failure}")


def get(row: Row, url: str) -> None:
    """See that the page answers as the row says, and note its queries and size."""
    for _number in range(8):
        request = urllib.request.Request(url, headers=row.headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            row.size = len(answer.read())
            verdict = answer.headers.get("X-Page-Cache", "")
    if row.verdict and verdict != row.verdict:
        raise ValueError(f"the page cache says “{verdict}”, not “{row.verdict}”")
    request = urllib.request.Request(url, headers=row.headers | {"X-Count-Queries": "1"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        queries = answer.headers.get("X-Queries")
    row.queries = int(queries) if queries and row.verdict != "hit" else 0 if row.verdict else None


def post(row: Row, url: str) -> None:
    """See that a message is taken, and note its queries."""
    assert row.messages
    headers, body = next(iter(row.messages()))
    counting = headers | {"X-Count-Queries": "1"}
    request = urllib.request.Request(url, body.encode(), counting, method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        row.queries = int(answer.headers["X-Queries"])


def measure(row: Row, url: str) -> None:
    """One load of the page."""
    messages = row.messages() if row.messages else None
    try:
        row.runs.append(load.run(url, row.headers, SECONDS, messages))
    except subprocess.SubprocessError as error:
        row.failure = f"not measured: {error}"
        say(f"{row.name}: {row.failure}")


def phone(url: str) -> dict[str, lighthouse.Report | str]:
    """Lighthouse's reports, or why there is none; empty where it is not installed."""
    if not lighthouse.is_there():
        return {}
    with tempfile.TemporaryDirectory() as folder:
        variables = stock.environment(url) | {"STATIC_ROOT": folder}
        say("Collecting static files for Lighthouse")
        try:
            stock.run(("manage.py", "collectstatic", "--noinput"), variables)
            paths = stock.addresses(url)
            with serving("cms.wsgi:application", variables, health="/healthz") as address:
                return {key: _seen(key, address + paths[key]) for key in PHONE}
        except (NotServingError, RuntimeError) as error:
            say(str(error))
            return dict.fromkeys(PHONE, str(error).splitlines()[0])


def _seen(name: str, url: str) -> lighthouse.Report | str:
    say(f"Lighthouse: {name}")
    try:
        return lighthouse.run(url)
    except lighthouse.NotMeasuredError as error:
        return str(error)


def say(sentence: str) -> None:
    """Tell how far it is, beside the table."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
