"""Without JavaScript nothing is lost: menu, filters, forms and languages are plain HTML."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenContext
from tests.e2e.enquiries import fill_in, send

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(open_context: OpenContext) -> Page:
    """A page of a browser that runs no scripts."""
    return open_context(java_script_enabled=False).new_page()


def test_a_submenu_opens_and_leads_on(plain: Page) -> None:
    plain.goto("/")
    submenu = plain.locator(".main-menu details").first
    expect(submenu.locator("a").last).to_be_hidden()
    submenu.locator("summary").click()
    submenu.locator("a").last.click()
    expect(plain.locator(".main-menu [aria-current=page]")).to_have_count(1)


def test_the_menu_of_a_small_screen_opens_and_closes(plain: Page) -> None:
    plain.set_viewport_size({"width": 320, "height": 700})
    plain.goto("/")
    menu = plain.locator("#main-menu")
    expect(menu).to_be_hidden()
    plain.locator(".site-header__bar > .menu-button").click()
    expect(menu).to_be_visible()
    menu.locator(".menu-button").click()
    expect(menu).to_be_hidden()


def test_the_project_list_is_filtered(plain: Page) -> None:
    plain.goto("/programm/projekte/")
    everything = plain.locator(".cards > li").count()
    plain.locator("select[name=stage]").select_option("completed")
    plain.locator(".filters button[type=submit]").click()
    assert 0 < plain.locator(".cards > li").count() < everything
    plain.locator(".chips a").first.click()
    expect(plain.locator(".cards > li")).to_have_count(everything)


def test_the_language_switch_leads_to_the_same_page(plain: Page) -> None:
    plain.goto("/programm/projekte/digitale-schliessfaecher/")
    plain.locator(".languages a[hreflang=en]").click()
    expect(plain).to_have_url("/en/programme/projects/digital-lockers/")


def test_a_message_is_sent(plain: Page) -> None:
    plain.goto("/en/contact/")
    send(plain)
    expect(plain.locator("#id_message_error")).to_be_visible()
    fill_in(plain, "A message from a browser that runs no scripts at all.")
    send(plain)
    expect(plain.locator(".kern-alert--success")).to_be_visible()
