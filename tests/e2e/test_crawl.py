"""Every page of the demo, in every language, as a browser finds it."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.crawl import HOMES, IDEA, THING, Crawl, axe, is_page, report
from tests.e2e.site import Site
from tests.e2e.watch import Watch

pytestmark = pytest.mark.browser
NODE = Path(__file__).parents[1] / "node"


@pytest.fixture(scope="module")
def crawl(browser: Browser, site: Site) -> Iterator[Crawl]:
    """The site, walked through once."""
    context = browser.new_context(base_url=site.address)
    crawl = Crawl(context, site.address, Watch(context, site.address))
    crawl.run()
    yield crawl
    context.close()


def test_every_page_answers(crawl: Crawl) -> None:
    found = [(path, f"status {v.status}") for path, v in crawl.visits.items() if v.status != 200]
    assert not found, report(found)
    assert {visit.language for visit in crawl.visits.values()} == {"de", "en", "de-simple"}
    assert len(crawl.visits) > 200


def test_no_page_logs_an_error_or_asks_another_host(crawl: Crawl) -> None:
    found = [(path, problem) for path, v in crawl.visits.items() for problem in v.problems]
    assert not found, report(found)


@pytest.mark.node
def test_every_page_is_valid_html(crawl: Crawl, tmp_path: Path) -> None:
    names = {f"{number}.html": path for number, path in enumerate(crawl.visits)}
    for name, path in names.items():
        (tmp_path / name).write_text(crawl.visits[path].html)
    result = subprocess.run(
        ["node", NODE / "validate.mjs", tmp_path],  # noqa: S607
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    found = [
        (f"{names[Path(at['file']).name]} line {at['line']}", f"{at['rule']}: {at['message']}")
        for at in json.loads(result.stdout)
    ]
    assert not found, report(found)


def status_of(address: str) -> int:
    """Asked without the browser, which would take five times as long."""
    method = "GET" if urlsplit(address).path.startswith("/api/") else "HEAD"
    try:
        with urlopen(Request(address, method=method), timeout=60) as answer:
            return answer.status
    except HTTPError as error:
        return error.code


def test_no_link_leads_nowhere(crawl: Crawl) -> None:
    found = []
    answers: dict[str, int] = {path: visit.status for path, visit in crawl.visits.items()}
    for path, visit in crawl.visits.items():
        for link in dict.fromkeys([*visit.facts["links"], *visit.facts["resources"]]):
            target, fragment = urldefrag(link)
            inner = crawl.inner(target)
            if inner is None:
                continue
            if inner not in answers:
                answers[inner] = status_of(target)
            if answers[inner] != 200:
                found.append((path, f"{answers[inner]} for {inner}"))
            elif fragment and is_page(inner) and fragment not in crawl.visits[inner].facts["ids"]:
                found.append((path, f"no #{fragment} on {inner}"))
    assert not found, report(found)
    assert sum(path.startswith("/documents/") for path in answers) > 5
    assert sum(path.endswith(".avif") for path in answers) > 5


def test_no_link_leads_to_another_host_by_plain_http(crawl: Crawl) -> None:
    found = [
        (path, link)
        for path, visit in crawl.visits.items()
        for link in visit.facts["links"]
        if link.startswith("http:") and crawl.inner(link) is None
    ]
    assert not found, report(found)


def test_every_picture_is_drawn(crawl: Crawl) -> None:
    found = [(path, url) for path, v in crawl.visits.items() for url in v.facts["brokenPictures"]]
    assert not found, report(found)


def test_every_page_can_be_reached_from_its_home(crawl: Crawl) -> None:
    reached: set[str] = set()
    waiting = [*HOMES]
    while waiting:
        path = waiting.pop()
        if path in crawl.visits and path not in reached:
            reached.add(path)
            waiting += crawl.page_links(crawl.visits[path])
    assert sorted(set(crawl.visits) - reached) == []


def test_the_sitemap_names_every_page(crawl: Crawl) -> None:
    assert {path for path in crawl.visits if not urlsplit(path).query} == set(crawl.in_sitemap)


def test_every_page_says_its_language(crawl: Crawl) -> None:
    found = [
        (path, f"lang is “{visit.facts['lang']}”, Content-Language {said}")
        for path, visit in crawl.visits.items()
        if not visit.facts["lang"] == (said := visit.headers["content-language"]) == visit.language
    ]
    assert not found, report(found)


def test_every_page_has_one_h1_and_headings_in_order(crawl: Crawl) -> None:
    found = []
    for path, visit in crawl.visits.items():
        levels = [level for level, _text in visit.facts["headings"]]
        steps = zip([0, *levels], levels, strict=False)
        if levels.count(1) != 1 or any(level > above + 1 for above, level in steps):
            found.append((path, f"heading levels {levels}"))
        found += [(path, "empty heading") for _level, text in visit.facts["headings"] if not text]
    assert not found, report(found)


def test_every_page_has_a_title_of_its_own_and_a_description(crawl: Crawl) -> None:
    found = []
    titles: dict[tuple[str, str], str] = {}
    for path, visit in crawl.visits.items():
        plain = urlsplit(path).path
        first = titles.setdefault((visit.language, visit.facts["title"]), plain)
        if first != plain:
            found.append((path, f"same title as {first}"))
        if not visit.facts["description"]:
            found.append((path, "no description"))
    assert not found, report(found)


def test_canonical_and_alternate_addresses_agree(crawl: Crawl) -> None:
    found = []
    for path, visit in crawl.visits.items():
        versions = dict(visit.facts["alternates"])
        own = f"{crawl.address}{urlsplit(path).path}"
        if versions.pop("x-default", None) != versions.get("de"):
            found.append((path, "x-default is not the German version"))
        has_no_twin = bool(IDEA.match(path) or THING.match(path))
        if visit.facts["canonical"] != own or (
            versions.get(visit.language) != own and not has_no_twin
        ):
            found.append((path, f"canonical {visit.facts['canonical']}, versions {versions}"))
        for code, url in versions.items():
            twin = crawl.visits.get(crawl.inner(url) or "")
            if twin is None or twin.language != code:
                found.append((path, f"hreflang {code} leads to {url}"))
            elif twin.facts["alternates"] != visit.facts["alternates"]:
                found.append((path, f"{url} does not name the same versions"))
    assert not found, report(found)


def test_every_page_forbids_inline_scripts_and_styles(crawl: Crawl) -> None:
    found = []
    for path, visit in crawl.visits.items():
        policy = visit.headers.get("content-security-policy", "")
        policy = re.sub("form-action[^;]*", "", policy)  # donors pay on another host
        if "default-src 'none'" not in policy or "unsafe" in policy or "http" in policy:
            found.append((path, f"policy “{policy}”"))
    assert not found, report(found)


@pytest.mark.parametrize("width", [1280, 320])
def test_no_page_has_a_barrier_that_axe_knows(crawl: Crawl, width: int) -> None:
    found = [
        (path, f"{rule}: {target} – {advice}")
        for path, visit in crawl.visits.items()
        for rule, target, advice in visit.violations.get(width, [])
    ]
    assert not found, report(found)


def test_axe_sees_a_barrier_that_is_there(page: Page) -> None:
    page.goto("/")
    page.evaluate("document.querySelector('h1').append(document.createElement('button'))")
    assert "button-name" in {rule for rule, _target, _advice in axe(page)}


def test_no_page_scrolls_sideways_at_320_pixels(crawl: Crawl) -> None:
    found = [(path, f"too wide: {v.overflow}") for path, v in crawl.visits.items() if v.overflow]
    assert not found, report(found)
