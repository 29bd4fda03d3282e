"""Content files (TOML, with a subset of Markdown) turned into what pages store."""

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone
from markdown_it import MarkdownIt

from cms.core.demo.registry import DemoSite

NAMESPACE = UUID("6f1c4a0e-5d8b-4f3a-9c1e-0d6a7b2e4c55")
_GENDER_STAR = re.compile(r"(?<=\w)\*(?=\w)")
_markdown = MarkdownIt("commonmark", {"html": False})
_page_link = re.compile(r'<a href="page:([a-z0-9-]+)">')
_relative = re.compile(r"^([+-]\d+)d (\d\d):(\d\d)$")


def read(path: Path) -> dict[str, Any]:
    """A content file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_all(folder: Path) -> list[dict[str, Any]]:
    """All content files of a folder, by their place in the work plan, then by name."""
    files = [read(path) for path in sorted(folder.glob("*.toml"))]
    return sorted(files, key=lambda data: data.get("facts", {}).get("order", 0))


def stable_id(*parts: object) -> str:
    """The same identifier for the same place in every language and on every load."""
    return str(uuid5(NAMESPACE, "/".join(map(str, parts))))


def rich_text(markdown: str, site: DemoSite) -> str:
    """Markdown as Wagtail stores rich text; ``page:KEY`` links become links to pages."""

    def link(match: re.Match[str]) -> str:
        page = site.pages.get(match[1])
        return f'<a linktype="page" id="{page.pk}">' if page else "<a>"

    literal = _GENDER_STAR.sub(r"\*", markdown.strip())
    html = _markdown.render(literal).replace("strong>", "b>").replace("em>", "i>")
    return _page_link.sub(link, html.replace("\n", " ").strip())


def plain(text: str) -> str:
    """Plain text of several lines, trimmed."""
    return text.strip()


def moment(text: str) -> datetime:
    """``2026-09-10T17:00`` in Berlin, or ``+15d 18:00`` counted in days from a Monday.

    From the coming Monday, or back from this week's: so ``+15d`` is a Tuesday whenever the demo is
    loaded. What would fall between Christmas and Epiphany happens three weeks later.
    """
    match = _relative.match(text)
    if match:
        days, hour, minute = (int(part) for part in match.groups())
        today = timezone.localtime()
        monday = today - timedelta(days=today.weekday() - (7 if days >= 0 else 0))
        day = monday + timedelta(days=days)
        if (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 6):
            day += timedelta(weeks=3)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return timezone.make_aware(datetime.fromisoformat(text))


def words(value: Any, language: str) -> str:
    """A text that carries its languages; German where the language has none of its own."""
    if isinstance(value, dict):
        return plain(value.get(language) or value.get("de", ""))
    return plain(value or "")


class Body:
    """Builds StreamField data with identifiers that agree between languages."""

    def __init__(self, key: str, site: DemoSite) -> None:
        self.key = key
        self.site = site

    def stream(self, blocks: list[dict[str, Any]], name: str = "body") -> list[dict[str, Any]]:
        """Raw StreamField data of a list of content blocks."""
        return [
            {
                "type": block["type"],
                "value": self.value(block, f"{name}/{number}"),
                "id": stable_id(self.key, name, number),
            }
            for number, block in enumerate(blocks)
        ]

    def value(self, block: dict[str, Any], path: str) -> Any:
        """The stored value of one block."""
        special = getattr(self, f"_{block['type']}", None)
        if special:
            return special(block, path)
        value = {key: self.leaf(key, item) for key, item in block.items() if key != "type"}
        if "md" in value:
            value["text"] = value.pop("md")
        if "items" in block:
            value["items"] = self.items(block["items"], path)
        return value

    def leaf(self, key: str, item: Any) -> Any:
        """A single value: Markdown, a page key, or what it is."""
        if key == "md":
            return rich_text(item, self.site)
        if key == "page":
            page = self.site.pages.get(item)
            return page.pk if page else None
        return item

    def items(self, items: list[dict[str, Any]], path: str) -> list[dict[str, Any]]:
        """Items of a list block."""
        return [
            {
                "type": "item",
                "value": self.value({"type": "item"} | item, f"{path}/{number}"),
                "id": stable_id(self.key, path, number),
            }
            for number, item in enumerate(items)
        ]

    def _heading(self, block: dict[str, Any], path: str) -> str:
        return block["value"]

    def _text(self, block: dict[str, Any], path: str) -> str:
        return rich_text(block["md"], self.site)

    def _image(self, block: dict[str, Any], path: str) -> dict[str, Any]:
        image = self.site.images[block["image"]]
        return {
            "image": {"image": image.pk, "alt_text": block.get("alt", ""), "decorative": False},
            "caption": block.get("caption", ""),
        }

    def _contact(self, block: dict[str, Any], path: str) -> dict[str, Any]:
        return {"contact": self.site.contacts[block["contact"]].pk}

    def _table(self, block: dict[str, Any], path: str) -> dict[str, Any]:
        return {
            "caption": block["caption"],
            "table": {
                "columns": [{"type": "text", "heading": head} for head in block["header"]],
                "rows": [{"values": row} for row in block["rows"]],
            },
        }


def languages(data: dict[str, Any]) -> Iterator[str]:
    """The languages a content file is written in, German first."""
    return (code for code in ("de", "en", "de-simple") if code in data)
