"""Verbs that keep the index: put a row in, take it out, build everything anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

from cms.core.models import SearchEntry, SearchWord
from cms.core.page_cache.changes import touch
from cms.core.search import texts
from cms.core.search.registry import Draft, Source, sources

LONGEST_TEXT = 100_000
TAG = "search"
"""What everything depends on that is found in the index."""
CONFIGURATIONS = {"en": "english"}
_PUT = """
INSERT INTO core_searchentry
    (source, object_id, language, section, title, folded, text, vector)
VALUES (%(source)s, %(object_id)s, %(language)s, %(section)s, %(title)s, %(folded)s, %(text)s,
    setweight(to_tsvector(%(config)s::regconfig, %(words)s), 'A')
    || setweight(to_tsvector(%(config)s::regconfig, %(folded)s), 'A')
    || setweight(to_tsvector(%(config)s::regconfig, %(introduction)s), 'B')
    || setweight(to_tsvector(%(config)s::regconfig, %(folded_introduction)s), 'B')
    || to_tsvector(%(config)s::regconfig, %(findable)s)
    || to_tsvector(%(config)s::regconfig, %(folded_text)s))
ON CONFLICT (source, object_id) DO UPDATE SET
    language = excluded.language, section = excluded.section, title = excluded.title,
    folded = excluded.folded, text = excluded.text, vector = excluded.vector
"""
_WORDS = """
INSERT INTO core_searchword (language, word, written)
SELECT %s, word, written FROM unnest(%s::text[], %s::text[]) AS new(word, written) ORDER BY word
ON CONFLICT DO NOTHING
"""


_suspended: ContextVar[bool] = ContextVar("suspended", default=False)


@contextmanager
def suspended() -> Iterator[None]:
    """Saves within the block are not indexed; whoever opens it calls :func:`rebuild` afterwards."""
    token = _suspended.set(True)
    try:
        yield
    finally:
        _suspended.reset(token)


def configuration(language: str) -> str:
    """PostgreSQL's rules of word forms for a language."""
    return CONFIGURATIONS.get(language, "german")


def put(*, source: Source, row: Any) -> None:
    """Index the row as it is now, or take it out when the public may not see it."""
    if _suspended.get():
        return
    draft = source.draft(row)
    with transaction.atomic():
        if draft is None:
            take_out(source=source, number=row.pk)
        else:
            _write(source, str(row.pk), draft)
            touch([TAG])


def take_out(*, source: Source, number: Any) -> None:
    """Make the row unfindable."""
    with transaction.atomic():
        taken, _models = SearchEntry.objects.filter(
            source=source.key, object_id=str(number)
        ).delete()
        if taken:
            touch([TAG])


def rebuild(*, report: Callable[[str], None] = lambda _line: None) -> int:
    """Build the whole index anew, in one transaction: readers find the old until the new is there.

    Returns the number of entries.
    """
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        SearchWord.objects.all().delete()
        for source in sources().values():
            report(source.key)
            for row in source.rows():
                put(source=source, row=row)
        return SearchEntry.objects.count()


def _write(source: Source, number: str, draft: Draft) -> None:
    title, introduction = texts.clean(draft.title), texts.clean(draft.introduction)
    text = texts.clean(f"{draft.introduction} {draft.text}")[:LONGEST_TEXT]
    findable = texts.clean(f"{text} {draft.hidden}")
    named, led, found = (
        f"{part} {texts.joined(part)}".strip() for part in (title, introduction, findable)
    )
    values = {
        "source": source.key,
        "object_id": number,
        "language": draft.language,
        "section": draft.section,
        "title": title[:255],
        # PostgreSQL takes what looks like a tag for one, and skips what a script encloses.
        "words": named.replace("<", " "),
        "folded": texts.fold(named)[:255],
        "introduction": led,
        "folded_introduction": texts.fold(led),
        "text": text,
        "findable": found,
        "folded_text": texts.fold(found),
        "config": configuration(draft.language),
    }
    known = texts.vocabulary(f"{named} {found}")
    with connection.cursor() as cursor:
        cursor.execute(_PUT, values)
        cursor.execute(_WORDS, [draft.language, [*known], [*known.values()]])
