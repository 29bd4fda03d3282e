"""The search itself. A handful of queries for a page of finds, whatever is searched for.

What words find is kept until the index changes; where the finds are, and whether they are still
public, is asked each time.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.utils.safestring import SafeString

from cms.core.page_cache import parts, reads, stores
from cms.core.search import texts
from cms.core.search.index import TAG, configuration
from cms.core.search.registry import ANY_LANGUAGE, Section, sections, sources
from cms.core.search.terms import Terms, expand

PER_PAGE = 10
LONGEST_SHOWN = 20_000
MOST_SUGGESTIONS = 8
LONGEST_MILLISECONDS = "3000"

# A word counts most as it is, less as the beginning of another, least as a part of one.
_FINDS = """
WITH asked AS MATERIALIZED (
    SELECT to_tsquery(%(config)s::regconfig, %(whole)s) AS whole,
        to_tsquery(%(config)s::regconfig, %(begun)s) AS begun,
        to_tsquery(%(config)s::regconfig, %(wide)s) AS wide
), matching AS MATERIALIZED (
    SELECT core_searchentry.id, section FROM core_searchentry, asked
    WHERE language = ANY(%(languages)s) AND vector @@ wide
), finds AS (
    SELECT source, object_id, title, left(text, %(longest)s), entry.section, entry.language
    FROM core_searchentry AS entry JOIN matching USING (id), asked
    WHERE %(section)s = '' OR entry.section = %(section)s
    ORDER BY (folded = %(phrase)s) DESC,
        8 * ts_rank(vector, whole) + 2 * ts_rank(vector, begun) + ts_rank(vector, wide) DESC,
        title, id
    LIMIT %(limit)s OFFSET %(offset)s
)
SELECT (
    SELECT coalesce(json_object_agg(section, number), '{}')::text
    FROM (SELECT section, count(*) AS number FROM matching GROUP BY section) AS counts
), finds.* FROM (SELECT) AS once LEFT JOIN finds ON true
"""
_SUGGESTIONS = """
SELECT source, object_id, title, '', section, language FROM core_searchentry
WHERE language = ANY(%(languages)s)
AND (folded LIKE '%%' || %(phrase)s || '%%' OR %(phrase)s <%% folded)
ORDER BY (' ' || folded LIKE '%% ' || %(phrase)s || '%%') DESC, (source = 'page') DESC,
    (folded LIKE %(phrase)s || '%%') DESC,
    word_similarity(%(phrase)s, folded) DESC, length(folded), id
LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Find:
    """A find with its words marked."""

    plain_title: str
    title: SafeString
    url: str
    excerpt: SafeString
    section: Section
    language: str
    """What it is written in; what readers of every language find is in the site's own."""


@dataclass(frozen=True)
class SectionCount:
    """How many finds a section has."""

    section: Section
    count: int


@dataclass(frozen=True)
class Results:
    """What a search has found."""

    total: int = 0
    finds: list[Find] = field(default_factory=list)
    counts: list[SectionCount] = field(default_factory=list)
    corrected: str = ""
    """The words searched for instead, when those typed were found nowhere."""
    is_partial: bool = False
    """Whether not every find has all the words."""


@dataclass(frozen=True)
class _Hit:
    """A row of the index with its words marked."""

    source: str
    number: str
    plain_title: str
    title: SafeString
    excerpt: SafeString
    section: str
    language: str


@dataclass(frozen=True)
class _Hits:
    """A page of rows with what was asked for."""

    hits: list[_Hit] = field(default_factory=list)
    counts: list[SectionCount] = field(default_factory=list)
    corrected: str = ""
    is_partial: bool = False

    @property
    def size(self) -> int:
        """Bytes it takes in memory, roughly."""
        return 1000 + sum(500 + 2 * len(hit.title) + 2 * len(hit.excerpt) for hit in self.hits)


def search(*, query: str, language: str, section: str = "", page: int = 1) -> Results:
    """What the words find in a language, the best first; a typo is corrected when nothing is found.

    Raises ``django.db.OperationalError`` when it takes longer than :data:`LONGEST_MILLISECONDS`.
    """
    typed = texts.clean(query)[: texts.LONGEST_QUERY].lower()
    asked = partial(_search, typed, language, section, page)
    found = _kept(("finds", typed, language, section, page), asked)
    return Results(
        total=sum(each.count for each in found.counts if section in ("", each.section.key)),
        finds=_finds(found.hits),
        counts=found.counts,
        corrected=found.corrected,
        is_partial=found.is_partial,
    )


def _search(query: str, language: str, section: str, page: int) -> _Hits:
    words = texts.words(query)
    if not words:
        return _Hits()
    with _in_time() as cursor:
        for terms, operator in _tries(cursor, words, language):
            values = _values(terms, operator, query, language) | _window(section, page)
            cursor.execute(_FINDS, values)
            rows = cursor.fetchall()
            counts = _counts(json.loads(rows[0][0]))
            if counts:
                break
        else:
            return _Hits()
    return _Hits(
        hits=_marked((row[1:] for row in rows if row[1]), terms),
        counts=counts,
        corrected=" ".join(terms.words) if terms.words != words else "",
        is_partial=operator == "|" and len(terms.words) > 1,
    )


def _kept(key: Hashable, build: Callable[[], _Hits]) -> _Hits:
    """Kept by itself, so that many searches push no pages out; forgotten when the index changes."""
    if not stores.follower.is_trusted:
        return build()

    def recorded() -> _Hits:
        reads.note_tags([TAG])
        return build()

    found: _Hits = parts.keep_in(stores.searches, key, recorded)
    return found


def _tries(cursor: Any, words: list[str], language: str) -> Iterator[tuple[Terms, str]]:
    """All words, then all with typos corrected, then any of these."""
    terms = expand(cursor, words, language)
    yield terms, "&"
    corrected = terms.corrected()
    if corrected != words:
        terms = expand(cursor, corrected, language)
        yield terms, "&"
    yield terms, "|"


def suggest(*, query: str, language: str) -> list[Find]:
    """Titles that begin with, contain or resemble what has been typed so far."""
    phrase = " ".join(texts.fold(word) for word in texts.words(query))
    if len(phrase) < 2:
        return []
    found = _kept(("titles", phrase, language), partial(_suggested, phrase, language))
    return _finds(found.hits)


def _suggested(phrase: str, language: str) -> _Hits:
    with _in_time() as cursor:
        cursor.execute(
            _SUGGESTIONS,
            {
                "phrase": phrase,
                "languages": [language, ANY_LANGUAGE],
                "limit": MOST_SUGGESTIONS,
            },
        )
        rows = list(cursor)
    typed = phrase.split()
    return _Hits(_marked(rows, Terms(typed, stem={word: [word] for word in typed})))


@contextmanager
def _in_time() -> Iterator[Any]:
    """A cursor whose statements are ended after a while, so that no search can hold the site up."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [LONGEST_MILLISECONDS])
        yield cursor


def _values(terms: Terms, operator: str, query: str, language: str) -> dict[str, Any]:
    return {
        "config": configuration(language),
        "whole": terms.whole(operator),
        "begun": terms.begun(operator),
        "wide": terms.wide(operator),
        "languages": [language, ANY_LANGUAGE],
        "phrase": texts.fold(texts.clean(query)[: texts.LONGEST_QUERY]),
    }


def _window(section: str, page: int) -> dict[str, Any]:
    window = {"section": section, "longest": LONGEST_SHOWN}
    return window | {"limit": PER_PAGE, "offset": (page - 1) * PER_PAGE}


def _counts(found: dict[str, int]) -> list[SectionCount]:
    return [SectionCount(each, found[key]) for key, each in sections().items() if key in found]


def _marked(rows: Iterable[tuple], terms: Terms) -> list[_Hit]:
    marker = terms.marker()
    return [
        _Hit(
            source=source,
            number=number,
            plain_title=title,
            title=marker.marked(title),
            excerpt=marker.excerpt(text),
            section=section,
            language=language,
        )
        for source, number, title, text, section, language in rows
    ]


def _finds(hits: Iterable[_Hit]) -> list[Find]:
    """The rows with their present addresses; what is no longer public is left out."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        numbers[hit.source].append(hit.number)
    known, named = sources(), sections()
    addresses = {key: known[key].addresses(found) for key, found in numbers.items() if key in known}
    return [
        Find(
            plain_title=hit.plain_title,
            title=hit.title,
            url=addresses[hit.source][hit.number],
            excerpt=hit.excerpt,
            section=named[hit.section],
            language=settings.LANGUAGE_CODE if hit.language == ANY_LANGUAGE else hit.language,
        )
        for hit in hits
        if hit.number in addresses.get(hit.source, {}) and hit.section in named
    ]


def asked_for(query: str, language: str) -> SearchQuery | None:
    """What finds all words of a query, as the beginnings of words; None when it has no word.

    For lists that are narrowed down by words and have an order of their own.
    """
    words = texts.words(query)
    if not words:
        return None
    return SearchQuery(Terms(words).begun(), config=configuration(language), search_type="raw")
