"""A project lead tells what has happened, from a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.crawl import OVERFLOW, axe
from tests.e2e.site import Site
from tests.factories.files import png

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
TEXT = "Heute sind die ersten drei Fächer gefüllt worden. Ab morgen testen zwölf Familien."


def test_an_update_with_a_photo_takes_three_taps_after_signing_in(
    page: Page, site: Site, sign_in: Callable[..., Page]
) -> None:
    phone = sign_in("projekt", **PHONE)
    phone.get_by_role("link", name="Digitale Schließfächer").first.tap()
    phone.wait_for_url("**/updates/*/")
    assert phone.evaluate(OVERFLOW) == ""
    assert axe(phone) == []
    phone.locator("[name=text]").fill(TEXT)
    phone.locator("[name=photo]").set_input_files(
        {"name": "foto.png", "mimeType": "image/png", "buffer": png(1600, 900)}
    )
    phone.locator("[name=photo_description]").fill("Drei offene Fächer voller Spiele")
    phone.locator("main form [type=submit]").tap()
    expect(phone.locator(".messages")).to_contain_text("Heute sind die ersten drei Fächer")

    page.goto("/programm/projekte/digitale-schliessfaecher/")
    page.get_by_role("link", name=re.compile("^Heute sind die ersten drei Fächer")).first.click()
    expect(page.locator("main")).to_contain_text("zwölf Familien")
    assert page.get_by_alt_text("Drei offene Fächer voller Spiele").count()


def test_projects_of_others_are_closed_to_a_lead(sign_in: Callable[..., Page], site: Site) -> None:
    phone = sign_in("projekt", **PHONE)
    expect(phone.get_by_role("link", name="Digitale Schließfächer").first).to_be_visible()
    assert not phone.get_by_role("link", name="Intelligente Beleuchtung").count()
