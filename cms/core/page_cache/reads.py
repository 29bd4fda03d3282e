"""Which tags a page or part depends on: the tables that its SQL reads, and the pages around it.

The tables are taken from the statements themselves, so that no list can be forgotten. A table that
nobody watches makes the result unfit to be kept.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model
from wagtail.models import Page

from cms.core.page_cache import tags
from cms.core.serving import own_rows_of

_TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')
# A page fetched by its number: the tags of the page itself, or of who mentions it, stand for it.
_ONE_PAGE = re.compile(r' WHERE "\w+"\."page_ptr_id" = %s(?: LIMIT \d+)?$')


NO_TABLES: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Version:
    """A key that changes with whatever is read from some tables, in the transaction of the change.

    What is kept under it need not be forgotten when rows of these tables change. It is the only
    way to keep what was read from tables that nobody watches, such as people's names.
    """

    key: Hashable
    tables: frozenset[str]


class Reads:
    """The tags read so far, but for the tables that a version stands for."""

    def __init__(self, versioned: frozenset[str] = NO_TABLES) -> None:
        self.tags: set[str] = set()
        self.is_complete = True
        self.versioned = versioned
        self.passed_over: set[str] = set()
        """Tables with a version that were read."""

    def add_statement(self, sql: str) -> None:
        """Take over the tables of a SELECT."""
        if _ONE_PAGE.search(sql):
            return
        known = tags.tags_by_table()
        for table in _TABLE.findall(sql):
            tag = known.get(table, "")
            if table in self.versioned:
                self.passed_over.add(table)
            elif tag is None:
                self.is_complete = False
            elif tag:
                self.tags.add(tag)
                self.tags |= tags.columns_in(table, sql)

    def add(self, other: "Reads") -> None:
        """Take over what a part has read. A part's version says nothing of the whole's age."""
        self.tags |= other.tags
        known = other.passed_over <= self.versioned
        self.is_complete = self.is_complete and other.is_complete and known
        self.passed_over |= other.passed_over

    def of_rows(self, model: type[Model], keys: Iterable[Any]) -> None:
        """Depend, in columns that change apart from the others, on these rows alone."""
        self.tags -= set(tags.column_tags(model).values())
        self.tags |= {tags.row_tag(model, key) for key in keys}

    def of_page(self, page: Page) -> None:
        """Depend on the page and those above it, not on tables of which it reads own rows only."""
        own = own_rows_of(type(page))
        self.tags -= {tags.table_tag(model) for model in own.models}
        self.tags |= {tags.page_tag(page), tags.below_tag(page)}
        above = list(getattr(page, "breadcrumbs", ()))
        self.tags |= {tags.page_tag(ancestor) for ancestor in above}
        if own.siblings and above:
            self.tags.add(tags.below_tag(above[-1]))


_current: ContextVar[Reads | None] = ContextVar("reads", default=None)


@contextmanager
def recording(versioned: frozenset[str] = NO_TABLES) -> Iterator[Reads]:
    """Collect what the block reads. Within another recording, that one gets it too."""
    outer, reads = _current.get(), Reads(versioned)
    token = _current.set(reads)
    try:
        if outer is None:
            with connection.execute_wrapper(_observe):
                yield reads
        else:
            yield reads
    finally:
        _current.reset(token)
        if outer is not None:
            outer.add(reads)


def note(reads: Reads) -> None:
    """Add what a kept part had read to the recording in progress."""
    current = _current.get()
    if current is not None:
        current.add(reads)


def note_tags(tags: Iterable[str]) -> None:
    """Let the recording in progress depend on the tags."""
    current = _current.get()
    if current is not None:
        current.tags.update(tags)


def note_page(page: Page) -> None:
    """Let the recording in progress depend on the page and those above it."""
    current = _current.get()
    if current is not None:
        current.of_page(page)


def spoil() -> None:
    """Let nothing of the recording in progress be kept."""
    current = _current.get()
    if current is not None:
        current.is_complete = False


def _observe(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    current = _current.get()
    if current is not None and sql.startswith("SELECT"):
        current.add_statement(sql)
    return execute(sql, params, many, context)
