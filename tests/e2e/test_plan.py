"""Roadmap, matrix and story as readers use them."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenContext

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MATRIX = "/programm/bewertungsmatrix/"
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(".matrix__shape")]
    .filter((shape) => shape.closest(".matrix__plot"))
    .map((shape) => shape.getBoundingClientRect());
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => {
    const x = (a.left + a.right - b.left - b.right) / 2;
    const y = (a.top + a.bottom - b.top - b.bottom) / 2;
    return Math.hypot(x, y) < (a.width + b.width) / 2 - 1;
  })).length;
}"""


def order(page: Page) -> list[str]:
    return page.locator(".ranking tbody th > a").all_inner_texts()


def test_weights_change_the_order_at_once_and_the_address_can_be_shared(
    page: Page, open_context: OpenContext
) -> None:
    page.goto(MATRIX)
    before = order(page)
    page.locator("#scores-1 summary").click()
    for name in ("idea_space", "networking"):
        page.locator(f"#id_{name}").focus()
        page.locator(f"#id_{name}").select_option("0")
    page.wait_for_url(lambda url: "idea_space=0" in url and "networking=0" in url)
    expect(page.locator(".ranking tbody th > a").first).not_to_have_text(before[0])
    assert len(order(page)) == len(before)
    expect(page.locator("#scores-1")).to_have_attribute("open", "")
    expect(page.locator("#id_networking")).to_be_focused()
    shared = open_context(java_script_enabled=False).new_page()
    shared.goto(page.url)
    assert order(shared) == order(page)


def test_weights_work_without_javascript(open_context: OpenContext) -> None:
    plain = open_context(java_script_enabled=False).new_page()
    plain.goto(MATRIX)
    before = order(plain)
    for name in ("idea_space", "networking"):
        plain.locator(f"#id_{name}").select_option("0")
    plain.locator(".weights [type=submit]").click()
    assert order(plain) != before


@pytest.mark.parametrize("width", [1280, 320])
def test_marks_of_the_matrix_lead_on_and_never_overlap(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    places = page.locator(".ranking .ranking__place")
    page.goto(f"{MATRIX}?page=2")
    further = places.count()
    page.goto(MATRIX)
    assert page.evaluate(OVERLAPS) == 0
    marks = page.locator(".matrix__mark")
    assert marks.count() == places.count() + further
    address = marks.first.get_attribute("href")
    marks.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


@pytest.mark.parametrize(("width", "drawn"), [(1280, True), (320, False)])
def test_the_roadmap_is_a_list_alone_on_small_screens(page: Page, width: int, drawn: bool) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/programm/roadmap/")
    expect(page.locator(".gantt")).to_be_visible(visible=drawn)
    expect(page.locator(".plan__rows").first).to_be_visible()
    rows = page.locator(".plan__rows > li").count()
    assert rows == page.locator(".gantt__rows > li").count() == 21


def test_a_story_is_filtered_without_javascript(open_context: OpenContext) -> None:
    plain = open_context(java_script_enabled=False).new_page()
    plain.goto("/programm/projekte/digitale-schliessfaecher/")
    everything = plain.locator(".story > li").count()
    plain.locator(".choices a").nth(2).click()
    expect(plain.locator(".choices [aria-current]")).to_have_count(1)
    milestones = plain.locator(".story__event--milestone").count()
    assert 0 < milestones == plain.locator(".story > li").count() < everything


def test_the_stage_keeps_its_size_beside_open_milestones(page: Page) -> None:
    page.goto("/programm/roadmap/")
    row = page.locator(".plan__rows > li").filter(has=page.locator(".stage")).first
    stage = row.locator(".stage")
    before = stage.evaluate("element => element.offsetHeight")
    row.locator("summary").click()
    assert stage.evaluate("element => element.offsetHeight") == before
