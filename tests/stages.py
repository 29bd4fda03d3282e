"""States of the database that many tests begin in: made once in each process, then copied.

Making the small site takes half a second, and half of all tests begin there. So a fixture declares
with :func:`stage` how its state is made and read. Before a test that names the fixture, its process
turns to a database that is there already, in which the test's transaction begins.
"""

import os
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from tests import databases


@dataclass
class Stage:
    """A state: what it is built upon, how, and what the fixture of its name returns.

    `build` runs once, committing; `read` finds afterwards what `build` has made. Where `template`
    names a database that is there already, the state begins as a copy of that one.
    """

    name: str
    base: str
    build: Callable[[], Any]
    read: Callable[[], Any]
    template: Callable[[], str] | None = None


@dataclass
class _Made:
    """A database of the state that stays as it is, the one that tests use, and the values of the
    fixtures that it has, pickled, so that no test sees what another one did to them."""

    pristine: str
    used: str
    values: dict[str, bytes] = field(default_factory=dict)


EMPTY = ""
_stages: dict[str, Stage] = {}
_made: dict[str, _Made] = {}
_now = EMPTY


def stage(
    name: str,
    *,
    base: str = EMPTY,
    build: Callable[[], Any] = lambda: None,
    read: Callable[[], Any] = lambda: None,
    template: Callable[[], str] | None = None,
) -> None:
    """Declare the state that the fixture of this name begins in; `base` is one declared before."""
    _stages[name] = Stage(name, base, build, read, template)


def value(name: str) -> Any:
    """What the fixture returns. A test reaches it only by naming the fixture, or one that does."""
    return pickle.loads(_made[_now].values[name])  # noqa: S301 – our own, of this process


def begin(template: str) -> None:
    """Make the state without anything: a copy of the migrated template."""
    name = f"test_{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with databases.maintenance() as server:
        databases.forget_killed_runs(server)
        databases.copy(server, template, name)
    _made[EMPTY] = _Made(pristine=template, used=name)
    databases.use(name)


def end() -> None:
    """Drop what this process has made."""
    connection.close()
    with databases.maintenance() as server:
        for made in _made.values():
            databases.drop(server, made.used)
        for name in _made.keys() - {EMPTY}:
            databases.drop(server, _made[name].pristine)


def enter(fixtures: Iterable[str]) -> None:
    """Use the database of the last state among the fixtures of a test."""
    global _now
    wanted = [name for name in _stages if name in set(fixtures)]
    name = wanted[-1] if wanted else EMPTY
    if name not in _made:
        _make(_stages[name])
    if _made[name].used != connection.settings_dict["NAME"]:
        databases.use(_made[name].used)
    _now = name


def restore() -> None:
    """Give the used database back as new, after a test that committed."""
    made = _made[_now]
    databases.use(made.used)
    with databases.maintenance() as server:
        databases.copy(server, made.pristine, made.used)


def _make(wanted: Stage) -> None:
    if wanted.base not in _made:
        _make(_stages[wanted.base])
    base = _made[wanted.base]
    source = wanted.template() if wanted.template else base.pristine
    names = [f"{_made[EMPTY].used}_{wanted.name}{end}" for end in ("_new", "")]
    made = _Made(*names, values={})
    with databases.maintenance() as server:
        databases.copy(server, source, made.pristine)
        databases.use(made.pristine)
        with transaction.atomic():
            wanted.build()
            connection.run_on_commit.clear()  # as in a test, whose transaction never commits
        for name in (*base.values, wanted.name):
            made.values[name] = pickle.dumps(_stages[name].read())
        connection.close()
        databases.copy(server, made.pristine, made.used)
    _made[wanted.name] = made
