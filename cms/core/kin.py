"""Pages around a page: above it, in other languages, linked by it. Remembered, as all pages ask."""

from collections.abc import Collection, Iterable
from copy import copy
from typing import Any

from wagtail.models import Locale, Page

from cms.core.page_cache import frame, tags


def above(page: Page) -> list[Page]:
    """The live pages above a page, home first; empty for a home page and before saving.

    One query where they are not remembered.
    """
    return above_each([page])[page.pk] if (page.depth or 0) > 2 else []


def above_each(pages: Iterable[Page]) -> dict[int, list[Page]]:
    """The same of many saved pages, by their primary keys."""
    parents = {page.pk: page.path[: -page.steplen] for page in pages}
    lines = frame.keep_each("above", {*parents.values()}, _read_above) if parents else {}
    return {pk: [*lines[parent]] for pk, parent in parents.items()}


def addresses(page: Page) -> dict[str, str]:
    """Addresses of the live versions of a page, by language. One query, or remembered."""
    key = page.translation_key
    return frame.keep_each("versions", [key], _read_addresses)[key]


def chosen(pks: Collection[int]) -> dict[int, Page | None]:
    """Pages by their numbers, each an object of its own; None for one that is gone."""
    kept = frame.keep_each("page", pks, _read_chosen) if pks else {}
    return {pk: copy(page) for pk, page in kept.items()}


def twin(pk: int | None, locale: Locale) -> Page | None:
    """A page in a language, where it is live there. One query, or remembered."""
    return twins([pk], locale).get(pk) if pk else None


def twins(pks: Iterable[int], locale: Locale) -> dict[int, Page]:
    """The same of many pages, by their numbers; one query for all that are not remembered."""
    keys = {(pk, locale.pk) for pk in pks}
    kept = frame.keep_each("twin", keys, _read_twins) if keys else {}
    return {pk: page for (pk, _locale), page in kept.items() if page}


def _read_chosen(pks: list[int]) -> dict[int, tuple[Page | None, list[str]]]:
    pages = Page.objects.in_bulk(pks)
    return {pk: (pages.get(pk), [tags.page_tag(pages[pk])] if pk in pages else []) for pk in pks}


def _read_twins(
    keys: list[tuple[int, int]],
) -> dict[tuple[int, int], tuple[Page | None, list[str]]]:
    same = Page.objects.filter(pk__in=[pk for pk, _locale in keys]).values("translation_key")
    found = list(Page.objects.filter(translation_key__in=same))
    groups = {page.pk: page.translation_key for page in found}
    shown = {(page.translation_key, page.locale_id): page for page in found if page.live}
    return {
        (pk, locale): (
            shown.get((groups.get(pk), locale)),
            [f"page:{groups[pk]}"] if pk in groups else [],
        )
        for pk, locale in keys
    }


def _read_above(paths: list[str]) -> dict[str, tuple[list[Page], list[str]]]:
    """Pages that are not live count as well: they come into the line when they are published."""
    lines = {path: [path[:end] for end in _ends(path)] for path in paths}
    found = Page.objects.filter(path__in={path for line in lines.values() for path in line})
    pages = {page.path: page for page in found}
    return {
        path: (
            [pages[each] for each in line if each in pages and pages[each].live],
            [tags.page_tag(pages[each]) for each in line if each in pages],
        )
        for path, line in lines.items()
    }


def _ends(path: str) -> range:
    """Where the paths of the pages of a line end, without the root of the tree."""
    return range(2 * Page.steplen, len(path) + 1, Page.steplen)


def _read_addresses(keys: list[Any]) -> dict[Any, tuple[dict[str, str], list[str]]]:
    found: dict[Any, dict[str, str]] = {key: {} for key in keys}
    twins = Page.objects.filter(translation_key__in=keys).live().select_related("locale")
    for twin in twins:
        found[twin.translation_key][twin.locale.language_code] = twin.get_url() or ""
    return {key: (urls, [f"page:{key}"]) for key, urls in found.items()}
