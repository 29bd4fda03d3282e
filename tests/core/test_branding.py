"""The admin looks like the city's own: its name, its logo, its languages."""

import pytest
from wagtail.models import Page

from cms.core.models import SiteSettings
from cms.core.sites import site_name
from cms.pages.models import HomePage
from tests.factories.pages import ContentFactory


@pytest.fixture
def named(site):
    SiteSettings.objects.update(site_name="Stadt GO!")


def test_every_page_of_the_admin_carries_name_icon_and_logo(named, editor):
    shown = editor.get("/admin/").content.decode()
    assert "<title>Dashboard - Stadt GO!</title>" in " ".join(shown.split())
    assert '<svg class="logo__mark"' in shown
    assert '<span class="logo__text">Stadt GO!</span>' in shown
    assert "icons/favicon.svg" in shown
    assert "wagtailadmin/images/favicon.ico" not in shown
    assert "css/theme.css" in shown


def test_the_dashboard_is_headed_by_the_name_of_the_programme(named, editor):
    heading = editor.get("/admin/").content.decode().split("<h1")[1].split("</h1>")[0]
    assert "Stadt GO!" in heading


def test_whoever_deletes_many_pages_types_the_address_of_the_site(named, admin, settings):
    settings.WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1
    page = ContentFactory(parent=HomePage.objects.first())
    asked = admin.get(f"/admin/pages/{page.pk}/delete/").content.decode()
    assert "<b>127.0.0.1</b>" in asked
    admin.post(f"/admin/pages/{page.pk}/delete/", {"confirm_site_name": "Stadt GO!"})
    assert Page.objects.filter(pk=page.pk).exists()
    admin.post(f"/admin/pages/{page.pk}/delete/", {"confirm_site_name": "127.0.0.1"})
    assert not Page.objects.filter(pk=page.pk).exists()


def test_without_a_site_there_is_still_a_name(db):
    from wagtail.models import Site

    Site.objects.all().delete()
    assert site_name() == "Smart City"


def test_home_pages_of_the_same_name_are_told_apart(site, editor):
    HomePage.objects.update(title="Stadt GO!", draft_title="Stadt GO!")
    shown = editor.get("/admin/pages/").content.decode()
    for language in ("Deutsch", "English", "Leichte Sprache"):
        assert f"Stadt GO! ({language})" in shown


def test_the_help_menu_leaves_out_news_for_developers(site, editor):
    shown = editor.get("/admin/").content.decode()
    assert "editor-guide" in shown
    assert "whats-new" not in shown
