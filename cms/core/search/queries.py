"""The search itself. Five queries at most for a page of finds, whatever is searched for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.utils.safestring import SafeString

from cms.core.search import texts
from cms.core.search.index import configuration
from cms.core.search.registry import ANY_LANGUAGE, Section, sections, sources

PER_PAGE = 10
LONGEST_SHOWN = 20_000
MOST_SUGGESTIONS = 8
LONGEST_MILLISECONDS = "3000"
_SHORTEST_PREFIX = 3
_SHORTEST_INNER = 4
# One wrong, missing or doubled letter in a word of four or more stays above it.
_LIKE_ENOUGH = 0.7

_WORDS = """
SELECT term, word, kind FROM unnest(%(terms)s::text[]) AS term CROSS JOIN LATERAL (
    (SELECT word, 'inner' AS kind FROM core_searchword
     WHERE language = ANY(%(languages)s) AND length(term) >= %(inner)s
     AND word LIKE '%%' || term || '%%' ORDER BY length(word), word LIMIT 20)
    UNION ALL
    (SELECT word, 'like' FROM core_searchword
     WHERE language = ANY(%(languages)s) AND length(term) >= %(inner)s AND word %% term
     ORDER BY similarity(word, term) DESC, word LIMIT 12)
) AS found
"""
_MATCHING = """
FROM core_searchentry,
    to_tsquery(%(config)s::regconfig, %(wide)s) AS wide,
    to_tsquery(%(config)s::regconfig, %(exact)s) AS exact
WHERE language = ANY(%(languages)s) AND vector @@ wide
"""
_COUNTS = f"SELECT section, count(*) {_MATCHING} GROUP BY section"
_FINDS = f"""
SELECT source, object_id, title, left(text, {LONGEST_SHOWN}), section
{_MATCHING} AND (%(section)s = '' OR section = %(section)s)
ORDER BY (folded = %(phrase)s) DESC,
    4 * ts_rank(vector, exact) + ts_rank(vector, wide) DESC, title, id
LIMIT %(limit)s OFFSET %(offset)s
"""
_SUGGESTIONS = """
SELECT source, object_id, title, section FROM core_searchentry
WHERE language = ANY(%(languages)s)
AND (folded LIKE '%%' || %(phrase)s || '%%' OR %(phrase)s <%% folded)
ORDER BY (folded LIKE %(phrase)s || '%%') DESC, (folded LIKE '%% ' || %(phrase)s || '%%') DESC,
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
class _Terms:
    """The words of a search, with those of the vocabulary that contain or resemble them."""

    words: list[str]
    inner: Mapping[str, list[str]]
    like: Mapping[str, list[str]]

    @property
    def folded(self) -> list[str]:
        return [texts.fold(word) for word in self.words]

    def exact(self, operator: str = "&") -> str:
        """The words as typed, and folded, each as the beginning of a word."""
        return self._joined(operator, lambda word: [])

    def wide(self, operator: str = "&") -> str:
        """Also words that contain them."""
        return self._joined(operator, lambda word: self.inner.get(texts.fold(word), []))

    def _joined(self, operator: str, others: Any) -> str:
        groups = (
            [*(_beginning(w) for w in {word, texts.fold(word)}), *map(_quoted, others(word))]
            for word in self.words
        )
        return f" {operator} ".join(f"({' | '.join(group)})" for group in groups)

    def corrected(self) -> "_Terms":
        """Each word that is part of no known one replaced by the known one most like it."""
        words = [
            self.like[folded][0] if not self.inner.get(folded) and self.like.get(folded) else word
            for word, folded in zip(self.words, self.folded, strict=True)
        ]
        return _Terms(words, {}, {})


def _beginning(word: str) -> str:
    return f"{_quoted(word)}:*" if len(word) >= _SHORTEST_PREFIX else _quoted(word)


def _quoted(word: str) -> str:
    # Words are letters and digits only (texts.words), so nothing in them can end the quotes.
    return f"'{word}'"


def search(*, query: str, language: str, section: str = "", page: int = 1) -> Results:
    """What the words find in a language, the best first; a typo is corrected when nothing is found.

    Raises ``django.db.OperationalError`` when it takes longer than :data:`LONGEST_MILLISECONDS`.
    """
    words = texts.words(query)
    if not words:
        return Results()
    with _in_time() as cursor:
        terms = _expand(cursor, words, language)
        corrected = terms.corrected()
        tries = [(terms, "&"), (corrected, "&"), (corrected, "|")]
        for attempt, operator in tries:
            values = _values(attempt, operator, query, language)
            counts = _counts(cursor, values)
            if counts:
                break
        else:
            return Results()
        cursor.execute(_FINDS, values | _window(section, page))
        rows = cursor.fetchall()
    return Results(
        total=sum(each.count for each in counts if section in ("", each.section.key)),
        finds=_finds(rows, attempt),
        counts=counts,
        corrected=" ".join(attempt.words) if attempt.words != words else "",
        is_partial=operator == "|" and len(words) > 1,
    )


def suggest(*, query: str, language: str) -> list[Find]:
    """Titles that begin with, contain or resemble what has been typed so far. Three queries."""
    phrase = " ".join(texts.fold(word) for word in texts.words(query))
    if len(phrase) < 2:
        return []
    with _in_time() as cursor:
        cursor.execute(
            _SUGGESTIONS,
            {
                "phrase": phrase,
                "languages": [language, ANY_LANGUAGE],
                "limit": MOST_SUGGESTIONS,
            },
        )
        rows = [(source, pk, title, "", section) for source, pk, title, section in cursor]
    return _finds(rows, _Terms(phrase.split(), {}, {}))


@contextmanager
def _in_time() -> Iterator[Any]:
    """A cursor whose statements are ended after a while, so that no search can hold the site up."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [LONGEST_MILLISECONDS])
        yield cursor


def _expand(cursor: Any, words: list[str], language: str) -> _Terms:
    terms = [texts.fold(word) for word in words]
    languages = [language, ANY_LANGUAGE]
    cursor.execute(_WORDS, {"terms": terms, "languages": languages, "inner": _SHORTEST_INNER})
    found: dict[str, dict[str, list[str]]] = {"inner": defaultdict(list), "like": defaultdict(list)}
    for term, word, kind in cursor:
        if kind == "inner" or _likeness(term, word) >= _LIKE_ENOUGH:
            found[kind][term].append(word)
    for term, alike in found["like"].items():
        alike.sort(key=partial(_likeness, term), reverse=True)
    return _Terms(words, found["inner"], found["like"])


def _likeness(term: str, word: str) -> float:
    """How much the term is like the beginning of the word, 0 to 1.

    Trigrams, by which the index preselects, prefer short words to compounds.
    """
    return SequenceMatcher(None, term, word[: len(term) + 1]).ratio()


def _values(terms: _Terms, operator: str, query: str, language: str) -> dict[str, Any]:
    return {
        "config": configuration(language),
        "wide": terms.wide(operator),
        "exact": terms.exact(operator),
        "languages": [language, ANY_LANGUAGE],
        "phrase": texts.fold(texts.clean(query)[: texts.LONGEST_QUERY]),
    }


def _window(section: str, page: int) -> dict[str, Any]:
    return {"section": section, "limit": PER_PAGE, "offset": (page - 1) * PER_PAGE}


def _counts(cursor: Any, values: dict[str, Any]) -> list[SectionCount]:
    cursor.execute(_COUNTS, values)
    found = dict(cursor.fetchall())
    return [SectionCount(each, found[key]) for key, each in sections().items() if key in found]


def _finds(rows: Iterable[tuple], terms: _Terms) -> list[Find]:
    """Rows of the index with their present addresses; what is no longer public is left out."""
    rows = list(rows)
    numbers: dict[str, list[str]] = defaultdict(list)
    for source, number, *_rest in rows:
        numbers[source].append(number)
    known = sources()
    addresses = {key: known[key].addresses(found) for key, found in numbers.items() if key in known}
    named = sections()
    return [
        Find(
            plain_title=title,
            title=texts.marked(title, terms.folded),
            url=addresses[source][number],
            excerpt=texts.excerpt(text, terms.folded),
            section=named[section],
        )
        for source, number, title, text, section in rows
        if number in addresses.get(source, {}) and section in named
    ]


def asked_for(query: str, language: str) -> SearchQuery | None:
    """What finds all words of a query, as the beginnings of words; None when it has no word.

    For lists that are narrowed down by words and have an order of their own.
    """
    words = texts.words(query)
    if not words:
        return None
    return SearchQuery(
        _Terms(words, {}, {}).exact(), config=configuration(language), search_type="raw"
    )
