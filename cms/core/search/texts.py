"""Words of texts and searches: taken apart, folded, and marked where they were found."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString

LONGEST_QUERY = 200
MOST_WORDS = 8
LONGEST_WORD = 40
EXCERPT = 220
_WORD = re.compile(r"[^\W_]+")
# Leichte Sprache writes Schließ-Fach or Schließ·fach for what everybody else calls Schließfach.
_CHAIN = re.compile(r"[^\W_]+(?:[-\u2010\u2011\u00b7\u2022\u2027\u30fb][^\W_]+)*")
_SPACES = re.compile(r"\s+")
_BLOCK_END = re.compile(r"</(?:p|li|h\d|dt|dd|td|th|tr|blockquote|div)>|<br\s*/?>", re.IGNORECASE)
_ENDINGS = ("ern", "em", "en", "er", "es", "s", "e", "n")
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l"})


_WITHOUT_DOTS = str.maketrans("äöü", "aou")


def clean(text: str) -> str:
    """The text without what PostgreSQL refuses (NUL, lone surrogates), its spaces made one."""
    printable = text.replace("\x00", " ").encode("utf-8", "ignore").decode()
    return _SPACES.sub(" ", printable).strip()


def fold(text: str) -> str:
    """Lower case without umlauts and accents: ``Schließfächer`` becomes ``schliessfaecher``."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFC", text).lower().translate(_FOLDED)
    if plain.isascii():
        return plain
    letters = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def joined(text: str) -> str:
    """The words of a text that are written in pieces, each as one: ``Schließfach Wunschliste``."""
    chains = (found[0] for found in _CHAIN.finditer(text))
    return " ".join(dict.fromkeys(map(_as_one, filter(_is_in_pieces, chains))))


def _as_one(chain: str) -> str:
    first, *rest = _WORD.findall(chain)
    return first + "".join(rest).lower()


def _is_in_pieces(chain: str) -> bool:
    return len(pieces := _WORD.findall(chain)) > 1 and not any(map(str.isdecimal, pieces))


def sentences(html: str) -> str:
    """The plain text of HTML, where every paragraph, heading and entry of a list ends in a stop."""
    lines = strip_tags(_BLOCK_END.sub("\n", html)).splitlines()
    found = (line.strip() for line in lines)
    return " ".join(line if line[-1] in ".!?:;,…" else f"{line}." for line in found if line)


def words(text: str) -> list[str]:
    """The words of a search, in lower case, each once, no more than :data:`MOST_WORDS`."""
    found = _WORD.findall(unicodedata.normalize("NFC", clean(text)[:LONGEST_QUERY]).lower())
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in found))[:MOST_WORDS]


def vocabulary(text: str) -> dict[str, str]:
    """The words of a text as written, by what finds them: folded, and folded without umlauts."""
    found: dict[str, str] = {}
    for word in dict.fromkeys(_WORD.findall(text)):
        if 3 <= len(word) <= LONGEST_WORD and not word.isdecimal():
            found.setdefault(fold(word), word)
            found.setdefault(fold(without_dots(word)), word)
    return found


def without_dots(word: str) -> str:
    """``Fächer`` becomes ``facher``: so that a plural meets its singular."""
    return word.lower().translate(_WITHOUT_DOTS)


def stem(word: str) -> str:
    """A folded word without its ending, roughly; for marking only."""
    for ending in _ENDINGS:
        if len(word) - len(ending) >= 4 and word.endswith(ending):
            return word.removesuffix(ending)
    return word


class Marker:
    """Puts ``<mark>`` around the words that a search has found, in escaped text."""

    def __init__(self, beginnings: Iterable[str], words: Collection[str] = ()) -> None:
        """Folded beginnings of words, and folded words. A beginning of two letters is a word."""
        self._beginnings = tuple(each for each in beginnings if len(each) > 2)
        self._words = {*words, *(each for each in beginnings if len(each) <= 2)}
        self._hits: dict[str, bool] = {}

    def is_hit(self, word: str) -> bool:
        """Whether the word of a text is one that was found."""
        hit = self._hits.get(word)
        if hit is None:
            hit = self._is_one(fold(word))
            if not hit and not word.isascii():
                hit = self._is_one(fold(without_dots(word)))
            self._hits[word] = hit
        return hit

    def _is_one(self, form: str) -> bool:
        return form.startswith(self._beginnings) or form in self._words

    def _hits_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the hits begin and end: words, and words written in pieces as a whole."""
        for chain in _CHAIN.finditer(text):
            if _is_in_pieces(chain[0]) and self.is_hit(_as_one(chain[0])):
                yield chain.span()
                continue
            for word in _WORD.finditer(text, *chain.span()):
                if self.is_hit(word[0]):
                    yield word.span()

    def marked(self, text: str) -> SafeString:
        """The text with its hits marked."""
        pieces, end = [], 0
        for start, stop in self._hits_in(text):
            pieces += [escape(text[end:start]), f"<mark>{escape(text[start:stop])}</mark>"]
            end = stop
        return SafeString("".join([*pieces, escape(text[end:])]))

    def excerpt(self, text: str) -> SafeString:
        """The passage around the first hit, marked; the beginning when there is none."""
        first = next((start for start, _stop in self._hits_in(text)), 0)
        start = 0
        if first > EXCERPT // 2:
            start = text.rfind(" ", 0, first - EXCERPT // 3) + 1
        passage = text[start : start + EXCERPT]
        if start + EXCERPT < len(text):
            passage = passage.rpartition(" ")[0] + " …"
        return self.marked(f"… {passage}" if start else passage)
