"""Texts of events: unescaped, without mark-up, without what no screen can show, not too long."""

import html
import re
from html.parser import HTMLParser

from participation.culture.reading.lines import Component

TITLE, PLACE, DESCRIPTION, ADDRESS, CATEGORY = 200, 300, 8000, 1000, 60
MOST_CATEGORIES = 20
_MARKUP = re.compile(r"</?(?:p|br|b|i|u|a|ul|ol|li|div|span|strong|em|h[1-6]|html|body)\b", re.I)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
_ESCAPED = re.compile(r"\\(.)", re.S)
_BREAKS = {"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr"}
_SILENT = {"script", "style", "head", "title"}


def text(component: Component, name: str, longest: int, *, lines: bool = False) -> str:
    """A text of an event; in one line, unless it may have several."""
    value = unescaped(component.value(name)[: longest * 8])
    if lines and _MARKUP.search(value):
        value = without_markup(value)
    value = _UNSEEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        value = " ".join(value.split())
    return shortened(value.strip(), longest)


def unescaped(value: str) -> str:
    """A text without the signs that guard others in it (RFC 5545, 3.3.11)."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def shortened(value: str, longest: int) -> str:
    """Cut at a word, with a sign that something is missing."""
    if len(value) <= longest:
        return value
    cut = value[: longest - 1]
    return f"{cut.rsplit(None, 1)[0] if ' ' in cut[-40:] else cut}…"


def categories(component: Component) -> tuple[str, ...]:
    """What the event is filed under; commas part them, unless they are escaped."""
    found: list[str] = []
    for line in component.lines.get("CATEGORIES", []):
        for part in re.split(r"(?<!\\),", line.value):
            found.append(" ".join(_UNSEEN.sub("", unescaped(part)).split())[:CATEGORY])
    return tuple(dict.fromkeys(filter(None, found)))[:MOST_CATEGORIES]


def address(component: Component) -> str:
    """Where there is more, if that is an address of the web."""
    value = component.value("URL").strip()
    good = value.lower().startswith(("https://", "http://")) and len(value) <= ADDRESS
    return value if good and not re.search(r"[\s<>\"\\^`{|}\x00-\x20]", value) else ""


def without_markup(value: str) -> str:
    """The words of a text that somebody's program wrote as HTML."""
    reader = _Words()
    reader.feed(value)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.found).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", html.unescape("\n".join(lines)))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        if tag in _BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        if tag in ("p", "ul", "ol", "div"):
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)
