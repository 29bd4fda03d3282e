"""The decision log: its entries as published, and whether its chain holds."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Locale

from cms.core import kin
from participation.ideas.models import FIRST_HASH, Decision, chained
from participation.ideas.models.choices import State
from participation.ideas.models.ideas import COUNTS

CHUNK = 500


@dataclass(frozen=True)
class Verdict:
    """What a check of the log has found; ``head`` is the hash of its last entry."""

    entries: int
    head: str
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing has been found."""
        return not self.faults


def lines() -> Iterator[str]:
    """Every line of the log with its line feed, in constant memory."""
    texts = Decision.objects.order_by("number").values_list("line", flat=True)
    return (f"{line}\n" for line in texts.iterator(chunk_size=CHUNK))


def head() -> str:
    """The hash of the last entry; 64 zeros while there is none. One query."""
    found = Decision.objects.order_by("-number").values_list("hash", flat=True).first()
    return found or FIRST_HASH


def entries() -> QuerySet[Decision]:
    """The log, newest first, with what a list shows."""
    counts = (f"idea__{name}" for name in COUNTS)
    return Decision.objects.select_related("idea").defer(*counts).order_by("-number")


def standing() -> QuerySet[Decision]:
    """The decision that holds for each public idea, newest first. One query."""
    later = Decision.objects.filter(idea=OuterRef("idea"), number__gt=OuterRef("number"))
    return entries().filter(~Exists(later), idea__state=State.PUBLISHED)


def verify(known: Iterable[str] = ()) -> Verdict:
    """Walk the whole log and say every place where it is not what it was.

    ``known`` are hashes noted earlier, elsewhere: a log written anew as a whole would be a chain,
    too, but would not have them.
    """
    previous, number, faults = FIRST_HASH, 0, []
    missing = set(known) - {FIRST_HASH}
    for entry in Decision.objects.order_by("number").iterator(chunk_size=CHUNK):
        number += 1
        faults += [f"{entry.number}: {fault}" for fault in _faults(entry, number, previous)]
        number, previous = entry.number, entry.hash
        missing.discard(entry.hash)
    faults += [f"the hash {each} is no longer in the log" for each in sorted(missing)]
    return Verdict(number, previous, faults)


def _faults(entry: Decision, number: int, previous: str) -> Iterator[str]:
    if entry.number != number:
        yield f"follows {number - 1}"
    if entry.previous_hash != previous:
        yield "does not follow the entry before it"
    if entry.hash != chained(entry.previous_hash, entry.line):
        yield "its line is not the one that was hashed"
    yield from _differences(entry)


def _differences(entry: Decision) -> Iterator[str]:
    """Columns that do not say what the line says."""
    columns = {
        "number": entry.number,
        "idea": entry.idea_id,
        "outcome": entry.outcome,
        "reasons": entry.reasons,
        "decided_by": entry.decided_by,
        "decided_on": entry.decided_on.isoformat(),
    }
    try:
        told = json.loads(entry.line)
    except ValueError:
        yield "its line cannot be read"
        return
    for name, value in columns.items():
        if told.get(name) != value:
            yield f"its column “{name}” differs from its line"


def became(entries: Iterable[Decision], locale: Locale) -> None:
    """Give each entry's idea the live page it became, in a language, as ``result``. One query."""
    listed = list(entries)
    pages = kin.twins((e.idea.became_id for e in listed if e.idea.became_id), locale)
    for entry in listed:
        entry.result = pages.get(entry.idea.became_id or 0)  # type: ignore[attr-defined]
