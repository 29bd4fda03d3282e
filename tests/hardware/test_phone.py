"""The depot walks a tour on a phone, through a place without a net."""

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from hardware_bridge import models
from tests import tools
from tests.e2e.crawl import AXE, AXE_RUN, AXE_TAGS, OVERFLOW
from tests.factories.park import RoundFactory
from tests.factories.people import PASSWORD, UserFactory
from tests.hardware.test_depot import tour_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 320, "height": 700}, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PATIENCE_MS = 30_000


@pytest.fixture
def tour(site):
    round_ = RoundFactory()
    return tour_of(3, group=round_.group, round=round_)


@pytest.fixture
def cookie(client, site):
    """The session of a driver."""
    user = UserFactory(role="Depot")
    client.login(email=user.email, password=PASSWORD)
    return client.cookies["sessionid"].value


def opened(browser, live_server, cookie, **options) -> Page:
    context = browser.new_context(locale="de-DE", base_url=live_server.url, **options)
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return context.new_page()


def launch(playwright):
    return playwright.chromium.launch(
        executable_path=tools.chromium().path, args=["--no-sandbox", "--disable-gpu"]
    )


def test_reports_wait_for_a_net_and_outlive_the_page(live_server, tour, cookie):
    address = tour.get_absolute_url()
    first, second, third = tour.stops.all()
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        page = opened(launch(playwright), live_server, cookie, **PHONE)
        page.goto(address)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()  # now the worker keeps the page and what it is drawn with
        page.locator(f"#stop-{first.pk} [value=emptied]").tap()
        expect(page.locator("[data-net]")).to_have_text("Alles ist übertragen.")

        page.context.set_offline(True)
        page.locator(f"#stop-{second.pk} [name=note]").fill("Deckel lose")
        page.locator(f"#stop-{second.pk} [value=damaged]").tap()
        expect(page.locator("[data-net]")).to_contain_text("auf Netz warten: 1")
        page.reload()
        expect(page.locator(f"#stop-{second.pk}")).to_contain_text("Deckel lose")
        expect(page.locator("[data-net]")).to_contain_text("auf Netz warten: 1")
        page.locator(f"#stop-{third.pk} [value=blocked]").tap()
        expect(page.locator("[data-net]")).to_contain_text("auf Netz warten: 2")

        page.context.set_offline(False)
        expect(page.locator("[data-net]")).to_have_text("Alles ist übertragen.")
        expect(page.locator("[data-done]")).to_have_text("3")
    found = [(stop.result, stop.note) for stop in tour.stops.all()]
    assert found == [("emptied", ""), ("damaged", "Deckel lose"), ("blocked", "")]
    tour.refresh_from_db()
    assert tour.state == "done"
    assert models.Alert.objects.get().condition == "fault"


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_its_pages_fit_the_screen_and_are_accessible(live_server, tour, cookie, screen):
    addresses = ["/live/depot/", tour.get_absolute_url(), f"/en{tour.get_absolute_url()}"]
    with sync_playwright() as playwright:
        page = opened(launch(playwright), live_server, cookie, **screen)
        for address in addresses:
            assert page.goto(address).status == 200
            assert page.evaluate(OVERFLOW) == ""
            page.evaluate(AXE)
            assert page.evaluate(AXE_RUN, AXE_TAGS) == []
