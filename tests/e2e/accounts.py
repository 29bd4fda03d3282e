"""What people do with their accounts and their mail, for the tests that need some of it."""

import re

from playwright.sync_api import Page

from cms.users.demo import PASSWORD
from tests.e2e.site import Site

CODE = re.compile(r"^ {4}([A-Z]{4}-[A-Z]{4})\s*$", re.MULTILINE)
LINK = re.compile(r"(https?://\S+/bestaetigen/\S+/)")


def mailed(site: Site, to: str, pattern: re.Pattern[str]) -> str:
    """Wait for what is being sent; what the pattern finds in the newest mail to an address."""
    site.work()
    sent = [mail for mail in site.mails if f"To: {to}" in mail]
    found = [match for mail in sent if (match := pattern.search(mail))]
    assert found, sent
    return found[-1][1]


def send(page: Page) -> None:
    """Press the form's button."""
    page.locator("main form.form button[type=submit]").click()


def sign_in(page: Page, name: str) -> None:
    """By password."""
    page.goto("/konto/anmelden/")
    page.locator("[name=login]").fill(f"{name}@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    send(page)


def show_again(page: Page) -> None:
    """The password before something that matters."""
    page.locator("[name=password]").fill(PASSWORD)
    send(page)


def register(page: Page, site: Site, address: str) -> None:
    """An account without a password."""
    page.goto("/konto/registrieren/")
    page.locator("[name=email]").fill(address)
    send(page)
    page.locator("[name=code]").fill(mailed(site, address, CODE))
    send(page)
    page.wait_for_url("**/konto/")
