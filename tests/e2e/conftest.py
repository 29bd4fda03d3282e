"""The site, the browser, and pages that tell when anything went wrong in them.

The browser's scope is this package, not the session: as long as Playwright's sync interface runs,
Django takes the thread for an asynchronous one and refuses the database to other tests.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from cms.users.demo import PASSWORD
from tests import tools
from tests.e2e.site import HOST, Site, copy_of_the_demo
from tests.e2e.watch import Watch

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
]
PATIENCE_MS = 20_000  # on a busy machine; nothing waits longer than it has to
DESKTOP = {"width": 1280, "height": 900}

OpenContext = Callable[..., BrowserContext]


@pytest.fixture(scope="package")
def site(django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """A copy of the demo for all browser tests; each leaves what others rely on as it was."""
    with django_db_blocker.unblock(), copy_of_the_demo() as copy:
        yield copy


@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[Browser]:
    """Chromium of the system; started after the site, whose making needs the database."""
    chromium = tools.chromium()
    assert chromium.path, f"Chromium is missing: {chromium.remedy}"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_context(browser: Browser, site: Site) -> Iterator[OpenContext]:
    """Open a browser of its own, with Playwright's options; all are watched."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_one(**options) -> BrowserContext:
        context = browser.new_context(
            base_url=site.address, **({"viewport": DESKTOP, "locale": "de-DE"} | options)
        )
        context.set_default_timeout(PATIENCE_MS)
        checkout = site.stripe.address if site.stripe else ""
        opened.append((context, Watch(context, site.address, checkout)))
        return context

    yield open_one
    for context, _watch in opened:
        context.close()
    problems = [problem for _context, watch in opened for problem in watch.problems]
    assert not problems, "\n".join(problems)


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    """An empty page of a desktop browser."""
    return open_context().new_page()


@pytest.fixture
def sign_in(open_context: OpenContext) -> Callable[..., Page]:
    """Sign a demo account in, in a browser of its own with options, and return its admin page."""

    def sign_in_as(name: str, **options) -> Page:
        page = open_context(**options).new_page()
        page.goto("/admin/login/")
        page.locator("[name=login]").fill(f"{name}@example.org")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/admin/")
        return page

    return sign_in_as
