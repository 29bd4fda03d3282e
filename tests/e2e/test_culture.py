"""Two culture institutions collide and solve it, and book a room from each other."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accounts import sign_in as sign_in_to_account
from tests.e2e.conftest import OpenContext
from tests.e2e.crawl import NARROW, OVERFLOW, WIDE, axe
from tests.e2e.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SignIn = Callable[[str], Page]
BERLIN = ZoneInfo("Europe/Berlin")
STAGE, CELLAR = "Bühne am Moorweg", "Kulturkeller Garstedt"
AREA = "/konto/kultur/"
PAGES = (
    *("", "partner/", "partnerkalender/", "ressourcen/", "buchungen/", "pinnwand/"),
    *("pinnwand/neu/", "gruppen/", "gruppen/neu/", "dokumente/", "dokumente/neu/"),
    *("ueberschneidungen/", "privat/"),
)


@pytest.fixture
def sign_in(open_context: OpenContext) -> SignIn:
    """Somebody of an institution, in a browser of their own."""

    def sign_in(name: str) -> Page:
        page = open_context().new_page()
        sign_in_to_account(page, name)
        page.wait_for_url("**/konto/")
        return page

    return sign_in


def moment(days: int, hour: int) -> str:
    """As the browser's picker writes it."""
    day = datetime.now(BERLIN).date() + timedelta(days=days)
    return f"{day}T{hour:02}:00"


def own_area(page: Page, institution: str) -> str:
    """The path of one's institution."""
    page.goto(AREA)
    link = page.locator("aside").get_by_role("link", name=institution)
    return link.get_attribute("href") or ""


def plan(page: Page, institution: str, title: str, days: int, hour: int) -> None:
    """Fill the form in and look what else takes place."""
    page.goto(f"{own_area(page, institution)}termine/neu/")
    page.locator("[name=title]").fill(title)
    page.locator("[name=start]").fill(moment(days, hour))
    page.locator("[name=end]").fill(moment(days, hour + 2))
    page.locator("[name=genre]").select_option("music")
    page.locator("[name=audience]").select_option("adults")
    page.locator("button[name=look]").click()


def test_two_institutions_collide_and_agree_and_one_books_a_room(
    sign_in: SignIn, site: Site
) -> None:
    stage, cellar = sign_in("kultur-planung"), sign_in("kultur-keller")
    plan(stage, STAGE, "Chansons im Foyer", 75, 20)
    stage.locator("button[name=save]").click()

    plan(cellar, CELLAR, "Jazz mit Streichern", 75, 20)
    expect(cellar.locator(".clash").filter(has_text="Chansons im Foyer")).to_be_visible()
    cellar.locator("button[name=save]").click()

    for page in (stage, cellar):
        page.goto(f"{AREA}ueberschneidungen/")
        clash = page.locator(".clash").filter(has_text="Chansons im Foyer")
        clash.filter(has_text="Jazz mit Streichern").get_by_role("button").first.click()
    row = cellar.locator(".clash").filter(has_text="Chansons im Foyer").first
    expect(row.locator(".badge")).to_have_text("beide einverstanden")

    cellar.goto(f"{AREA}ressourcen/?q=Probenraum")
    cellar.get_by_role("link", name="Probenraum unter dem Dach").click()
    cellar.get_by_role("link", name="Anfragen").click()
    cellar.locator("[name=start]").fill(moment(70, 18))
    cellar.locator("[name=end]").fill(moment(70, 21))
    cellar.locator("[name=purpose]").fill("Probe mit Streichern")
    cellar.locator("main form.form button[type=submit]").click()

    stage.goto(AREA)
    stage.get_by_role("link", name=f"{CELLAR} fragt an").click()
    stage.locator("button[name=accept]").click()
    expect(stage.locator("aside .badge")).to_have_text("Zugesagt")
    cellar.goto(f"{AREA}buchungen/")
    booking = cellar.locator("main li").filter(has_text="Probe mit Streichern")
    expect(booking.locator(".badge")).to_have_text("Zugesagt")


def test_every_page_of_the_area_has_no_barrier_and_fits_a_telephone(sign_in: SignIn) -> None:
    page = sign_in("kultur")
    start = own_area(page, STAGE)
    own = [f"{start}{rest}" for rest in ("", "profil/", "mitglieder/", "termine/", "kalender/")]
    found = {}
    for path in [*(f"{AREA}{rest}" for rest in PAGES), *own]:
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            page.goto(path)
            found[path, size["width"]] = (page.evaluate(OVERFLOW), axe(page))
    wrong = {place: faults for place, faults in found.items() if faults != ("", [])}
    assert not wrong


def test_the_public_pages_of_an_event_have_no_barrier(open_context: OpenContext) -> None:
    page = open_context().new_page()
    page.goto("/kultur/kalender/")
    page.locator("a[href*='/kultur/kalender/'][href$='/']").nth(1).click()
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert (page.evaluate(OVERFLOW), axe(page)) == ("", [])
