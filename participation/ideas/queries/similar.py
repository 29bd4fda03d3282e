"""Ideas, projects and tasks that are like what somebody is writing. Found in the search's table."""

from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.core.search import texts
from cms.core.search.index import configuration
from cms.core.search.registry import sources
from participation.ideas.models import Idea
from participation.ideas.models.ideas import OPEN_STAGES
from participation.ideas.queries.nouns import is_german, nouns

SECTIONS = {"ideas": _("Idea"), "projects": _("Project"), "tasks": _("Permanent task")}
"""Where is searched, with what one find of each is called."""
MOST, FEWEST_WORDS, SHORTEST_WORD = 5, 1, 3
LONGEST_MILLISECONDS = "500"
# Words found in the title weigh most (A), so a title that shares one is enough; of a text's words
# it takes several. PostgreSQL divides a rank by the number of words asked for. Of a page, whose
# long text holds some word of almost every idea, the title must share one, whatever that number:
# a word of a title gives 0.6 at least, one of an introduction at most 0.4.
_LEAST_RANK = 0.06
_LEAST_OF_PAGES = 0.5
_SIMILAR = """
SELECT source, object_id, title, section, rank FROM (
    SELECT source, object_id, title, section, id, ts_rank(vector, asked) AS rank,
        (numnode(asked) + 1) / 2 AS number
    FROM core_searchentry, to_tsquery(%(config)s::regconfig, %(words)s) AS asked
    WHERE language = %(language)s AND section = ANY(%(sections)s) AND vector @@ asked
    AND NOT (source = 'idea' AND object_id = %(besides)s)
) AS found
WHERE rank >= %(least)s AND (source = 'idea' OR rank * number >= %(least_of_pages)s)
ORDER BY rank DESC, id LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Similar:
    """Something that exists already."""

    title: str
    url: str
    kind: Any
    support_url: str
    """Empty where it is no idea, or one that can no longer be supported."""


def similar(*, title: str, text: str = "", language: str, besides: int = 0) -> list[Similar]:
    """What resembles a title and text, the likest first; nothing when it takes too long.

    Two queries, and one for the addresses of each kind found; one more where ideas are.
    """
    words = _words(title, " ".join(nouns(text)) if is_german(language) else text)
    if len(words) < FEWEST_WORDS:
        return []
    values: dict[str, Any] = {
        "words": " | ".join(f"'{word}'" for word in words),
        "config": configuration(language),
        "language": language,
        "sections": list(SECTIONS),
        "besides": str(besides),
        "least": _LEAST_RANK,
        "least_of_pages": _LEAST_OF_PAGES,
        "limit": MOST,
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true)", [LONGEST_MILLISECONDS]
            )
            cursor.execute(_SIMILAR, values)
            rows = cursor.fetchall()
    except OperationalError:
        return []
    return _with_addresses(rows)


def _words(title: str, text: str) -> list[str]:
    """Words that are long enough: those of the title first, then the longest of the text."""
    own = [word for word in texts.words(title) if len(word) >= SHORTEST_WORD]
    rest = [word for word in texts.words(text) if len(word) >= SHORTEST_WORD and word not in own]
    return [*own, *sorted(rest, key=len, reverse=True)[: texts.MOST_WORDS - len(own)]]


def _with_addresses(rows: list[tuple]) -> list[Similar]:
    known = sources()
    numbers: dict[str, list[str]] = {}
    for source, number, *_rest in rows:
        numbers.setdefault(source, []).append(number)
    addresses = {key: known[key].addresses(found) for key, found in numbers.items()}
    supportable = _supportable(numbers.get("idea", []))
    return [
        Similar(
            title,
            addresses[source][number],
            SECTIONS[section],
            supportable.get(number, "") if source == "idea" else "",
        )
        for source, number, title, section, _rank in rows
        if number in addresses[source]
    ]


def _supportable(numbers: list[str]) -> dict[str, str]:
    """Where open ideas are supported."""
    if not numbers:
        return {}
    found = Idea.objects.public().filter(pk__in=map(int, numbers), stage__in=OPEN_STAGES)
    keys = found.order_by().values_list("pk", flat=True)
    return {str(pk): reverse("ideas:support", args=[pk]) for pk in keys}
