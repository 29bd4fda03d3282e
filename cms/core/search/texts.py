"""Words of texts and searches: taken apart, folded, and marked where they were found."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

LONGEST_QUERY = 200
MOST_WORDS = 8
LONGEST_WORD = 40
EXCERPT = 220
_WORD = re.compile(r"[^\W_]+")
_SPACES = re.compile(r"\s+")
_ENDINGS = ("ern", "em", "en", "er", "es", "s", "e", "n")
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l"})


_WITHOUT_DOTS = str.maketrans("äöü", "aou")


def clean(text: str) -> str:
    """The text without what PostgreSQL refuses (NUL, lone surrogates), its spaces made one."""
    printable = text.replace("\x00", " ").encode("utf-8", "ignore").decode()
    return _SPACES.sub(" ", printable).strip()


def fold(text: str) -> str:
    """Lower case without umlauts and accents: ``Schließfächer`` becomes ``schliessfaecher``."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_FOLDED)
    letters = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The words of a search, in lower case, each once, no more than :data:`MOST_WORDS`."""
    found = _WORD.findall(unicodedata.normalize("NFC", clean(text)[:LONGEST_QUERY]).lower())
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in found))[:MOST_WORDS]


def vocabulary(text: str) -> set[str]:
    """The folded words that a text adds to those a typo can mean."""
    found = {fold(word) for word in _WORD.findall(text)}
    return {word for word in found if 3 <= len(word) <= LONGEST_WORD and not word.isdecimal()}


def stem(word: str) -> str:
    """A folded word without its ending, roughly; for marking only."""
    for ending in _ENDINGS:
        if len(word) - len(ending) >= 4 and word.endswith(ending):
            return word.removesuffix(ending)
    return word


def marked(text: str, terms: Iterable[str]) -> SafeString:
    """The text, escaped, with every word in ``<mark>`` that a folded term has found."""
    wanted = _wanted(terms)
    return format_html_join("", "{}", ((_piece(*each, wanted),) for each in _pieces(text)))


def excerpt(text: str, terms: Iterable[str]) -> SafeString:
    """The passage around the first word found, marked; the beginning when none is in the text."""
    wanted = _wanted(terms)
    first = next((m.start() for m in _WORD.finditer(text) if _is_hit(m[0], wanted)), 0)
    start = text.rfind(" ", 0, max(0, first - EXCERPT // 3)) + 1 if first > EXCERPT // 2 else 0
    passage = text[start : start + EXCERPT]
    if start + EXCERPT < len(text):
        passage = passage.rpartition(" ")[0] + " …"
    return marked(f"… {passage}" if start else passage, terms)


def _wanted(terms: Iterable[str]) -> tuple[list[str], list[str]]:
    """Beginnings of words, and what may stand anywhere in a word."""
    stems = [stem(term) for term in terms]
    return stems, [each for each in stems if len(each) >= 4]


def _is_hit(word: str, wanted: tuple[list[str], list[str]]) -> bool:
    beginnings, inner = wanted
    return any(
        any(form == each if len(each) < 3 else form.startswith(each) for each in beginnings)
        or any(each in form for each in inner)
        for form in {fold(word), fold(word.lower().translate(_WITHOUT_DOTS))}
    )


def _pieces(text: str) -> Iterable[tuple[str, bool]]:
    """Words and what stands between them."""
    end = 0
    for found in _WORD.finditer(text):
        yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    yield text[end:], False


def _piece(text: str, is_word: bool, wanted: tuple[list[str], list[str]]) -> SafeString:
    if is_word and _is_hit(text, wanted):
        return SafeString(f"<mark>{escape(text)}</mark>")
    return escape(text)
