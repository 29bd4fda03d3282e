"""Walks through the whole demo site once, for all tests that look at every page."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import BrowserContext, Page

from tests.e2e.watch import Watch

HERE = Path(__file__).parent
FACTS = (HERE / "facts.js").read_text()
AXE = (HERE / "vendor" / "axe.min.js").read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# They look at colours and sizes, which follow from classes; most of the time goes to them.
OF_STYLE = {
    name: {"enabled": False} for name in ("color-contrast", "link-in-text-block", "target-size")
}
AXE_RUN = """async ([tags, rules]) => {
  const options = {runOnly: tags, rules, resultTypes: ["violations"], preload: false};
  const {violations} = await axe.run(document, options);
  return violations.flatMap(({id, nodes}) => nodes.map((node) => [
    id, node.target.flat().join(" "), node.failureSummary.split("\\n").slice(1).join(" ").trim(),
  ]));
}"""
OVERFLOW = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return "";
  const wide = [...document.querySelectorAll("body *")].filter(
    (e) => e instanceof HTMLElement && e.getBoundingClientRect().right > room + 1,
  );
  return wide.slice(-3).map((e) => `${e.tagName}.${e.className}`).join(" ") || "?";
}"""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
PAGE_OF_A_LIST = re.compile(r"page=\d+")
NOT_PAGES = ("/admin/", "/api/", "/static/", "/media/", "/documents/")
OF_ACCOUNTS = re.compile(r"(/en|/de-simple)?/konto/")
# What is done with an idea or a wish, and those on pages of another language than their own.
OF_IDEAS = re.compile(
    r"(/en|/de-simple)?/(ideen|ideas|wunschliste|wishes)"
    r"/(\d+|comments|kommentare|einrichtungen|institutions)/"
)
IDEA = re.compile(
    r"(/en|/de-simple)?/(ideen|ideas|wunschliste|wishes)/((einrichtungen|institutions)/)?\d+-"
)
# Things that have a number; each is written in one language and shown in all.
THING = re.compile(
    r"(/en|/de-simple)?/(kurse|courses|kultur|culture)"
    r"/((anbieter|providers|einrichtungen|institutions|kalender|calendar)/)?\d+-"
)
FOREIGN_IDEAS = re.compile(r"/(en|de-simple)/(ideen|ideas|wunschliste|wishes)/\d+-")
# Institutions are seen in the language they write in; booking a course has tests of its own.
OF_CULTURE = re.compile(r"/(en|de-simple)/(kultur|culture)/(einrichtungen|institutions)/\d+-")
OF_COURSES = re.compile(r"(/en|/de-simple)?/(kurse|courses)/(termin|date|\d+)/")
# Of many of a kind so many are seen in each language; devices of a kind begin with the same word.
LIKES = {
    re.compile(r"(?:/en|/de-simple)?/live/(?:geraete|devices)/(?P<one>(?P<kind>\w+)[\w-]*)/"): 1,
    re.compile(r"(?:/en|/de-simple)?/(?:kurse|courses)/(?P<one>\d+)-(?P<kind>)"): 3,
    re.compile(
        r"(?:/en|/de-simple)?/(?:kultur|culture)/(?:kalender|calendar)/(?P<one>\d+)-(?P<kind>)"
    ): 3,
}
HOMES = ("/", "/en/", "/de-simple/")


@dataclass
class Visit:
    """One page of the site, as the browser found it."""

    path: str
    status: int
    headers: dict[str, str]
    html: str
    facts: dict[str, Any]
    problems: list[str]
    overflow: str = ""
    violations: dict[int, list[tuple[str, str, str]]] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language that the address promises."""
        return next(
            (code for code in ("en", "de-simple") if self.path.startswith(f"/{code}/")), "de"
        )


class Crawl:
    """Every page that the sitemap or a link names, once."""

    def __init__(self, context: BrowserContext, address: str, watch: Watch) -> None:
        self.address = address
        self.visits: dict[str, Visit] = {}
        self.in_sitemap = _without_its_likes(_sitemap(context, address))
        self.aliases: dict[str, str] = {}
        """Ideas below the list of another language than their own, with their canonical address."""
        self._watch = watch
        context.add_init_script(AXE)  # takes a third of the time of sending it to each page
        self._page = context.new_page()
        self._queue = dict.fromkeys([*HOMES, *self.in_sitemap])
        self._shapes: set[tuple[str, str]] = set()

    def run(self) -> None:
        """Visit pages until no link names a new one."""
        while self._queue:
            path = next(iter(self._queue))
            del self._queue[path]
            visit = self._visit(path)
            own = self.inner(visit.facts["canonical"] or "")
            if IDEA.match(path) and own != path:
                self.aliases[path] = own or ""
            else:
                self.visits[path] = visit
            for link in self.page_links(visit):
                if link not in self.visits and link not in self.aliases:
                    self._queue[link] = None
        self._page.close()

    def page_links(self, visit: Visit) -> list[str]:
        """Paths of the pages that a page links to, without fragments."""
        links = (self.inner(urldefrag(link).url) for link in visit.facts["links"])
        found = [link for link in links if link in self.in_sitemap or (link and is_page(link))]
        return [link for link in found if link in self.in_sitemap or not _likeness(link)]

    def inner(self, url: str) -> str | None:
        """The path and query of an address of this site; None for another one."""
        path = url.removeprefix(self.address).removesuffix("?")
        return path if url.startswith(f"{self.address}/") else None

    def _visit(self, path: str) -> Visit:
        page = self._page
        page.set_viewport_size(WIDE)
        response = page.goto(path)
        assert response
        visit = Visit(
            path=path,
            status=response.status,
            headers=response.all_headers(),
            html=response.text(),
            facts=page.evaluate(FACTS),
            problems=[],
        )
        looks_new = self._looks_new(visit)
        if looks_new:
            visit.violations[WIDE["width"]] = axe(page)
        page.set_viewport_size(NARROW)
        visit.overflow = page.evaluate(OVERFLOW)
        visit.violations[NARROW["width"]] = axe(page, {} if looks_new else OF_STYLE)
        visit.problems = self._watch.take()
        return visit

    def _looks_new(self, visit: Visit) -> bool:
        """Whether there is anything on the page that no page of its language had before it.

        Its twins in looks have been seen wide, and their colours and sizes are the same.
        """
        shapes = {(visit.language, shape) for shape in visit.facts["shapes"]}
        is_new = not shapes <= self._shapes
        self._shapes |= shapes
        return is_new


def axe(page: Page, rules: dict[str, dict[str, bool]] | None = None) -> list[list[str]]:
    """The barriers that axe finds on the open page: rule, element, what to do about it."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    return page.evaluate(AXE_RUN, [AXE_TAGS, rules or {}])


def language_of(path: str) -> str:
    """The language that a path promises."""
    return next((code for code in ("en", "de-simple") if path.startswith(f"/{code}/")), "de")


def fits(page: Page) -> None:
    """Nothing of a page that has arrived has to be pushed aside to be read."""
    page.wait_for_load_state()
    assert page.evaluate(OVERFLOW) == ""


def is_page(path: str) -> bool:
    """Whether the path leads to a page of the tree, and not to a file or through a filter.

    A filtered page is the page once more; that its link leads somewhere is asked all the same.
    Accounts and what is done with ideas and wishes have tests of their own.
    """
    parts = urlsplit(path)
    is_file = "." in parts.path.rpartition("/")[2]
    is_filtered = parts.query and not PAGE_OF_A_LIST.fullmatch(parts.query)
    elsewhere = (OF_ACCOUNTS, OF_IDEAS, FOREIGN_IDEAS, OF_CULTURE, OF_COURSES)
    is_elsewhere = path.startswith(NOT_PAGES) or any(kind.match(path) for kind in elsewhere)
    return not (is_elsewhere or is_file or is_filtered)


def _sitemap(context: BrowserContext, address: str) -> list[str]:
    answer = context.request.get("/sitemap.xml")
    assert answer.status == 200
    found = re.findall(r"<loc>(.*?)</loc>", answer.text())
    return [url.removeprefix(address) for url in found]


def _without_its_likes(paths: list[str]) -> list[str]:
    seen: defaultdict[tuple[re.Pattern[str], str], set[str]] = defaultdict(set)
    found = []
    for path in paths:
        like = _likeness(path)
        if like:
            ones = seen[like.re, like["kind"]]
            if like["one"] not in ones and len(ones) == LIKES[like.re]:
                continue
            ones.add(like["one"])
        found.append(path)
    return found


def _likeness(path: str) -> re.Match[str] | None:
    return next(filter(None, (kind.match(path) for kind in LIKES)), None)


def report(findings: Iterable[tuple[str, str]]) -> str:
    """Findings (place, words), one line for each wording with the places where it was found."""
    places: dict[str, list[str]] = defaultdict(list)
    for place, words in findings:
        places[words].append(place)
    return "\n".join(_lines(places))


def _lines(places: dict[str, list[str]]) -> Iterator[str]:
    for words, where in sorted(places.items(), key=lambda item: -len(item[1])):
        unique = list(dict.fromkeys(where))
        more = f" and {len(unique) - 3} more" if len(unique) > 3 else ""
        yield f"- {words}\n    {', '.join(unique[:3])}{more}"
