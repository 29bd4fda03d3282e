"""One page of each kind about giving, as the crawl looks at those of the tree.

The crawl leaves them out: they are many, alike, and belong to wishes rather than to the tree.
"""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.crawl import NARROW, OVERFLOW, WIDE, axe, report
from tests.e2e.site import Site
from tests.e2e.test_crawl import NODE
from tests.e2e.watch import Watch

pytestmark = pytest.mark.browser
STARTS = {"de": "/wunschliste/", "en": "/en/wishes/", "de-simple": "/de-simple/wunschliste/"}
WISH = "Ein Ruheraum für laute Tage"
FROM_WISH = {
    "institution": "main a[href*='/einrichtungen/'], main a[href*='/institutions/']",
    "donate": "main a[href$='/spenden/'], main a[href$='/donate/']",
    "follow": "main a[href$='/folgen/'], main a[href$='/follow/']",
    "ledger": "main a[href$='/kassenbuch/'], main a[href$='/ledger/']",
    "donors": "main a[href$='/spendende/'], main a[href$='/donors/']",
}
"""What the page of a wish links to, by German and English addresses."""


@pytest.fixture(scope="module")
def tab(browser: Browser, site: Site) -> Iterator[Page]:
    """A page of a browser of its own; whatever goes wrong in it is told at the end."""
    context = browser.new_context(base_url=site.address)
    watch = Watch(context, site.address)
    yield context.new_page()
    problems = watch.take()
    context.close()
    assert not problems, problems


@dataclass
class Look:
    """What a page looked like at one time of asking."""

    status: int
    html: str
    headings: int
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def looks(tab: Page) -> dict[str, Look]:
    """One page of each kind in every language, seen wide and narrow."""
    return {name: _look(tab, address) for name, address in _addresses(tab).items()}


def _addresses(tab: Page) -> dict[str, str]:
    found = {}
    for code, start in STARTS.items():
        tab.goto(start)
        found[f"{code} list"] = start
        found[f"{code} wish"] = tab.get_by_role("link", name=WISH).first.get_attribute("href") or ""
        tab.goto(found[f"{code} wish"])
        for name, link in FROM_WISH.items():
            found[f"{code} {name}"] = tab.locator(link).first.get_attribute("href") or ""
        found[f"{code} institutions"] = found[f"{code} institution"].rsplit("/", 2)[0] + "/"
        tab.goto(found[f"{code} institutions"])
        apply = tab.locator("main a[href$='/anmelden/'], main a[href$='/apply/']").first
        found[f"{code} apply"] = apply.get_attribute("href") or ""
    return found


def _look(tab: Page, address: str) -> Look:
    tab.set_viewport_size(WIDE)
    answer = tab.goto(address)
    assert answer
    look = Look(answer.status, answer.text(), tab.locator("h1").count())
    for size in (WIDE, NARROW):
        tab.set_viewport_size(size)
        look.faults += [f"{rule}: {target} – {advice}" for rule, target, advice in axe(tab)]
    wide = tab.evaluate(OVERFLOW)
    look.faults += [f"too wide: {wide}"] if wide else []
    return look


def test_pages_about_money_have_no_barrier_and_fit_on_telephones(looks: dict[str, Look]) -> None:
    found = [(name, fault) for name, look in looks.items() for fault in look.faults]
    assert not found, report(found)
    assert {(look.status, look.headings) for look in looks.values()} == {(200, 1)}
    assert len(looks) == len(STARTS) * (len(FROM_WISH) + 4)


@pytest.mark.node
def test_pages_about_money_are_valid_html(looks: dict[str, Look], tmp_path: Path) -> None:
    for name, look in looks.items():
        (tmp_path / f"{name}.html").write_text(look.html)
    result = subprocess.run(
        ["node", NODE / "validate.mjs", tmp_path],  # noqa: S607
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    found = [
        (f"{Path(at['file']).stem} line {at['line']}", f"{at['rule']}: {at['message']}")
        for at in json.loads(result.stdout)
    ]
    assert not found, report(found)
