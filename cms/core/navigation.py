"""Menus as templates show them: titles and addresses in the reader's language."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from wagtail.models import Page

from cms.core.models import Menu


@dataclass
class Entry:
    """A link of a menu; ``is_open`` when the current page lies below it."""

    title: str
    url: str
    is_current: bool = False
    is_open: bool = False
    children: list["Entry"] = field(default_factory=list)


@dataclass
class Column:
    """A footer column."""

    heading: str
    links: list[Entry]


@dataclass
class Menus:
    """Main menu and footer of one language."""

    claim: str
    main: list[Entry]
    footer: list[Column]


def menus(request: HttpRequest, language_code: str, current: Page | None) -> Menus:
    """The menus of a language, with two queries a request (menu, its pages).

    A page is shown as the menu's language has it, whichever language it was chosen in. One that is
    not live there, or has gone, is left out without a trace.
    """
    menu = Menu.objects.filter(locale__language_code=language_code).first()
    if menu is None:
        return Menus("", [], [])
    builder = _Builder(request, _pages(menu), current)
    return Menus(
        claim=menu.claim,
        main=[entry for block in menu.main.raw_data if (entry := builder.entry(block["value"]))],
        footer=[builder.column(block["value"]) for block in menu.footer.raw_data],
    )


def _item_ids(items: list | None) -> list[int]:
    """Page ids in a list block's stored form, old style (plain) or new (with ids)."""
    return [item["value"] if isinstance(item, dict) else item for item in items or []]


def _page_ids(menu: Menu) -> set[int]:
    ids: set[int] = set()
    for block in menu.main.raw_data:
        ids |= {block["value"]["page"], *_item_ids(block["value"].get("children"))}
    for block in menu.footer.raw_data:
        ids |= set(_item_ids(block["value"]["pages"]))
    return ids


def _pages(menu: Menu) -> dict[int, Page]:
    """The live page of the menu's language for every page chosen, by the id chosen. One query."""
    ids = _page_ids(menu)
    keys = Page.objects.filter(pk__in=ids).values("translation_key")
    versions = Page.objects.filter(translation_key__in=keys).defer_streamfields()
    versions = list(versions.select_related("locale"))
    shown = {
        page.translation_key: page
        for page in versions
        if page.live and page.locale_id == menu.locale_id
    }
    chosen = {page.pk: page.translation_key for page in versions if page.pk in ids}
    return {pk: shown[key] for pk, key in chosen.items() if key in shown}


@dataclass
class _Builder:
    request: HttpRequest
    pages: dict[int, Page]
    current: Page | None

    def link(self, page_id: int) -> Entry | None:
        page = self.pages.get(page_id)
        if page is None:
            return None
        current_path = getattr(self.current, "path", "")
        return Entry(
            title=page.title,
            url=page.get_url(self.request) or "",
            is_current=current_path == page.path,
            is_open=current_path.startswith(page.path),
        )

    def entry(self, value: dict) -> Entry | None:
        top = self.link(value["page"])
        if top is None:
            return None
        children = (self.link(page_id) for page_id in _item_ids(value.get("children")))
        top.children = [child for child in children if child]
        top.is_open = top.is_open or any(child.is_open for child in top.children)
        return top

    def column(self, value: dict) -> Column:
        links = (self.link(page_id) for page_id in _item_ids(value["pages"]))
        return Column(heading=value["heading"], links=[link for link in links if link])
