"""The words of a search with those of the index that they mean."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from cms.core.search import compounds, texts
from cms.core.search.index import configuration
from cms.core.search.registry import ANY_LANGUAGE

_SHORTEST_PREFIX = 3
_SHORTEST_CORRECTED = 4
# One wrong, missing or doubled letter in a word of four or more stays above it, two in a long one.
_LIKE_ENOUGH, _LIKE_ENOUGH_IF_LONG, _LONG = 0.7, 0.85, 8
_GERMAN = "de"
# PostgreSQL takes it for a little word only; whoever looks for a way means the noun.
_NOUNS_TOO = {"weg"}

_WORDS = f"""
SELECT term, found.word, found.kind FROM unnest(%(terms)s::text[]) AS term CROSS JOIN LATERAL (
    (SELECT written AS word, 'like' AS kind FROM core_searchword
     WHERE language = ANY(%(languages)s) AND length(term) >= %(corrected)s AND word %% term
     ORDER BY similarity(word, term) DESC, word LIMIT 12)
    UNION ALL
    (SELECT unnest(ts_lexize(%(stemmer)s::regdictionary, term)), 'stem')
    UNION ALL
    (SELECT word, 'known' FROM core_searchword
     WHERE language = ANY(%(languages)s) AND word LIKE term || '%%' ORDER BY length(word) LIMIT 1)
) AS found
UNION ALL
SELECT term, inside.word, 'inner'
FROM unnest(%(owners)s::text[], %(parts)s::text[], %(verbs)s::bool[]) AS part(term, part, is_verb)
CROSS JOIN LATERAL ({compounds.WORDS_WITH}) AS inside
UNION ALL
SELECT term, (array_agg(written ORDER BY length(word) DESC))[1], kind
FROM unnest(%(wholes)s::text[], %(pieces)s::text[], %(kinds)s::text[]) AS cut(term, piece, kind)
JOIN core_searchword ON word = piece
WHERE language = ANY(%(languages)s) GROUP BY term, kind
"""  # noqa: S608 – put together from constants


@dataclass(frozen=True)
class Terms:
    """The words of a search; what was found for each is by the folded word."""

    words: list[str]
    inner: Mapping[str, list[str]] = field(default_factory=dict)
    """Compounds that the word is a part of."""
    like: Mapping[str, list[str]] = field(default_factory=dict)
    """Words that it may be a typo of, the likest first."""
    stem: Mapping[str, list[str]] = field(default_factory=dict)
    """What the index has of it; nothing of words like "the"."""
    known: Mapping[str, list[str]] = field(default_factory=dict)
    """The shortest word that begins with it."""
    head: Mapping[str, list[str]] = field(default_factory=dict)
    """The longest word that it begins with."""
    tail: Mapping[str, list[str]] = field(default_factory=dict)
    """The longest word that it ends in."""
    makes_compounds: bool = True

    def whole(self, operator: str = "&") -> str:
        """The words as typed, and folded."""
        return self._joined(operator, _quoted, lambda _word: [])

    def begun(self, operator: str = "&") -> str:
        """Each as the beginning of a word."""
        return self._joined(operator, self._beginning, lambda _word: [])

    def wide(self, operator: str = "&") -> str:
        """Also as a part of a word."""
        inner = self.inner
        return self._joined(operator, self._beginning, lambda word: inner.get(texts.fold(word), []))

    def _beginning(self, word: str) -> str:
        """In English a word that is known as it is begins no other: lighting no lighthouse."""
        folded = texts.fold(word)
        is_whole = not self.makes_compounds and folded in self.known.get(folded, [])
        is_short = len(word) < _SHORTEST_PREFIX
        return _quoted(word) if is_short or is_whole else f"{_quoted(word)}:*"

    def _joined(self, operator: str, one: Callable, others: Callable) -> str:
        groups = (
            [*(one(each) for each in {word, texts.fold(word)}), *map(_quoted, others(word))]
            for word in self.words
        )
        return f" {operator} ".join(f"({' | '.join(group)})" for group in groups)

    def corrected(self) -> list[str]:
        """Each word that the index does not know replaced by the one most like it.

        If none is, by the words it is made of: Mülleimer by Müll.
        """
        return [each for word in self.words for each in self._correction(word)]

    def _correction(self, word: str) -> list[str]:
        folded = texts.fold(word)
        if self.inner.get(folded) or self.known.get(folded):
            return [word]
        if self.like.get(folded):
            return self.like[folded][:1]
        return [*self.head.get(folded, []), *self.tail.get(folded, [])] or [word]

    def marker(self) -> texts.Marker:
        """Knows the words that these have found."""
        stems = {texts.fold(stem) for stems in self.stem.values() for stem in stems}
        # "Der" and "the" have no stem: they find nothing, so they mark nothing.
        folded = {texts.fold(word) for word in self.words}
        typed = {texts.stem(word) for word in folded if word in self.stem or word in _NOUNS_TOO}
        return texts.Marker(stems | typed, {word for all_ in self.inner.values() for word in all_})


def _quoted(word: str) -> str:
    # Words are letters and digits only (texts.words), so nothing in them can end the quotes.
    return f"'{word}'"


def expand(cursor: Any, words: Iterable[str], language: str) -> Terms:
    """Ask the index what it knows of the words. One query."""
    words = list(words)
    cuts = [(texts.fold(word), *cut) for word in words for cut in compounds.cuts_of(word)]
    parts = [(texts.fold(word), part, word) for word in words for part in compounds.parts_of(word)]
    cursor.execute(
        _WORDS,
        compounds.PARAMETERS
        | {
            "terms": list({form for word in words for form in (word, texts.fold(word))}),
            "owners": [term for term, _part, _word in parts],
            "parts": [part for _term, part, _word in parts],
            "verbs": [compounds.is_verb(word) for _term, _part, word in parts],
            "wholes": [term for term, _piece, _kind in cuts],
            "pieces": [piece for _term, piece, _kind in cuts],
            "kinds": [kind for _term, _piece, kind in cuts],
            "languages": [language, ANY_LANGUAGE],
            "heads": [language, ANY_LANGUAGE, *([] if language == "en" else [_GERMAN])],
            "stemmer": f"{configuration(language)}_stem",
            "corrected": _SHORTEST_CORRECTED,
        },
    )
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for term, word, kind in cursor:
        if kind != "like" or _is_alike(term, texts.fold(word)):
            found[kind][texts.fold(term)].append(word)
    for term in found["inner"].keys() - found["stem"].keys() - _NOUNS_TOO:
        del found["inner"][term]
    for term, alike in found["like"].items():
        alike.sort(key=lambda word: -_likeness(term, texts.fold(word)))
    return Terms(words, **found, makes_compounds=language != "en")


def _is_alike(term: str, word: str) -> bool:
    least = _LIKE_ENOUGH if len(term) < _LONG else _LIKE_ENOUGH_IF_LONG
    return _likeness(term, word) >= least


def _likeness(term: str, word: str) -> float:
    """How much the term is like the beginning of the word, 0 to 1.

    Trigrams, by which the index preselects, prefer short words to compounds.
    """
    return SequenceMatcher(None, term, word[: len(term) + 1]).ratio()
