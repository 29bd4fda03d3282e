"""Messages from the public, from the first key to the editor's list and the mail."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.crawl import axe
from tests.e2e.enquiries import fill_in, send
from tests.e2e.site import Site

pytestmark = pytest.mark.browser


def test_a_contact_message_reaches_the_admin(page: Page, sign_in: Callable[[str], Page]) -> None:
    page.goto("/kontakt/")
    fill_in(page, "Wann öffnet die Ausstellung im Stadtpark? Wir kämen zu acht.")
    page.locator("[name=name]").fill("Nachbarschaftstreff")
    page.locator("[name=email]").fill("treff@example.org")
    send(page)
    expect(page.locator(".kern-alert--success")).to_be_visible()
    expect(page.locator("main form")).to_have_count(0)
    page.reload()
    expect(page.locator(".kern-alert--success")).to_be_visible()

    admin = sign_in("freigabe")
    admin.goto("/admin/enquiries/")
    rows = admin.locator("main tr", has_text="Nachbarschaftstreff")
    expect(rows).to_have_count(1)
    rows.get_by_role("link").first.click()
    expect(admin.locator("main")).to_contain_text("Wann öffnet die Ausstellung im Stadtpark?")
    expect(admin.locator("main")).to_contain_text("treff@example.org")


def test_a_reported_barrier_reaches_the_contact_address(page: Page, site: Site) -> None:
    page.goto("/barriere-melden/?seite=/programm/")
    expect(page.locator("[name=address]")).to_have_value("/programm/")
    fill_in(page, "Die Kontraste der Karte sind für mich zu schwach.")
    send(page)
    expect(page.locator(".kern-alert--success")).to_be_visible()

    site.work()
    mails = [mail for mail in site.mails if "Die Kontraste der Karte" in mail]
    assert len(mails) == 1
    assert re.search(r"^To: barrierefrei@example\.org$", mails[0], re.MULTILINE)
    assert "/programm/" in mails[0]


def test_errors_stand_beside_their_fields_and_in_a_summary_that_leads_there(page: Page) -> None:
    page.goto("/barriere-melden/")
    page.locator("[name=email]").fill("keine Adresse")
    page.locator("[name=address]").fill("/termine/")
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        send(page)
    assert answer.value.status == 422
    expect(page.locator("#error-summary")).to_be_focused()
    for name in ("message", "email"):
        field, error = page.locator(f"#id_{name}"), page.locator(f"#id_{name}_error")
        expect(error).to_be_visible()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_attribute("aria-describedby", re.compile(rf"\bid_{name}_error\b"))
        page.locator(f"#error-summary a[href='#id_{name}']").click()
        expect(field).to_be_focused()
    expect(page.locator("[name=address]")).to_have_value("/termine/")
    expect(page.locator("[name=email]")).to_have_value("keine Adresse")
    assert axe(page) == []


def test_the_field_for_robots_is_neither_seen_nor_reached(page: Page) -> None:
    page.goto("/kontakt/")
    expect(page.locator("[name=website]")).not_to_be_in_viewport()
    assert page.locator("[name=website]").get_attribute("tabindex") == "-1"
    assert page.get_by_role("textbox").count() == 3
