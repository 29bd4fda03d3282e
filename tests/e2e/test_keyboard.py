"""Everything is reached and worked by keyboard, in the order in which it is seen."""

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

TAB_STOP = (Path(__file__).parent / "tab_stop.js").read_text()
MARK = """() => {
  const stops = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const seen = [...document.querySelectorAll(stops)].filter((e) =>
    e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0);
  seen.forEach((element, number) => { element.dataset.stop = number; });
  return seen.length;
}"""
PAGES = (
    "/",
    "/programm/projekte/?kind=lighthouse",
    "/programm/projekte/digitale-schliessfaecher/",
    "/barriere-melden/",
    "/en/",
    "/de-simple/programm/",
)


def tab_stops(page: Page) -> list[dict]:
    """What Tab reaches from the top of the page to its end."""
    stops: list[dict] = []
    while True:
        page.keyboard.press("Tab")
        stop = page.evaluate(TAB_STOP)
        if stop is None or stop["number"] in {earlier["number"] for earlier in stops}:
            return stops
        stops.append(stop)


@pytest.mark.parametrize("path", PAGES)
def test_tab_reaches_everything_in_the_order_seen_with_visible_focus(page: Page, path: str) -> None:
    page.goto(path)
    number = page.evaluate(MARK)
    stops = tab_stops(page)
    assert stops[0]["href"].endswith("#content"), "the skip link comes first"
    reached = {stop["number"] for stop in stops}
    assert sorted(set(range(number)) - reached) == [], "not reached"
    assert not [stop["name"] for stop in stops if not stop["focusIsVisible"]]
    assert not [
        f"{stop['name']} comes before {following['name']}"
        for stop, following in pairwise(stops[1:])
        if following["bottom"] <= stop["top"] and following["left"] < stop["right"]
    ]


def test_the_skip_link_leads_past_the_menu(page: Page) -> None:
    page.goto("/programm/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def first_submenu(page: Page) -> tuple[Locator, Locator]:
    """The first menu entry that opens, and the first link below it."""
    submenu = page.locator(".main-menu details").first
    return submenu.locator("summary"), submenu.locator("a").first


def test_a_submenu_opens_and_closes_by_keyboard(page: Page) -> None:
    page.goto("/")
    summary, link = first_submenu(page)
    summary.focus()
    expect(link).to_be_hidden()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".main-menu [aria-current=page]")).to_have_count(1)


def test_the_menu_of_a_small_screen_opens_and_closes_by_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/")
    opener = page.locator(".site-header__bar > .menu-button")
    menu = page.locator("#main-menu")
    expect(menu).to_be_hidden()
    opener.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#main-menu').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    summary, link = first_submenu(page)
    summary.focus()
    page.keyboard.press("Enter")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url("/")


def test_the_language_switch_works_by_keyboard(page: Page) -> None:
    page.goto("/programm/")
    page.locator(".languages a[hreflang=en]").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url("/en/programme/")


def test_the_project_list_is_filtered_by_keyboard(page: Page) -> None:
    page.goto("/programm/projekte/")
    everything = page.locator(".cards > li").count()
    kind = page.locator("select[name=kind]")
    kind.focus()
    page.keyboard.press("ArrowDown")
    chosen = kind.input_value()
    assert chosen
    page.locator(".filters button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**kind={chosen}**")
    assert 0 < page.locator(".cards > li").count() < everything
    expect(page.locator("select[name=kind]")).to_have_value(chosen)
    page.locator(".chips a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cards > li")).to_have_count(everything)
