"""What frames pages is remembered as data, and forgotten with what it was made of."""

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from cms.core.blocks.links import targets_of
from cms.core.models import Menu, SiteSettings
from cms.core.page_cache import frame, reads, tags
from tests.factories.pages import ContentFactory, NewsFactory
from tests.factories.programme import ProjectFactory
from tests.factories.site import translated

ADDRESS = "/programm/projekte/a/"


@pytest.fixture
def project(site):
    return ProjectFactory(parent=site.projects, title="Schließfächer", slug="a")


@pytest.fixture
def read(page_cache, client):
    """Read an address past the page cache, as somebody with a form's cookie does."""
    client.cookies["csrftoken"] = "passes by"

    def body(address: str, status: int = 200) -> str:
        answer = client.get(address)
        assert answer.status_code == status
        return answer.content.decode()

    return body


def test_a_page_that_is_made_anew_asks_for_nothing_that_frames_it(
    project, assert_page_cost, client
):
    with assert_page_cost(11, ADDRESS):
        assert client.get(ADDRESS).status_code == 200


def test_what_is_remembered_is_of_no_use_to_who_follows_no_journal(project):
    assert frame.keep("a", lambda: 1) == 1
    assert frame.keep("a", lambda: 2) == 2


def test_an_address_that_was_given_away_leads_to_who_has_it_now(site, project, read):
    other = ProjectFactory(parent=site.projects, title="Beleuchtung", slug="b")
    assert "Schließfächer" in read(ADDRESS)
    for page, slug in ((project, "c"), (other, "a")):
        page.slug = slug
        page.save_revision().publish()
    assert "Beleuchtung" in read(ADDRESS)


def test_an_address_whose_page_is_gone_is_gone(project, read):
    read(ADDRESS)
    project.unpublish()
    read(ADDRESS, 404)
    project.save_revision().publish()
    read(ADDRESS)
    Page.objects.get(pk=project.pk).delete()
    read(ADDRESS, 404)


def test_addresses_of_each_language_are_remembered_apart(site, project, read):
    translated(project, title="Lockers", slug="a")
    for _time in range(2):
        assert "Schließfächer" in read(ADDRESS)
        assert "Lockers" in read("/en/programme/projects/a/")


def test_settings_and_menus_are_shown_as_they_are_now(site, project, read):
    settings = SiteSettings.for_site(Site.objects.get())
    menu = Menu.objects.create(locale=project.locale, claim="Alter Spruch")
    assert "Alter Spruch" in read(ADDRESS)
    settings.site_name, menu.claim = "Neuer Name", "Neuer Spruch"
    settings.save()
    menu.save()
    html = read(ADDRESS)
    assert "Neuer Name" in html
    assert "Neuer Spruch" in html


def test_settings_that_are_shown_cannot_be_changed_by_whoever_reads_them(site, page_cache, rf):
    SiteSettings.for_request(rf.get("/")).site_name = "Vertippt"
    assert SiteSettings.for_request(rf.get("/")).site_name != "Vertippt"


def test_a_menu_marks_where_its_reader_is(site, project, read):
    entry = {"type": "entry", "value": {"page": site.projects.pk, "children": []}}
    Menu.objects.create(locale=project.locale, main=[entry])
    for _time in range(2):
        assert 'aria-current="page"' in read("/programm/projekte/").split("<main")[0]
        assert 'aria-current="page"' not in read("/aktuelles/").split("<main")[0]


def test_a_page_is_closed_at_once_and_its_files_and_those_below_it(site, project, read, client):
    read(ADDRESS)
    PageViewRestriction.objects.create(page=site.projects, restriction_type="login")
    read(ADDRESS, 302)
    read(f"{ADDRESS}meilensteine.ics", 302)


def test_an_alias_is_as_closed_as_its_source(site, project, read):
    closed = NewsFactory(parent=site.news, slug="zu")
    alias = closed.create_alias(update_slug="auch-zu", parent=site.news)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    for _time in range(2):
        read(alias.url, 302)


class TestLinks:
    """Links in blocks and in running text."""

    @pytest.fixture
    def linking(self, site, project):
        text = f'<p><a linktype="page" id="{project.pk}">dorthin</a></p>'
        card = {"title": "Karte", "text": "", "pictogram": "", "page": project, "url": ""}
        body = [("text", text), ("cards", {"title": "", "items": [card]})]
        return ContentFactory(parent=site.home, slug="hin", body=body)

    def test_lead_where_the_page_is_now(self, linking, project, read):
        assert read("/hin/").count(f'href="{ADDRESS}"') == 2
        project.slug = "neu"
        project.save_revision().publish()
        assert read("/hin/").count('href="/programm/projekte/neu/"') == 2

    def test_lead_to_the_page_in_the_readers_language(self, linking, project, read):
        translated(linking, slug="there")
        assert f'href="{ADDRESS}"' in read("/en/there/")
        translated(project, slug="lockers").save_revision().publish()
        assert 'href="/en/programme/projects/lockers/"' in read("/en/there/")

    def test_lead_nowhere_when_the_page_is_not_public(self, linking, project, read):
        read("/hin/")
        project.unpublish()
        html = read("/hin/")
        assert "dorthin" in html
        assert f'href="{ADDRESS}"' not in html

    def test_cost_nothing_once_they_are_known(self, linking, project, page_cache, monkeypatch):
        assert targets_of([project.pk])[project.pk].href == ADDRESS
        monkeypatch.setattr("cms.core.blocks.links._read_targets", None)
        assert targets_of([project.pk])[project.pk].href == ADDRESS


def test_who_reads_a_remembered_link_depends_on_its_page(site, project, page_cache):
    for _time in range(2):
        with reads.recording() as read:
            targets_of([project.pk])
        assert tags.page_tag(project) in read.tags
