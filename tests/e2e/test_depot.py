"""A driver's tour on the phone, where there is a net and where there is none."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 800}}
ALL_KEPT = "async () => (await (await caches.open('depot-1')).keys()).length > 3"

SignIn = Callable[..., Page]


def stops(page: Page) -> Locator:
    """The stops of the tour, in order."""
    return page.locator("[data-stop]")


def report(stop: Locator, word: str) -> None:
    """Press what was found, as with a thumb."""
    stop.get_by_role("button", name=word).click()


def test_a_tour_goes_on_without_a_net(sign_in: SignIn) -> None:
    driver = sign_in("betriebshof", **PHONE)
    driver.goto("/live/depot/")
    driver.locator("main a[href*='/tour/']").last.click()
    expect(stops(driver).first).to_be_visible()
    driver.wait_for_function(ALL_KEPT)
    report(stops(driver).nth(0), "Geleert")
    expect(driver.locator("[data-net]")).to_contain_text("übertragen")
    expect(stops(driver).nth(0).locator("summary")).to_be_focused()

    driver.context.set_offline(True)
    report(stops(driver).nth(1), "Beschädigt")
    expect(stops(driver).nth(1).locator("[data-kept]")).to_be_visible()
    driver.reload()
    expect(stops(driver).nth(0).locator("[data-words]")).to_have_text("Geleert")
    expect(stops(driver).nth(1).locator("[data-words]")).to_have_text("Beschädigt")
    expect(driver.locator("[data-net]")).to_contain_text("warten: 1")
    assert "Fira" in driver.evaluate("getComputedStyle(document.body).fontFamily")

    driver.context.set_offline(False)
    expect(driver.locator("[data-net]")).to_contain_text("übertragen")
    driver.reload()
    expect(driver.locator("[data-done]")).to_have_text("2")
