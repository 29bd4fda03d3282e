"""The switch leads to the same page in the other language, or says that there is none."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SAME_PAGES = (
    ("/", "/en/", "/de-simple/"),
    ("/programm/", "/en/programme/", "/de-simple/programm/"),
    (
        "/programm/projekte/digitale-schliessfaecher/",
        "/en/programme/projects/digital-lockers/",
        "/de-simple/programm/projekte/schliess-faecher/",
    ),
)
CODES = ("de", "en", "de-simple")


@pytest.mark.parametrize("paths", SAME_PAGES)
def test_the_switch_leads_to_the_same_page_and_back(page: Page, paths: tuple[str, ...]) -> None:
    page.goto(paths[0])
    for code, path in list(zip(CODES, paths, strict=True))[1:]:
        page.locator(f".languages a[hreflang={code}]").click()
        expect(page).to_have_url(path)
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page.locator(".languages [aria-current]")).to_have_count(1)
        expect(page.locator(".languages__note")).to_have_count(0)
        page.locator(".languages a[hreflang=de]").click()
        expect(page).to_have_url(paths[0])


def test_a_page_without_a_twin_says_so_and_leads_to_the_home_page(page: Page) -> None:
    page.goto("/was-ist-eine-smart-city/")
    link = page.locator(".languages a[hreflang=de-simple]")
    expect(link.locator(".languages__note")).to_be_visible()
    expect(page.locator("link[rel=alternate][hreflang=de-simple]")).to_have_count(0)
    link.click()
    expect(page).to_have_url("/de-simple/")


def test_each_language_is_named_in_itself(page: Page) -> None:
    page.goto("/en/")
    for code, name in zip(CODES, ("Deutsch", "English", "Leichte Sprache"), strict=True):
        entry = page.locator(f".languages > li[lang={code}]")
        expect(entry).to_have_text(re.compile(rf"^\s*{name}\s*$"))


@pytest.mark.parametrize("code", CODES)
def test_menu_and_footer_stay_in_the_language(page: Page, code: str) -> None:
    home = "/" if code == "de" else f"/{code}/"
    page.goto(home)
    links = page.locator(".main-menu a, .site-footer nav a, .site-header .logo")
    paths = [link.get_attribute("href") or "" for link in links.all()]
    assert len(paths) > 5
    others = [f"/{other}/" for other in CODES[1:] if other != code]
    assert not [path for path in paths if not path.startswith(home)]
    assert not [path for path in paths if path.startswith(tuple(others))]


LEGAL = {
    "de": ("impressum", "datenschutz", "barrierefreiheit", "barriere-melden", "kontakt"),
    "en": ("imprint", "privacy", "accessibility", "report-a-barrier", "contact"),
    "de-simple": ("impressum", "datenschutz", "barriere-freiheit", "barriere-melden", "kontakt"),
}


@pytest.mark.parametrize("code", CODES)
def test_every_language_s_footer_leads_to_law_help_and_contact(page: Page, code: str) -> None:
    home = "/" if code == "de" else f"/{code}/"
    page.goto(home)
    for slug in LEGAL[code]:
        expect(page.locator(f".site-footer nav a[href='{home}{slug}/']")).to_have_count(1)


@pytest.mark.parametrize("code", CODES)
def test_a_missing_page_answers_in_the_language_and_leads_on(page: Page, code: str) -> None:
    home = "/" if code == "de" else f"/{code}/"
    answer = page.goto(f"{home}gibt-es-nicht/")
    assert answer
    assert answer.status == 404
    expect(page.locator("html")).to_have_attribute("lang", code)
    expect(page.locator("h1")).to_have_count(1)
    page.locator(f"main a[href='{home}']").click()
    expect(page).to_have_url(home)


def test_error_pages_differ_between_languages(page: Page) -> None:
    titles = set()
    for home in ("/", "/en/", "/de-simple/"):
        page.goto(f"{home}gibt-es-nicht/")
        titles.add(page.locator("h1").inner_text() + page.locator(".lead").inner_text())
    assert len(titles) == 3
