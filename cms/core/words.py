"""What people type, made fit to be stored: no control characters, no tricks with directions."""

import re
import unicodedata

from django.utils.html import linebreaks

# Marks that turn the direction of what follows, which can disguise an address or a name.
# https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
_TURNING = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SPACES = re.compile(r"[^\S\n]+")
_MANY_LINES = re.compile(r"\n{3,}")


def one_line(text: str) -> str:
    """The text in one line, composed (NFC), without what cannot be seen."""
    return " ".join(several_lines(text).split())


def several_lines(text: str) -> str:
    """The text with its lines, composed (NFC), without what cannot be seen."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_TURNING)
    kept = (sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"})
    spaced = _SPACES.sub(" ", "".join(kept))
    return _MANY_LINES.sub("\n\n", spaced).strip()


def paragraphs(text: str) -> str:
    """The text as HTML of a rich text field, with its paragraphs and lines.

    Wagtail's editor reads ``<br/>`` alone and fails at the ``<br>`` that Django writes.
    """
    return linebreaks(text, autoescape=True).replace("<br>", "<br/>")


def has_words(text: str) -> bool:
    """Whether there is a letter or digit in it."""
    return any(sign.isalnum() for sign in text)
