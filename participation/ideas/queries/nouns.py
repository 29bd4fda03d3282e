"""What a German text is about: its nouns, which German writes with a capital.

On a small site nearly every word is rare. That two texts have "before" or "need" in common says
nothing about them.
"""

import re

_NOUN = re.compile(r"(?<=[\w,;)] )[A-ZÄÖÜ][\wäöüß-]{2,}")
"""A word with a capital within a sentence; the first word of a sentence always has one."""


def is_german(language: str) -> bool:
    """Whether texts of a language are German, Leichte Sprache included."""
    return language.startswith("de")


def nouns(text: str) -> list[str]:
    """The nouns of a text, but for those that begin a sentence; none where it has no capitals."""
    return _NOUN.findall(text)


def nouns_of_title(title: str) -> list[str]:
    """The nouns of a title and its first word, which mostly is one."""
    return [title.partition(" ")[0], *nouns(title)]
