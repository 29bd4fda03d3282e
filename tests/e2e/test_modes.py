"""On paper, in forced colours, without motion and twice as large, everything is there."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.crawl import OVERFLOW

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/programm/",
    "/programm/projekte/",
    "/programm/projekte/digitale-schliessfaecher/",
    "/programm/arbeitskreise/urbane-daten/",
    "/termine/",
    "/aktuelles/",
    "/kontakt/",
    "/datenschutz/",
    "/gibt-es-nicht/",
)
MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  const longest = (times) => Math.max(...times.split(",").map(parseFloat));
  return longest(style.transitionDuration) > 0.01 ||
    (style.animationName !== "none" && longest(style.animationDuration) > 0.01) ||
    style.scrollBehavior === "smooth";
}).map((element) => `${element.tagName}.${element.className}`)"""
CUT_OFF = """() => [...document.querySelectorAll("main h1, main h2, main h3, main p, main dd")]
  .filter((e) => e.checkVisibility() && !e.closest(".kern-sr-only") &&
    ["hidden", "clip"].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)
  .map((e) => e.textContent.trim().slice(0, 60))"""


# Backgrounds are gone in forced colours: what is told apart by one needs a border.
WITHOUT_EDGE = """() => [...document.querySelectorAll(".kern-btn, .badge, .card, .menu-button")]
  .filter((e) => e.checkVisibility() && parseFloat(getComputedStyle(e).borderTopWidth) < 1)
  .map((e) => `${e.tagName}.${e.className} “${e.textContent.trim().slice(0, 40)}”`)"""


def content_is_there(page: Page) -> None:
    """The heading and the text below it are drawn, and nothing runs out at the side."""
    expect(page.locator("h1")).to_be_visible()
    assert len(page.locator("main").inner_text()) > 100
    assert page.evaluate(OVERFLOW) == ""
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("path", PAGES)
def test_twice_as_large_nothing_is_lost(open_context: OpenContext, path: str) -> None:
    zoomed = open_context(viewport={"width": 640, "height": 450}, device_scale_factor=2).new_page()
    zoomed.goto(path)
    content_is_there(zoomed)


@pytest.mark.parametrize("path", PAGES)
def test_with_wider_spacing_of_text_nothing_is_lost(page: Page, path: str) -> None:
    """The spacing of WCAG 1.4.12, set as a reader's own style sheet does."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(path)
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
      document.adoptedStyleSheets.push(sheet);
    }""")
    content_is_there(page)


@pytest.mark.parametrize("path", PAGES)
def test_on_paper_the_text_is_there_and_the_controls_are_not(page: Page, path: str) -> None:
    page.goto(path)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 990})
    content_is_there(page)
    for selector in (".main-menu", ".menu-button", ".skip-link", ".no-print", ".filters"):
        assert not [part for part in page.locator(selector).all() if part.is_visible()], selector
    backgrounds = page.locator("body, main").evaluate_all(
        "all => all.map((element) => getComputedStyle(element).backgroundColor)"
    )
    assert set(backgrounds) <= {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}


@pytest.mark.parametrize("path", PAGES)
def test_in_forced_colours_everything_is_there(open_context: OpenContext, path: str) -> None:
    page = open_context(forced_colors="active").new_page()
    page.goto(path)
    content_is_there(page)
    assert page.evaluate(WITHOUT_EDGE) == []


@pytest.mark.parametrize("path", PAGES)
def test_who_wants_no_motion_gets_none(open_context: OpenContext, path: str) -> None:
    page = open_context(reduced_motion="reduce").new_page()
    page.goto(path)
    assert page.evaluate(MOVING) == []
    assert page.evaluate("document.getAnimations().length") == 0
