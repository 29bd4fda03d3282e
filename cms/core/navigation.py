"""Menus as templates show them: titles and addresses in the reader's language."""

from dataclasses import dataclass, field, replace

from django.http import HttpRequest
from wagtail.models import Page

from cms.core.models import Menu, SearchPage
from cms.core.page_cache import frame

MENUS_SIZE = 20_000


@dataclass
class Entry:
    """A link of a menu; ``is_open`` when the current page lies below it."""

    title: str
    url: str
    path: str = ""
    """Of the page in the page tree."""
    is_current: bool = False
    is_open: bool = False
    children: list["Entry"] = field(default_factory=list)

    def seen_from(self, path: str) -> "Entry":
        """The entry and those below it, marked as a page of the tree sees them."""
        children = [child.seen_from(path) for child in self.children]
        is_open = path.startswith(self.path) or any(child.is_open for child in children)
        return replace(self, is_current=path == self.path, is_open=is_open, children=children)


@dataclass
class Column:
    """A footer column."""

    heading: str
    links: list[Entry]

    def seen_from(self, path: str) -> "Column":
        """The column with its links marked."""
        return Column(self.heading, [link.seen_from(path) for link in self.links])


@dataclass
class Menus:
    """Main menu and footer of one language."""

    claim: str
    main: list[Entry]
    footer: list[Column]
    search_url: str = ""

    def seen_from(self, path: str) -> "Menus":
        """The menus with their entries marked."""
        main = [entry.seen_from(path) for entry in self.main]
        footer = [column.seen_from(path) for column in self.footer]
        return replace(self, main=main, footer=footer)


def menus(request: HttpRequest, language_code: str, current: Page | None) -> Menus:
    """The menus of a language as a page sees them.

    Remembered; else three queries (menu, its pages, the search page). A page is shown as the menu's
    language has it, whichever language it was chosen in. One that is not live there, or has gone,
    is left out without a trace.
    """
    key = ("menus", request.get_host(), language_code)
    kept = frame.keep(key, lambda: _read(request, language_code), size=MENUS_SIZE)
    return kept.seen_from(getattr(current, "path", ""))


def _read(request: HttpRequest, language_code: str) -> Menus:
    menu = Menu.objects.filter(locale__language_code=language_code).first()
    if menu is None:
        return Menus("", [], [])
    search = SearchPage.objects.live().filter(locale_id=menu.locale_id).first()
    builder = _Builder(request, _pages(menu))
    return Menus(
        claim=menu.claim,
        main=[entry for block in menu.main.raw_data if (entry := builder.entry(block["value"]))],
        footer=[builder.column(block["value"]) for block in menu.footer.raw_data],
        search_url=search.get_url(request) if search else "",
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

    def link(self, page_id: int) -> Entry | None:
        page = self.pages.get(page_id)
        if page is None:
            return None
        return Entry(title=page.title, url=page.get_url(self.request) or "", path=page.path)

    def entry(self, value: dict) -> Entry | None:
        top = self.link(value["page"])
        if top is None:
            return None
        children = (self.link(page_id) for page_id in _item_ids(value.get("children")))
        top.children = [child for child in children if child]
        return top

    def column(self, value: dict) -> Column:
        links = (self.link(page_id) for page_id in _item_ids(value["pages"]))
        return Column(heading=value["heading"], links=[link for link in links if link])
