"""What changed between two texts, by words, so that people can read it. Knows no Django.

The comparison is difflib's. Its cost grows with how often words repeat, and anybody may send a text
of one word ten thousand times; past a bound whole sentences are compared, then nothing at all.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
SENTENCES = re.compile(r"[^.!?\n]+[.!?]*\s*|[.!?\n]+\s*")
MOST_PAIRS = 300_000
"""Pairs of equal tokens that are compared at most."""
ISLAND = 2
"""So few words that stay between two changes are read as changed too."""

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, went or came."""

    kind: str
    text: str


@lru_cache(maxsize=256)
def compare(before: str, after: str) -> tuple[Piece, ...]:
    """The text after, with what went and what came, in reading order.

    Kept, since versions never change and the longest texts with a change in every word take half a
    second.
    """
    for pattern in (WORDS, SENTENCES):
        old, new = pattern.findall(before), pattern.findall(after)
        if _pairs(old, new) <= MOST_PAIRS:
            return tuple(_joined(_smoothed(_steps(old, new))))
    return tuple(_joined([Piece(GONE, before), Piece(NEW, after)]))


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    in_old = Counter(old)
    return sum(
        count * in_old[token] for token, count in Counter(new).items() if not token.isspace()
    )


def _steps(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Each run as difflib gives it. Blanks never bring two passages together."""
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    pieces = []
    for name, start, end, first, last in matcher.get_opcodes():
        if name == "equal":
            pieces.append(Piece(SAME, "".join(new[first:last])))
        else:
            pieces.append(Piece(GONE, "".join(old[start:end])))
            pieces.append(Piece(NEW, "".join(new[first:last])))
    return pieces


def _smoothed(pieces: list[Piece]) -> list[Piece]:
    """Lone words that stayed between two changes belong to the change."""
    smooth: list[Piece] = []
    for number, piece in enumerate(pieces):
        lone = 0 < number < len(pieces) - 1 and len(re.findall(r"\w+", piece.text)) <= ISLAND
        if piece.kind == SAME and lone and "\n" not in piece.text:
            smooth += [Piece(GONE, piece.text), Piece(NEW, piece.text)]
        else:
            smooth.append(piece)
    return smooth


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Between two runs that stayed, first all that went, then all that came; blanks that both end
    with stay outside."""
    joined: list[Piece] = []
    for is_same, run in groupby(pieces, lambda piece: piece.kind == SAME):
        found = list(run)
        if is_same:
            joined.append(Piece(SAME, "".join(piece.text for piece in found)))
            continue
        gone, new = ("".join(p.text for p in found if p.kind == kind) for kind in (GONE, NEW))
        blank = new[len(new.rstrip()) :] if gone[len(gone.rstrip()) :] else ""
        new = new.removesuffix(blank) if blank else new
        gone = gone.rstrip() if blank else gone
        joined += [Piece(GONE, gone), Piece(NEW, new), Piece(SAME, blank)]
    return [piece for piece in joined if piece.text]
