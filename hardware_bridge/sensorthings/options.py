"""What a request asks for beside its path (OGC 18-088, 9.3). Pure."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

USUAL_TOP, LARGEST_TOP, LARGEST_SKIP = 100, 1000, 1_000_000
LARGEST_INNER_TOP = 100
YEARS = range(1900, 3000)
LONGEST = 1000
KNOWN = frozenset({"$top", "$skip", "$count", "$filter", "$orderby", "$expand", "$select"})
TIMES = frozenset({"phenomenonTime", "resultTime"})
PLAIN = frozenset({"id", "name"})
COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
_CLAUSE = re.compile(r"\s*(@?[\w./]+)\s+(eq|gt|ge|lt|le)\s+('(?:[^']|'')*'|[^\s']+)\s*")
_EXPANSION = re.compile(r"([A-Za-z]+)(?:\(([^()]*)\))?")


class RefusedError(Exception):
    """An option that cannot be followed; the text is for whoever sent it."""


@dataclass(frozen=True)
class Clause:
    """A comparison of a field, all of which have to hold."""

    field: str
    comparison: str
    value: Any


@dataclass(frozen=True)
class Expansion:
    """A relation that is written out; of observations, how many and in which order."""

    name: str
    top: int = 1
    newest_first: bool = True


@dataclass(frozen=True)
class Options:
    """The options of a request."""

    top: int = USUAL_TOP
    skip: int = 0
    count: bool = False
    clauses: list[Clause] = field(default_factory=list)
    order: list[tuple[str, bool]] = field(default_factory=list)
    """Fields, and whether each runs downwards."""
    expand: list[Expansion] = field(default_factory=list)
    select: frozenset[str] = frozenset()

    def times(self, name: str) -> list[Clause]:
        """The clauses about a time."""
        return [clause for clause in self.clauses if clause.field == name]


def parse(query: Mapping[str, str]) -> Options:
    """The options of a query string. Raises RefusedError."""
    unknown = sorted(name for name in query if name not in KNOWN)
    if unknown:
        raise RefusedError(f"Unknown option: {unknown[0][:40]}")
    if any(len(value) > LONGEST for value in query.values()):
        raise RefusedError(f"An option has at most {LONGEST} characters.")
    return Options(
        top=_number(query, "$top", USUAL_TOP, LARGEST_TOP),
        skip=_number(query, "$skip", 0, LARGEST_SKIP),
        count=_flag(query.get("$count", "false")),
        clauses=_clauses(query.get("$filter", "")),
        order=_order(query.get("$orderby", "")),
        expand=_expansions(query.get("$expand", "")),
        select=frozenset(_names(query.get("$select", ""))),
    )


def _number(query: Mapping[str, str], name: str, usual: int, largest: int) -> int:
    """A natural number; of a larger ``$top`` than is given the largest (9.3.3.2)."""
    text = query.get(name, str(usual)).strip()
    if not text.isascii() or not text.isdecimal():
        raise RefusedError(f"{name} is no number of 0 or more.")
    if name == "$skip" and int(text) > largest:
        raise RefusedError(f"{name} is at most {largest}; narrow the time by $filter.")
    return min(int(text), largest)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise RefusedError("$count is true or false.")
    return text == "true"


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _clauses(text: str) -> list[Clause]:
    """Comparisons joined by ``and``: of times, and of ``id`` and ``name`` with ``eq``."""
    found: list[Clause] = []
    place = 0
    while text[place:].strip():
        if found:
            joined = re.compile(r"and\b").match(text, place)
            if not joined:
                raise RefusedError("$filter: comparisons are joined by “and” alone.")
            place = joined.end()
        match = _CLAUSE.match(text, place)
        if not match:
            raise RefusedError(
                "$filter: a comparison is a field, eq, gt, ge, lt or le, and a value."
            )
        found.append(_clause(*match.groups()))
        place = match.end()
    return found


def _clause(name: str, comparison: str, literal: str) -> Clause:
    name = name.removeprefix("@iot.")
    if name in TIMES:
        return Clause(name, comparison, moment(literal.strip("'")))
    if name in PLAIN and comparison == "eq":
        return Clause(name, comparison, literal.strip("'").replace("''", "'"))
    raise RefusedError(
        "$filter knows phenomenonTime and resultTime, and id and name with eq; not “"
        f"{name[:40]} {comparison}”."
    )


def moment(text: str) -> datetime:
    """A time (ISO 8601); without an offset it is UTC. Raises RefusedError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise RefusedError(f"No time: {text[:40]}") from error
    if found.year not in YEARS:
        raise RefusedError(f"Years are between {YEARS[0]} and {YEARS[-1]}: {text[:40]}")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _order(text: str) -> list[tuple[str, bool]]:
    found = []
    for part in _names(text):
        name, _gap, way = part.partition(" ")
        way = way.strip().lower()
        if way not in ("", "asc", "desc"):
            raise RefusedError("$orderby: a field, and asc or desc.")
        found.append((name.removeprefix("@iot."), way == "desc"))
    return found


def _expansions(text: str) -> list[Expansion]:
    """Relations, each perhaps with ``($top=…;$orderby=phenomenonTime desc)``."""
    found, place = [], 0
    while place < len(text):
        match = _EXPANSION.match(text, place)
        after = text[match.end() : match.end() + 1] if match else "?"
        if not match or after not in ("", ","):
            raise RefusedError("$expand goes one level deep, with $top and $orderby within.")
        found.append(_expansion(match[1], match[2] or ""))
        place = match.end() + 1
    return found


def _expansion(name: str, inner: str) -> Expansion:
    options = dict(part.strip().partition("=")[::2] for part in inner.split(";") if part.strip())
    if not set(options) <= {"$top", "$orderby"}:
        raise RefusedError("$expand: only $top and $orderby within.")
    top = _number(options, "$top", LARGEST_INNER_TOP, LARGEST_INNER_TOP)
    order = _order(options.get("$orderby", "phenomenonTime desc"))
    if any(field not in TIMES for field, _down in order) or len(order) != 1:
        raise RefusedError("$expand: $orderby within knows phenomenonTime.")
    return Expansion(name, top, order[0][1])
