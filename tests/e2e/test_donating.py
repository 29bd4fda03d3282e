"""Giving to a wish: money by card, by direct debit and every month, and things.

People pay on the simulated page of Stripe, in the same browser, as they do on the real one.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accounts import mailed
from tests.e2e.accounts import sign_in as sign_in_to_account
from tests.e2e.conftest import OpenContext
from tests.e2e.crawl import NARROW, fits
from tests.e2e.site import Site
from tests.e2e.wishes import MEMBER, THING
from tests.simulators.stripe.client import StripeSimulator

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SignIn = Callable[..., Page]
MAKE = "from tests.e2e.wishes import make; make()"
MONTHLY_LINK = re.compile(r"(https?://\S+/monatlich/\S+/)")
PLEDGE_LINK = re.compile(r"(https?://\S+/zusage/\S+/)")


@dataclass(frozen=True)
class Wish:
    """Where the wish is that everybody gives to."""

    pk: int
    institution: int
    address: str

    @property
    def form(self) -> str:
        """Where one donates."""
        return f"/wunschliste/{self.pk}/spenden/"


@pytest.fixture(scope="module")
def wish(site: Site) -> Wish:
    """Published, looking for 3,000 euros and two helmets."""
    return Wish(**json.loads(site.manage("shell", "-v", "0", "-c", MAKE).splitlines()[-1]))


@pytest.fixture
def stripe(site: Site) -> StripeSimulator:
    """Where donors pay."""
    assert site.stripe
    return site.stripe


def donate(page: Page, wish: Wish, euros: str, email: str, *, monthly: bool = False) -> None:
    """Fill the form in, and be on the payment page."""
    page.goto(wish.form)
    choose(page, euros)
    page.locator("[name=email]").fill(email)
    if monthly:
        page.get_by_text("Jeden Monat", exact=True).click()
    fits(page)
    page.wait_for_timeout(2100)  # forms refuse what is sent within two seconds
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url("**/c/pay/**")


def choose(page: Page, euros: str) -> None:
    """An amount that is not offered."""
    page.get_by_text("Anderer Betrag", exact=True).click()
    page.locator("[name=other]").fill(euros)


def label_of(page: Page, selector: str) -> Locator:
    """What people press: the box itself is drawn beside it."""
    return page.locator(f"label[for={page.locator(selector).get_attribute('id')}]")


def press(page: Page, action: str) -> None:
    """A button of the payment page."""
    page.locator(f"button[value={action}]").click()


def outcome(page: Page, kind: str) -> None:
    """The page that one comes back to says so: success, info or danger."""
    page.wait_for_url("**/wunschliste/danke/**")
    expect(page.locator("main .kern-alert").first).to_have_class(re.compile(f"kern-alert--{kind}"))
    fits(page)


def last_payment(stripe: StripeSimulator) -> dict[str, Any]:
    """What Stripe knows of the last payment."""
    return stripe.books()["payments"][-1]


def test_a_donation_by_card_is_there_at_once(
    open_context: OpenContext, site: Site, wish: Wish, stripe: StripeSimulator
) -> None:
    page = open_context(viewport=NARROW, has_touch=True).new_page()
    page.goto(wish.address)
    fits(page)
    page.locator(f".wish-facts a[href='{wish.form}']").click()
    page.locator("[name=public_name]").fill("Familie Brandt")
    label_of(page, "[name=cover_fees]").click()
    choose(page, "40")
    page.locator("[name=email]").fill("brandt@example.org")
    total = page.locator("[data-total] output").inner_text()
    page.wait_for_timeout(2100)
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url("**/c/pay/**")
    expect(page.locator(".amount")).to_contain_text(total.strip())
    press(page, "card")
    outcome(page, "success")
    expect(page.locator("main dl.pairs")).to_contain_text(total.strip())
    page.goto(wish.address)
    expect(page.locator("main")).to_contain_text("Familie Brandt")
    expect(page.locator("main .wish-facts")).to_contain_text("40")
    site.work()
    assert any("To: brandt@example.org" in mail for mail in site.mails)
    assert stripe.violations() == []


def test_a_direct_debit_is_on_its_way_and_then_there(
    page: Page, site: Site, wish: Wish, stripe: StripeSimulator
) -> None:
    donate(page, wish, "77", "lastschrift@example.org")
    press(page, "sepa")
    outcome(page, "info")
    thanks = page.url
    page.goto(wish.address)
    expect(page.locator(".fund__bar--pending").first).to_be_attached()
    stripe.finish_debit(last_payment(stripe)["payment_intent"])
    site.work()
    page.goto(thanks)
    outcome(page, "success")
    mails = [mail for mail in site.mails if "To: lastschrift@example.org" in mail]
    assert mails


def test_a_direct_debit_that_fails_takes_nothing_and_can_be_tried_again(
    page: Page, site: Site, wish: Wish, stripe: StripeSimulator
) -> None:
    donate(page, wish, "66", "geplatzt@example.org")
    press(page, "sepa_fails")
    outcome(page, "info")
    thanks = page.url
    stripe.finish_debit(last_payment(stripe)["payment_intent"], comes=False)
    site.work()
    page.goto(thanks)
    outcome(page, "danger")
    page.locator(f"main .actions a[href='{wish.form}']").click()
    expect(page.locator(".donation__amounts label").first).to_be_visible()
    assert any("To: geplatzt@example.org" in mail for mail in site.mails)


def test_after_a_declined_card_another_try_is_the_same_donation(
    page: Page, wish: Wish, stripe: StripeSimulator
) -> None:
    donate(page, wish, "31", "abgelehnt@example.org")
    before = len(stripe.books()["payments"])
    press(page, "decline")
    expect(page.locator("[role=alert]")).to_contain_text("abgelehnt")
    press(page, "card")
    outcome(page, "success")
    assert len(stripe.books()["payments"]) == before + 1
    assert last_payment(stripe)["net"] == 3_100


def test_who_turns_back_can_go_on_later(page: Page, wish: Wish, stripe: StripeSimulator) -> None:
    donate(page, wish, "32", "spaeter@example.org")
    payment_page = page.url
    page.get_by_role("link", name="Abbrechen").click()
    page.wait_for_url("**/wunschliste/abgebrochen/**")
    fits(page)
    page.locator("main form.actions button[type=submit]").click()
    page.wait_for_url(payment_page)
    press(page, "card")
    outcome(page, "success")
    assert last_payment(stripe)["net"] == 3_200


def test_without_javascript_a_donation_is_made_too(
    open_context: OpenContext, wish: Wish, stripe: StripeSimulator
) -> None:
    page = open_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto(wish.form)
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator("#id_email_error")).to_be_visible()
    choose(page, "33")
    page.locator("[name=email]").fill("ohne-skript@example.org")
    page.wait_for_timeout(2100)
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url("**/c/pay/**")
    press(page, "card")
    page.wait_for_url("**/wunschliste/danke/**")
    expect(page.locator("main .kern-alert--success").first).to_be_visible()
    assert last_payment(stripe)["net"] == 3_300


def test_a_monthly_donation_ends_by_the_link_in_its_mail(
    open_context: OpenContext, page: Page, site: Site, wish: Wish, stripe: StripeSimulator
) -> None:
    donate(page, wish, "15", "monatlich@example.org", monthly=True)
    expect(page.locator(".amount")).to_contain_text("jeden Monat")
    press(page, "card")
    outcome(page, "success")
    stripe.wait_idle()
    stranger = open_context().new_page()
    stranger.goto(mailed(site, "monatlich@example.org", MONTHLY_LINK))
    fits(stranger)
    stranger.locator("button[name=end]").click()
    expect(stranger.locator(".kern-alert--success").first).to_be_visible()
    expect(stranger.locator("button[name=end]")).to_have_count(0)
    assert stripe.objects("subscription")[0]["status"] == "canceled"


def test_the_treasury_gives_money_back(
    page: Page, sign_in: SignIn, site: Site, wish: Wish, stripe: StripeSimulator
) -> None:
    donate(page, wish, "58,20", "zurueck@example.org")
    press(page, "card")
    outcome(page, "success")
    thanks = page.url
    admin = sign_in("kasse")
    admin.goto("/admin/wishlist/donations/")
    admin.locator("main tbody tr", has_text="58,20").get_by_role("link").first.click()
    admin.locator("a.button[href*=refund]").first.click()
    admin.locator("[name=reason]").fill("Doppelt gespendet")
    admin.locator("main form button.button[type=submit]").first.click()
    admin.locator("button[name=confirm]").click()
    expect(admin.locator(".messages .success")).to_be_visible()
    site.work()
    admin.reload()
    expect(admin.locator("[aria-labelledby=money-back]")).to_contain_text("Doppelt gespendet")
    assert last_payment(stripe)["refunded"] == 5_820
    page.goto(thanks)
    expect(page.locator("main .kern-alert").first).to_contain_text("zurück")


def test_a_thing_is_promised_agreed_and_handed_over(
    open_context: OpenContext, page: Page, site: Site, wish: Wish
) -> None:
    page.goto(f"{wish.address}#needs")
    page.locator(".need", has_text=THING["title"]).get_by_role("link").click()
    page.locator("[name=quantity]").fill("2")
    page.locator("[name=name]").fill("Hanna Petersen")
    page.locator("[name=email]").fill("helm@example.org")
    page.wait_for_timeout(2100)
    fits(page)
    page.locator("main form.form button[type=submit]").click()
    page.goto(mailed(site, "helm@example.org", PLEDGE_LINK))
    page.locator("main form button.kern-btn--primary").click()
    expect(page.locator("main .kern-alert--success").first).to_be_visible()
    pledge = page.url
    member = open_context().new_page()
    sign_in_to_account(member, MEMBER.partition("@")[0])
    member.wait_for_url("**/konto/**")
    member.goto(f"/konto/wunschliste/einrichtungen/{wish.institution}/zusagen/")
    member.locator("main").get_by_role("link", name=re.compile(THING["title"])).first.click()
    for name in ("received", "thank"):
        member.locator(f"button[name={name}]").click()
        expect(member.locator(".kern-alert--success").first).to_be_visible()
    page.goto(pledge)
    expect(page.locator("main .kern-alert--success").first).to_be_visible()
    expect(page.locator("button[name=withdraw]")).to_have_count(0)
    page.goto(wish.address)
    expect(page.locator(".need", has_text=THING["title"]).get_by_role("link")).to_have_count(0)
