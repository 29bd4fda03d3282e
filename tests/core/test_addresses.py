"""Addresses beside the page tree: errors, robots.txt, sitemap.xml; and pages of lists."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.paginator import Paginator
from django.test import Client
from django.utils import translation

from cms.core.pagination import paginate
from cms.pages import queries
from tests.factories.pages import ContentFactory
from tests.factories.site import translated

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize(
    ("address", "language", "words"),
    [
        ("/nirgendwo/", "de", "Diese Seite gibt es nicht"),
        ("/en/nowhere/", "en", "This page does not exist"),
        ("/de-simple/nirgendwo/", "de-simple", "404"),
        ("/en/programm/projekte/", "en", "This page does not exist"),
        ("/programme/projects/", "de", "Diese Seite gibt es nicht"),
    ],
)
def test_a_missing_page_is_told_in_the_language_of_its_address(
    site, client, address, language, words
):
    answer = client.get(address)
    assert answer.status_code == 404
    text = answer.content.decode()
    assert f'<html lang="{language}"' in text
    assert words in text


@pytest.mark.parametrize(
    ("failure", "status"), [(PermissionDenied, 403), (SuspiciousOperation, 400)]
)
@pytest.mark.parametrize(("address", "language"), [("/", "de"), ("/en/", "en")])
def test_a_refusal_comes_in_the_look_and_language_of_the_site(
    site, client, monkeypatch, failure, status, address, language
):
    def refuse(*args, **kwargs):
        raise failure

    monkeypatch.setattr(queries, "now_items", refuse)
    answer = client.get(address)
    assert answer.status_code == status
    assert f'<html lang="{language}"' in answer.content.decode()
    assert "site-header" in answer.content.decode()


@pytest.mark.parametrize(("address", "language"), [("/", "de"), ("/en/", "en")])
def test_a_fault_of_ours_shows_a_page_without_its_text(
    site, client, monkeypatch, address, language
):
    def fail(*args, **kwargs):
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(queries, "now_items", fail)
    client.raise_request_exception = False
    answer = client.get(address)
    assert answer.status_code == 500
    assert f'<html lang="{language}"' in answer.content.decode()
    assert "secret" not in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_the_look_of_the_site(site):
    answer = Client(enforce_csrf_checks=True).post("/kontakt/", {"message": "Hallo"})
    assert answer.status_code == 403
    assert "site-header" in answer.content.decode()
    assert answer.templates[0].name == "403_csrf.html"


@pytest.mark.parametrize("language", ["", "/en"])
def test_there_is_one_place_to_sign_in(site, client, language):
    answer = client.get(f"{language}/_util/login/?next=/x/")
    assert answer.headers["Location"] == f"{language}/konto/anmelden/?next=/x/"


@pytest.mark.parametrize("path", ["documents/a.pdf", "original_images/a.png", "images/../a"])
def test_only_scaled_pictures_are_served_from_the_uploads(site, client, settings, path):
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"secret")
    assert client.get(f"/media/{path}").status_code in {400, 404}


@pytest.mark.parametrize("address", ["/%00", "/programm/%00/", f"/{'a' * 5000}/", "/%ff/"])
def test_a_strange_address_is_not_found(site, client, address):
    assert client.get(address).status_code in {400, 404}


def addresses(client) -> list[str]:
    answer = client.get("/sitemap.xml")
    assert answer.status_code == 200
    root = ET.fromstring(answer.content)  # noqa: S314 – our own output
    return [place.text.removeprefix("http://localhost") for place in root.iter(f"{NAMESPACE}loc")]


def test_the_sitemap_lists_the_pages_of_all_languages(site, client):
    assert {"/", "/programm/projekte/", "/en/", "/en/programme/projects/", "/de-simple/"} <= set(
        addresses(client)
    )


def test_the_sitemap_leaves_out_drafts(site, client):
    translated(ContentFactory(parent=site.home, slug="fertig"), "en", slug="draft", live=False)
    assert "/fertig/" in addresses(client)
    assert "/en/draft/" not in addresses(client)


def alternates(client) -> dict[str, dict[str, str]]:
    """Address → language → address, as the sitemap has it."""
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 – our own output
    return {
        entry.findtext(f"{NAMESPACE}loc").removeprefix("http://localhost"): {
            link.get("hreflang"): link.get("href").removeprefix("http://localhost")
            for link in entry.iter("{http://www.w3.org/1999/xhtml}link")
        }
        for entry in root.iter(f"{NAMESPACE}url")
    }


def test_the_sitemap_names_a_page_in_every_language_it_has(site, client):
    found = alternates(client)
    projects = {"de": "/programm/projekte/", "en": "/en/programme/projects/"}
    assert found["/programm/projekte/"] == projects | {"x-default": "/programm/projekte/"}
    assert found["/"] == {"de": "/", "en": "/en/", "de-simple": "/de-simple/", "x-default": "/"}
    assert found["/kontakt/"] == {}


def test_the_languages_of_the_sitemap_name_each_other(site, client):
    found = alternates(client)
    for address, languages in found.items():
        assert not languages or address in languages.values()
        assert all(found[other] == languages for other in languages.values())


def test_the_sitemap_names_no_draft_as_another_language(site, client):
    translated(ContentFactory(parent=site.home, slug="fertig"), "en", slug="draft", live=False)
    assert alternates(client)["/fertig/"] == {}


def test_a_page_without_german_leads_readers_of_no_language_to_what_there_is(site, client):
    page = ContentFactory(parent=site.home, slug="fertig")
    translated(page, "en", slug="english")
    translated(page, "de-simple", slug="leicht")
    page.unpublish()
    assert alternates(client)["/en/english/"] == {
        "en": "/en/english/", "de-simple": "/de-simple/leicht/", "x-default": "/en/english/",
    }  # fmt: skip


@pytest.mark.parametrize("number", [1, 30])
def test_the_sitemap_costs_the_same_for_any_number_of_pages(
    site, client, assert_query_count, number
):
    for _page in range(number):
        ContentFactory(parent=site.home)
    client.get("/sitemap.xml")
    with assert_query_count(6):
        client.get("/sitemap.xml")


def test_robots_keep_out_of_the_admin_and_find_the_sitemap(client, db):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


@pytest.mark.parametrize("address", ["/robots.txt", "/sitemap.xml"])
def test_both_are_only_read(site, client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("2", 2),
        (None, 1),
        ("", 1),
        ("abc", 1),
        ("-1", 3),
        ("0", 3),
        ("99999", 3),
        ("1.5", 1),
        ("9" * 5000, 1),
        ("\x00", 1),
        ("٢", 2),
    ],
)
def test_nonsense_leads_to_a_page_of_the_list_that_exists(asked, given):
    assert paginate(list(range(50)), asked).number == given


def test_an_empty_list_has_one_page():
    page = paginate([], "7")
    assert (page.number, list(page), page.paginator.num_pages) == (1, [], 1)
    assert isinstance(page.paginator, Paginator)


@pytest.mark.parametrize("code", ["de", "en", "de-simple"])
def test_the_503_page_needs_no_database(code):
    from django.template.loader import get_template

    with translation.override(code):
        assert f'lang="{code}"' in get_template("503.html").render()
