"""Which tags a page or part depends on: the tables that its SQL reads, and the pages around it.

The tables are taken from the statements themselves, so that no list can be forgotten. A table that
nobody watches makes the result unfit to be kept.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from wagtail.models import Page

from cms.core.page_cache import tags
from cms.core.serving import own_rows_of

_TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')
# A page fetched by its number: the tags of the page itself, or of who mentions it, stand for it.
_ONE_PAGE = re.compile(r' WHERE "\w+"\."page_ptr_id" = %s(?: LIMIT \d+)?$')


class Reads:
    """The tags read so far."""

    def __init__(self) -> None:
        self.tags: set[str] = set()
        self.is_complete = True

    def add_statement(self, sql: str) -> None:
        """Take over the tables of a SELECT."""
        if _ONE_PAGE.search(sql):
            return
        known = tags.tags_by_table()
        for table in _TABLE.findall(sql):
            tag = known.get(table, "")
            if tag is None:
                self.is_complete = False
            elif tag:
                self.tags.add(tag)

    def add(self, other: "Reads") -> None:
        """Take over what a part has read."""
        self.tags |= other.tags
        self.is_complete = self.is_complete and other.is_complete

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
def recording() -> Iterator[Reads]:
    """Collect what the block reads. Within another recording, that one gets it too."""
    outer, reads = _current.get(), Reads()
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


def _observe(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    current = _current.get()
    if current is not None and sql.startswith("SELECT"):
        current.add_statement(sql)
    return execute(sql, params, many, context)
