"""Writing a message the way a person does."""

from playwright.sync_api import Page

READING_MS = 2100  # forms refuse what is sent within two seconds after they were opened


def fill_in(page: Page, message: str) -> None:
    """Type a message, letter by letter, for longer than a robot would take."""
    field = page.locator("[name=message]")
    field.clear()
    field.press_sequentially(message, delay=READING_MS / len(message))


def send(page: Page) -> None:
    """Press the form's button."""
    page.locator("main form button[type=submit]").click()
