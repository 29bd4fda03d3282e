"""Rows of pages from content files, the same in every language but for their words."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from cms.core.demo import DemoSite
from cms.core.demo.content import stable_id, words
from cms.core.demo.publishing import PageContent, add_page
from cms.programme import models

FOLDER = Path(__file__).parents[1] / "demo_content"


def rows(
    site: DemoSite,
    data: dict[str, Any],
    language: str,
    model: Any,
    relation: str,
    facts: Callable[[dict[str, Any]], dict[str, Any]] = lambda _item: {},
) -> list[Any]:
    """Unsaved rows whose translation keys are the same in every language."""
    return [
        model(
            translation_key=stable_id(data["key"], relation, number),
            locale=site.locales[language],
            sort_order=number,
            **{name: words(item.get(name, ""), language) for name in model.words},
            **facts(item),
        )
        for number, item in enumerate(data.get(relation, []))
    ]


def quarter(prefix: str, text: str) -> dict[str, int | None]:
    """Year and quarter of ``2023-Q2`` as fields; both None for an empty text."""
    year, _mark, quarter = text.partition("-Q")
    return {
        f"{prefix}_year": int(year) if year else None,
        f"{prefix}_quarter": int(quarter) if quarter else None,
    }


def add_updates(site: DemoSite, data: dict[str, Any], parent: Any) -> None:
    for item in data.get("updates", []):
        languages = [code for code in ("de", "en") if code in item["title"]]
        names = ("slug", "title", "introduction", "next_milestone")
        texts = {
            code: {name: words(item.get(name, ""), code) for name in names}
            | {"body": item["body"][code]}
            for code in languages
        }
        content = PageContent(
            models.UpdatePage,
            {"key": item["key"], **texts},
            site,
            facts={
                "date": date.fromisoformat(str(item["date"])),
                "new_stage": item.get("new_stage", ""),
                "picture": site.images.get(item.get("image", "")),
            },
        )
        add_page(content, parent)
