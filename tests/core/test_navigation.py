"""Menus, breadcrumbs and the language switch."""

import pytest
from wagtail.models import Locale

from cms.core import navigation
from cms.core.models import Menu
from tests.factories.pages import ContentFactory
from tests.factories.site import translated


@pytest.fixture
def menu(site):
    """A menu with one entry, two pages below it and a footer column."""
    participate = ContentFactory(parent=site.home, title="Mitmachen")
    return Menu.objects.create(
        locale=Locale.objects.get(language_code="de"),
        main=[("entry", {"page": site.programme, "children": [site.projects, participate]})],
        footer=[("column", {"heading": "Service", "pages": [site.contact, participate]})],
    )


def shown(rf, current=None, language="de") -> navigation.Menus:
    return navigation.menus(rf.get("/"), language, current)


def titles(entries) -> list[str]:
    return [entry.title for entry in entries]


def test_a_menu_shows_titles_and_addresses_of_its_pages(menu, rf):
    (entry,) = shown(rf).main
    assert (entry.title, entry.url) == ("Programm", "/programm/")
    assert titles(entry.children) == ["Projekte", "Mitmachen"]
    (column,) = shown(rf).footer
    assert (column.heading, titles(column.links)) == ("Service", ["Kontakt", "Mitmachen"])


def test_menus_cost_three_queries(menu, site, rf, assert_query_count):
    request = rf.get("/")
    site.home.get_url(request)
    with assert_query_count(3):
        navigation.menus(request, "de", None)


def test_pages_chosen_in_german_are_shown_in_the_language_of_the_menu(menu, rf):
    menu = menu.copy_for_translation(Locale.objects.get(language_code="en"))
    menu.save()
    english = shown(rf, language="en")
    (entry,) = english.main
    assert (entry.title, entry.url) == ("Programme", "/en/programme/")
    assert titles(entry.children) == ["Projects"]
    assert titles(english.footer[0].links) == []


def test_a_page_that_is_a_draft_in_the_language_is_left_out(menu, site, rf):
    Menu.objects.filter(pk=menu.pk).update(locale=Locale.objects.get(language_code="en"))
    site.projects.get_translations().get().unpublish()
    (entry,) = shown(rf, language="en").main
    assert titles(entry.children) == []


def test_an_unpublished_page_drops_out(menu, site, rf):
    site.projects.unpublish()
    (entry,) = shown(rf).main
    assert titles(entry.children) == ["Mitmachen"]


def test_an_unpublished_entry_takes_its_pages_along(menu, site, rf):
    site.programme.unpublish()
    assert shown(rf).main == []


def test_a_deleted_page_drops_out(menu, site, rf):
    site.contact.delete()
    (column,) = shown(rf).footer
    assert titles(column.links) == ["Mitmachen"]


def test_the_current_page_is_marked_and_its_entry_is_open(menu, site, rf):
    (entry,) = shown(rf, current=site.projects).main
    assert (entry.is_current, entry.is_open) == (False, True)
    assert [child.is_current for child in entry.children] == [True, False]


def test_a_language_without_a_menu_shows_none(menu, rf):
    english = shown(rf, language="en")
    assert (english.main, english.footer) == ([], [])


def test_a_menu_is_named_by_its_language(menu):
    assert str(menu) == "Deutsch"


def test_crumbs_lead_from_home_to_the_page(site):
    page = ContentFactory(parent=ContentFactory(parent=site.home, title="Über uns"))
    assert titles(page.breadcrumbs) == ["Ideenraum der Zukunft", "Über uns"]


def test_crumbs_leave_out_a_page_that_is_not_published(site):
    above = ContentFactory(parent=site.home)
    page = ContentFactory(parent=above)
    above.unpublish()
    assert titles(page.breadcrumbs) == ["Ideenraum der Zukunft"]


def test_the_home_page_has_no_crumbs(site):
    assert site.home.breadcrumbs == []


def test_the_switch_goes_to_the_same_page_where_there_is_one(site):
    versions = {version.code: version for version in site.projects.language_versions}
    assert versions["de"].is_current
    assert (versions["en"].url, versions["en"].exists) == ("/en/programme/projects/", True)
    assert (versions["de-simple"].url, versions["de-simple"].exists) == ("/de-simple/", False)


def test_a_draft_translation_is_no_version(site):
    page = ContentFactory(parent=site.home)
    translated(page, "en", live=False)
    versions = {version.code: version for version in page.language_versions}
    assert not versions["en"].exists


def test_the_switch_costs_one_query(site, assert_query_count):
    assert site.projects.url
    str(site.projects.locale)
    with assert_query_count(1):
        site.projects.language_versions  # noqa: B018 – reading it is what costs


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("schließfächer-für-alle", "schliessfaecher-fuer-alle"), ("", "strassen-oel-ueben")],
)
def test_umlauts_of_a_slug_are_written_out(site, typed, kept):
    page = ContentFactory(parent=site.home, title="Straßen Öl üben", slug=typed)
    assert page.slug == kept


def test_two_pages_of_one_title_get_two_slugs(site):
    pages = [ContentFactory(parent=site.home, title="Bücherei", slug="") for _number in range(2)]
    assert [page.slug for page in pages] == ["buecherei", "buecherei-2"]
