"""Accounts in the browser: by code, by password and app, by passkey; the data and their erasure."""

import re
import time
import zipfile
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from cms.users.demo import PASSWORD
from tests import tools
from tests.e2e.accounts import CODE, LINK, mailed, register, send, show_again, sign_in
from tests.e2e.crawl import NARROW, OVERFLOW, WIDE, axe
from tests.e2e.site import Site, _move_to, serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PUBLIC = (
    "/konto/anmelden/",
    "/konto/anmelden/code/",
    "/konto/registrieren/",
    "/konto/registrieren/passkey/",
    "/konto/passwort/vergessen/",
    "/en/konto/anmelden/",
    "/de-simple/konto/anmelden/",
)
OWN = (
    "/konto/",
    "/konto/angaben/",
    "/konto/email/",
    "/konto/passwort/",
    "/konto/zweiter-faktor/",
    "/konto/geraete/",
    "/konto/daten/",
    "/konto/daten/loeschen/",
    "/konto/abmelden/",
    "/en/konto/daten/",
)


def code_of_the_app(secret: str, ahead: int = 0) -> str:
    """What an authenticator app shows, now or some steps of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def test_by_code_without_a_password_and_back_to_the_page_that_was_wanted(
    page: Page, site: Site
) -> None:
    register(page, site, "code@example.org")
    page.goto("/konto/abmelden/")
    page.locator("main form button").click()
    page.goto("/konto/daten/")
    page.get_by_role("link", name=re.compile("Code|code")).first.click()
    page.locator("[name=email]").fill("code@example.org")
    send(page)
    page.locator("[name=code]").fill(mailed(site, "code@example.org", CODE).lower())
    send(page)
    page.wait_for_url("**/konto/daten/")
    expect(page.locator("main")).to_contain_text("code@example.org")


def test_by_password_and_app_with_recovery_codes(page: Page, site: Site) -> None:
    register(page, site, "app@example.org")
    page.goto("/konto/zweiter-faktor/app/")
    secret = page.locator("code.secret").inner_text()
    page.locator("[name=code]").fill(code_of_the_app(secret))
    send(page)
    page.wait_for_url("**/notfall-codes/")
    recovery = page.locator(".codes code").first.inner_text()
    for code in (code_of_the_app(secret, ahead=1), recovery):
        page.goto("/konto/abmelden/")
        page.locator("main form button").click()
        page.goto("/konto/anmelden/code/")
        page.locator("[name=email]").fill("app@example.org")
        send(page)
        page.locator("[name=code]").fill(mailed(site, "app@example.org", CODE))
        send(page)
        page.wait_for_url("**/anmelden/zweiter-faktor/")
        page.locator("[name=code]").fill(code)
        send(page)
        page.wait_for_url("**/konto/")


@pytest.fixture
def telephone(site: Site, browser: Browser) -> Iterator[Page]:
    """A browser with a passkey store of its own, on a name: passkeys know no numeric addresses."""
    chromium = browser.browser_type.launch(
        executable_path=tools.chromium().path, args=["--no-sandbox", "--disable-gpu"]
    )
    address = f"http://localhost:{urlsplit(site.address).port}"
    page = chromium.new_context(base_url=address, locale="de-DE").new_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    chromium.close()


def test_registering_and_signing_in_with_a_passkey_alone(telephone: Page, site: Site) -> None:
    page = telephone
    page.goto("/konto/registrieren/passkey/")
    page.locator("[name=email]").fill("passkey@example.org")
    send(page)
    page.locator("[name=code]").fill(mailed(site, "passkey@example.org", CODE))
    send(page)
    page.locator("#passkey_button").click()
    page.wait_for_url("**/konto/")
    page.goto("/konto/abmelden/")
    page.locator("main form button").click()
    page.goto("/konto/anmelden/?next=/konto/zweiter-faktor/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/konto/zweiter-faktor/")
    expect(page.locator("main")).to_contain_text("Passkey 1")


def test_a_passkey_as_second_factor_and_to_show_once_more_who_one_is(
    telephone: Page, site: Site
) -> None:
    page = telephone
    sign_in(page, "freigabe")
    page.goto("/konto/zweiter-faktor/passkey/")
    show_again(page)
    page.locator("[name=name]").fill("Telefon")
    page.locator("#passkey_button").click()
    page.wait_for_url("**/notfall-codes/")
    page.goto("/konto/abmelden/")
    page.locator("main form button").click()
    sign_in(page, "freigabe")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url("**/admin/")
    page.goto("/konto/zweiter-faktor/")
    page.get_by_role("link", name="Telefon").last.click()
    page.locator("main ul.rows a[href*=passkey]").first.click()
    page.locator("#mfa_webauthn_reauthenticate").click()
    page.wait_for_url("**/entfernen/")
    page.locator("main form button").click()
    page.wait_for_url("**/zweiter-faktor/")
    expect(page.locator("main")).not_to_contain_text("Telefon since")


def test_a_browser_without_passkeys_says_so(page: Page) -> None:
    page.goto("/konto/anmelden/")
    page.locator("#passkey_login").click()
    expect(page.locator("[data-passkey-error]")).to_be_visible()


@pytest.fixture
def strict_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The same data behind the rules of a real installation."""
    monkeypatch.setenv("E2E_DEMO", "off")
    name = urlsplit(site.database_url).path.strip("/")
    with serving(name, site.folder) as strict:
        yield strict.address
    _move_to(site)


def test_who_works_in_the_admin_sets_up_a_second_factor_first(
    browser: Browser, strict_address: str
) -> None:
    context = browser.new_context(base_url=strict_address, locale="de-DE")
    page = context.new_page()
    page.goto("/admin/pages/")
    page.locator("[name=login]").fill("redaktion@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    send(page)
    page.wait_for_url("**/konto/zweiter-faktor/")
    page.goto("/konto/zweiter-faktor/app/")
    show_again(page)
    secret = page.locator("code.secret").inner_text()
    page.locator("[name=code]").fill(code_of_the_app(secret))
    send(page)
    page.wait_for_url("**/notfall-codes/")
    page.goto("/admin/pages/")
    assert urlsplit(page.url).path == "/admin/pages/"
    page.goto("/konto/zweiter-faktor/app/entfernen/")
    page.locator("main form button").click()
    page.goto("/admin/")
    page.wait_for_url("**/konto/zweiter-faktor/")
    context.close()


def test_my_data_as_a_zip(page: Page) -> None:
    sign_in(page, "redaktion")
    page.goto("/konto/daten/")
    page.locator("form[action$=herunterladen\\/] button").click()
    show_again(page)
    page.wait_for_url("**/konto/daten/?bereit=1")
    with page.expect_download() as waiting:
        page.locator("main .kern-alert--success button").click()
    with zipfile.ZipFile(waiting.value.path()) as found:
        assert "redaktion@example.org" in found.read("daten.json").decode()


def test_the_erasure_and_a_change_of_mind(page: Page, site: Site) -> None:
    register(page, site, "fort@example.org")
    page.goto("/konto/daten/loeschen/")
    page.locator("main form button").click()
    page.wait_for_url("**/konto/daten/")
    page.goto(mailed(site, "fort@example.org", LINK))
    page.locator("main form button").click()
    expect(page.locator("main .kern-alert--success")).to_be_visible()
    page.goto("/konto/")
    page.locator("main .kern-alert--warning button").click()
    expect(page.locator("main .kern-alert--warning")).to_have_count(0)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_are_accessible_and_fit(open_context, viewport) -> None:
    page = open_context(viewport=viewport).new_page()
    faults = []
    for number, path in enumerate((*PUBLIC, *OWN)):
        if number == len(PUBLIC):
            sign_in(page, "redaktion")
        page.goto(path)
        faults += [(path, *fault) for fault in axe(page)]
        wide = page.evaluate(OVERFLOW)
        faults += [(path, "overflow", wide)] if wide else []
    assert not faults, "\n".join(map(str, faults))


def test_without_javascript_the_forms_work(open_context, site: Site) -> None:
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, "redaktion")
    page.wait_for_url("**/admin/")
    page.goto("/konto/zweiter-faktor/passkey/")
    show_again(page)
    expect(page.locator("#passkey_button")).to_be_hidden()
