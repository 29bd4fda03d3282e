"""A day in the editors' room: change, hand over, publish, preview, upload."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

SignIn = Callable[[str], Page]
PROJECT = "/programm/projekte/geteilte-lastenraeder/"
WAY = ("/", "/programm/", "/programm/projekte/")
TITLE = "Geteilte Lastenräder für Pakete"


def row_of(admin: Page, path: str) -> Locator:
    """The explorer's row of the page with that public path."""
    return admin.locator("main tr", has=admin.locator(f"a[href='{path}']"))


def open_project(admin: Page) -> None:
    """Go down the explorer from the top to the project and open it."""
    admin.goto("/admin/pages/")
    for path in WAY:
        children = row_of(admin, path).locator("a[href^='/admin/pages/']:not([href*=edit])")
        children.last.click()
        admin.wait_for_load_state()
    row_of(admin, PROJECT).locator("a[href$='/edit/']").first.click()
    expect(admin.locator("[name=title]")).to_be_visible()


def choose_action(admin: Page, selector: str) -> None:
    """Open the menu beside the save button, choose an entry and wait until it is done."""
    admin.locator("footer .w-dropdown__toggle").click()
    admin.locator(f"footer {selector}").click()
    expect(admin.locator(".messages .success")).to_be_visible()


def expect_title(reader: Page, title: str) -> None:
    """The public page has that title."""
    reader.goto(PROJECT)
    expect(reader.locator("h1")).to_have_text(title)


def test_an_editors_change_is_public_as_soon_as_a_moderator_approves(
    page: Page, sign_in: SignIn
) -> None:
    editor = sign_in("redaktion")
    open_project(editor)
    expect(editor.locator("[name=action-publish]")).to_have_count(0)
    editor.locator("[name=title]").fill("Lastenräder für alle")
    choose_action(editor, "[name=action-submit]")
    expect_title(page, TITLE)

    moderator = sign_in("freigabe")
    moderator.locator("main a", has_text="Lastenräder für alle").first.click()
    choose_action(
        moderator, "[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])"
    )
    expect_title(page, "Lastenräder für alle")

    open_project(moderator)
    moderator.locator("[name=title]").fill(TITLE)
    choose_action(moderator, "[name=action-publish]")
    expect_title(page, TITLE)


def test_a_moderator_writes_an_update_looks_at_it_and_publishes_it(
    page: Page, sign_in: SignIn
) -> None:
    moderator = sign_in("freigabe")
    open_project(moderator)
    number = moderator.url.rstrip("/").split("/")[-2]
    moderator.goto(f"/admin/pages/add/programme/updatepage/{number}/")
    moderator.locator("[name=title]").fill("Ein Rad bleibt")
    moderator.locator("[name=introduction]").fill("Der Treff am Markt leiht es weiter aus.")
    moderator.locator(".c-sf-add-button").first.click()
    moderator.locator("[role=option]").first.click()
    moderator.locator("[name='body-0-value']").fill("Wer es leihen kann")

    moderator.locator("[data-side-panel-toggle=preview]").click()
    preview = moderator.frame_locator("#w-preview-iframe")
    expect(preview.locator("h1")).to_have_text("Ein Rad bleibt")
    expect(preview.locator("main h2", has_text="Wer es leihen kann")).to_be_visible()
    moderator.locator("[data-side-panel-toggle=preview]").click()

    choose_action(moderator, "[name=action-publish]")
    try:
        page.goto(PROJECT)
        page.get_by_role("link", name="Ein Rad bleibt").click()
        expect(page.locator("h1")).to_have_text("Ein Rad bleibt")
        expect(page.locator("main h2", has_text="Wer es leihen kann")).to_be_visible()
    finally:
        delete_page(moderator, f"{PROJECT}ein-rad-bleibt/")
    assert moderator.request.get(f"{PROJECT}ein-rad-bleibt/").status == 404


def delete_page(admin: Page, path: str) -> None:
    """Delete the page that the explorer shows in this list."""
    edit = row_of(admin, path).locator("a[href$='/edit/']").first.get_attribute("href") or ""
    admin.goto(edit.replace("/edit/", "/delete/"))
    admin.locator("main form [type=submit]").click()
    expect(admin.locator(".messages .success")).to_be_visible()


def test_a_document_that_lies_about_its_type_is_refused_in_words(sign_in: SignIn) -> None:
    editor = sign_in("redaktion")
    editor.goto("/admin/documents/multiple/add/")
    editor.locator("#fileupload").set_input_files(
        {
            "name": "protokoll.pdf",
            "mimeType": "application/pdf",
            "buffer": b"<html><script>alert(1)</script></html>",
        }
    )
    message = editor.locator("#upload-list .error_messages")
    expect(message).to_be_visible()
    expect(message).to_contain_text("„pdf“")
    editor.goto("/admin/documents/?q=protokoll.pdf")
    expect(editor.locator("main a[href*='/admin/documents/edit/']")).to_have_count(0)


def test_an_honest_document_is_taken(sign_in: SignIn) -> None:
    editor = sign_in("redaktion")
    editor.goto("/admin/documents/multiple/add/")
    editor.locator("#fileupload").set_input_files(
        {"name": "termine.txt", "mimeType": "text/plain", "buffer": b"Treffen am Dienstag\n"}
    )
    expect(editor.locator("#upload-list .upload-success")).to_be_visible()


def test_a_wrong_password_is_refused_and_the_address_kept(page: Page) -> None:
    page.goto("/admin/login/")
    page.locator("[name=login]").fill("redaktion@example.org")
    page.locator("[name=password]").fill("falsch")
    page.locator("[name=password]").press("Enter")
    expect(page.locator("main .kern-alert--danger")).to_be_visible()
    expect(page.locator("[name=login]")).to_have_value("redaktion@example.org")


def test_the_admin_is_closed_to_strangers(page: Page) -> None:
    for path in ("/admin/", "/admin/pages/", "/admin/enquiries/", "/admin/users/"):
        page.goto(path)
        expect(page.locator("[name=password]")).to_be_visible()


def test_a_signed_in_editor_finds_the_way_to_the_admin_on_public_pages(sign_in: SignIn) -> None:
    editor = sign_in("redaktion")
    editor.goto(PROJECT)
    editor.locator("#wagtail-userbar-trigger").click()
    editor.locator("wagtail-userbar a[href$='/edit/']").click()
    expect(editor.locator("[name=title]")).to_have_value(TITLE)
