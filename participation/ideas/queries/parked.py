"""Parked ideas that resemble a page: perhaps their time has come.

What counts are words that stand in both, the rarer on the site the more, and more in a title. In
German only the nouns of a page count. The parked ideas are read as a whole: a city has some
hundreds, and it is done by a job.
"""

import re
from dataclasses import dataclass

from django.db import connection
from wagtail.models import Page

from cms.core.models import SearchEntry
from cms.core.search import texts
from cms.core.search.index import configuration
from participation.ideas.models.choices import Outcome, State
from participation.ideas.queries.nouns import is_german, nouns, nouns_of_title

ENOUGH = 11.0
"""Three rare words in common, or two where they stand in titles; found by trying with the demo."""
FEWEST_WORDS, MOST = 2, 5
LONGEST_TEXT = 4_000
LEAST_ENTRIES = 200
"""Below it, how often a word stands on the site says nothing about how rare it is."""

_MATCHES = """
WITH page AS (
    SELECT lexeme AS word, bool_or(weights @> ARRAY['A']) AS in_title
    FROM unnest(setweight(to_tsvector(%(config)s::regconfig, %(title)s), 'A')
        || to_tsvector(%(config)s::regconfig, %(text)s))
    WHERE length(lexeme) > 3 GROUP BY lexeme
), known AS (
    SELECT greatest(count(*), %(least)s) AS entries FROM core_searchentry
    WHERE language = %(language)s
), rare AS (
    SELECT word, in_title, ln(entries / (1.0 + (
        SELECT count(*) FROM core_searchentry
        WHERE language = %(language)s AND vector @@ quote_literal(word)::tsquery
    ))) AS weight FROM page, known
), ideas AS (
    SELECT id, lexeme AS word, weights @> ARRAY['A'] AS in_title
    FROM ideas_idea, unnest(setweight(to_tsvector(%(config)s::regconfig, title), 'A')
        || to_tsvector(%(config)s::regconfig, text))
    WHERE state = %(state)s AND outcome = %(outcome)s
)
SELECT id, array_agg(word ORDER BY weight DESC, word),
    sum(weight * CASE WHEN rare.in_title AND ideas.in_title THEN 2.5
        WHEN rare.in_title OR ideas.in_title THEN 1.5 ELSE 1 END) AS score
FROM ideas JOIN rare USING (word) WHERE weight > 0.7
GROUP BY id HAVING count(*) >= %(fewest)s ORDER BY score DESC, id LIMIT %(most)s
"""

_PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


@dataclass(frozen=True)
class Resemblance:
    """A parked idea that resembles a page, with the words in common as the page writes them."""

    idea: int
    words: list[str]
    score: float


def resembling(page: Page) -> list[Resemblance]:
    """The parked ideas most like the page, if they are enough so. Two queries."""
    language = page.locale.language_code
    title, text = page.title, _text(page)[:LONGEST_TEXT]
    if is_german(language):
        named = nouns_of_title(title)
        title, text = " ".join(named), " ".join([*named, *nouns(text)])
    with connection.cursor() as cursor:
        cursor.execute(
            _MATCHES,
            {
                "config": configuration(language),
                "language": language,
                "title": texts.clean(title),
                "text": text,
                "state": State.PUBLISHED,
                "outcome": Outcome.PARKED,
                "fewest": FEWEST_WORDS,
                "most": MOST,
                "least": LEAST_ENTRIES,
            },
        )
        found = list(cursor)
    written = re.findall(r"[\w-]+", f"{title} {text}")
    return [
        Resemblance(pk, [_as_written(stem, written) for stem in stems], float(score))
        for pk, stems, score in found
        if score >= ENOUGH
    ]


def _as_written(stem: str, words: list[str]) -> str:
    """The first word of the page with the stem; PostgreSQL takes umlauts out of German ones."""
    fitting = (word for word in words if word.lower().translate(_PLAIN).startswith(stem))
    return next(fitting, stem)


def _text(page: Page) -> str:
    """All of its words, as the search has them."""
    found = SearchEntry.objects.filter(source="page", object_id=str(page.pk))
    return found.values_list("text", flat=True).first() or ""
