"""Which pages a change empties, and which it leaves alone."""

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.core.models import Menu, PageChange, SiteSettings
from cms.core.page_cache import middleware
from cms.core.page_cache.changes import bundled
from tests.factories.files import ImageFactory
from tests.factories.pages import ContentFactory, NewsFactory
from tests.factories.programme import (
    ContactFactory,
    GroupFactory,
    GuidelineFactory,
    MilestoneFactory,
    ProjectFactory,
    UpdateFactory,
)
from tests.factories.site import translated

LIST, LOCKERS, LIGHTS = "/programm/projekte/", "/programm/projekte/a/", "/programm/projekte/b/"
ENGLISH = "/en/programme/projects/lockers/"


@pytest.fixture
def projects(site):
    """Two projects, the first of them in English too."""
    first = ProjectFactory(parent=site.projects, title="Schließfächer", slug="a")
    second = ProjectFactory(parent=site.projects, title="Beleuchtung", slug="b")
    translated(first, title="Lockers", slug="lockers")
    return first, second


def publish(page: Page, **values: object) -> None:
    """Change and publish the page as an editor does."""
    page = Page.objects.get(pk=page.pk).specific
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_the_first_reader_misses_and_the_next_one_hits(site, verdict):
    assert verdict("/") == "miss"
    assert verdict("/") == "hit"


def test_a_hit_asks_the_database_nothing(site, client, kept, page_cache, assert_query_count):
    kept("/")
    page_cache.follower.is_deaf = True
    with assert_query_count(0):
        response = client.get("/")
    assert response.headers["X-Page-Cache"] == "hit"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_publishing_a_project_empties_it_in_all_languages_its_lists_and_home(projects, kept):
    still = kept("/", LIST, LOCKERS, LIGHTS, ENGLISH, "/en/programme/projects/", "/aktuelles/")
    publish(projects[0], introduction="Neu")
    assert still() == {LIGHTS, "/aktuelles/"}


def test_publishing_an_update_empties_its_project_and_home_and_no_other_project(
    site, projects, kept
):
    update = UpdateFactory(parent=projects[0], slug="u")
    sibling = UpdateFactory(parent=projects[0], slug="s")
    other = UpdateFactory(parent=projects[1], slug="o")
    still = kept("/", LOCKERS, LIGHTS, update.url, sibling.url, other.url)
    publish(update, title="Neu")
    assert still() == {LIGHTS, other.url}


def test_a_new_update_is_on_its_project_at_once(projects, kept, client):
    kept(LOCKERS)
    UpdateFactory(parent=projects[0], title="Die Station steht")
    assert "Die Station steht" in client.get(LOCKERS).content.decode()


def test_a_draft_empties_nothing(projects, kept):
    still = kept("/", LIST, LOCKERS)
    projects[0].title = "Entwurf"
    projects[0].save_revision()
    assert still() == {"/", LIST, LOCKERS}


def test_unpublishing_takes_a_page_out_of_its_lists(projects, kept, client):
    kept(LIST, LOCKERS, LIGHTS)
    projects[0].unpublish()
    assert "Schließfächer" not in client.get(LIST).content.decode()
    assert client.get(LOCKERS).status_code == 404


def test_deleting_takes_a_page_out_of_its_lists(projects, kept, client):
    kept(LIST)
    Page.objects.get(pk=projects[0].pk).delete()
    assert "Schließfächer" not in client.get(LIST).content.decode()


def test_moving_a_page_empties_everything(site, projects, kept):
    still = kept("/", LIST, LIGHTS)
    group = GroupFactory(parent=site.groups, slug="g")
    group.move(site.tasks, pos="last-child")
    assert still() == set()


def test_a_new_slug_empties_everything(projects, kept, client, django_capture_on_commit_callbacks):
    still = kept("/", LIST, LIGHTS)
    with django_capture_on_commit_callbacks(execute=True):
        publish(projects[0], slug="neu")
    assert still() == set()
    assert client.get("/programm/projekte/neu/").status_code == 200


def test_a_page_in_the_menu_empties_everything(site, projects, kept):
    Menu.objects.create(
        locale=Locale.objects.get(language_code="de"),
        main=[("entry", {"page": site.projects, "children": []})],
    )
    _index_references()
    still = kept("/", LIGHTS)
    publish(site.projects, title="Alle Projekte")
    assert still() == set()


def test_a_page_that_mentions_another_is_emptied_with_it(site, projects, kept):
    link = f'<p><a linktype="page" id="{projects[0].pk}">dort</a></p>'
    ContentFactory(parent=site.home, title="Verweis", slug="verweis", body=[("text", link)])
    _index_references()
    still = kept("/verweis/", LIGHTS)
    publish(projects[0], introduction="Neu")
    assert still() == {LIGHTS}


def _index_references() -> None:
    call_command("rebuild_references_index", verbosity=0)


def test_a_changed_snippet_empties_the_pages_that_read_its_table(projects, kept):
    still = kept(LIST, LOCKERS, "/aktuelles/")
    GuidelineFactory(number=1)
    assert still() == {"/aktuelles/"}


def test_a_contact_empties_the_pages_it_is_on(site, kept):
    contact = ContactFactory()
    ProjectFactory(parent=site.projects, slug="a", lead=contact)
    still = kept(LOCKERS, "/aktuelles/")
    contact.role = "Neue Leitung"
    contact.save()
    assert still() == {"/aktuelles/"}


def test_a_row_saved_by_itself_empties_its_page(projects, kept):
    still = kept(LOCKERS, LIGHTS)
    MilestoneFactory(page=projects[0])
    assert still() == {LIGHTS}


def test_a_changed_picture_empties_its_pages_and_a_new_one_none(site, kept):
    picture = ImageFactory()
    NewsFactory(parent=site.news, slug="n", picture=picture)
    still = kept("/aktuelles/n/", "/termine/")
    ImageFactory()
    assert still() == {"/aktuelles/n/", "/termine/"}
    picture.title = "Anders"
    picture.save()
    assert still() == {"/termine/"}


def test_site_settings_empty_everything(projects, kept, client):
    still = kept("/", LOCKERS)
    settings = SiteSettings.objects.get()
    settings.operator = "Gemeinde Musterhausen"
    settings.save()
    assert still() == set()
    assert "Gemeinde Musterhausen" in client.get(LOCKERS).content.decode()


def test_a_restricted_page_is_no_longer_answered(projects, kept, client):
    kept(LOCKERS)
    PageViewRestriction.objects.create(
        page=projects[0], restriction_type=PageViewRestriction.PASSWORD, password="geheim"
    )
    response = client.get(LOCKERS)
    assert response.headers["X-Page-Cache"] == "bypass"
    assert "Schließfächer" not in client.get(LOCKERS).content.decode()


def test_languages_are_kept_apart(site, client, kept):
    kept("/", "/en/", "/de-simple/")
    bodies = {client.get(address).content for address in ("/", "/en/", "/de-simple/")}
    assert len(bodies) == 3


def test_a_change_while_a_page_is_made_keeps_the_old_page_out(
    projects, client, page_cache, monkeypatch
):
    """Somebody publishes after the page has read its data and before it is kept."""
    made = middleware.Answer

    def publishing_meanwhile(response):
        publish(projects[0], introduction="Ganz neu")
        assert page_cache.follower.is_trusted  # it has looked, as the thread would
        monkeypatch.setattr(middleware, "Answer", made)
        return made(response)

    monkeypatch.setattr(middleware, "Answer", publishing_meanwhile)
    assert "Ganz neu" not in client.get(LOCKERS).content.decode()
    response = client.get(LOCKERS)
    assert response.headers["X-Page-Cache"] == "miss"
    assert "Ganz neu" in response.content.decode()


def test_a_host_has_its_own_answers(site, client, kept):
    kept("/")
    assert client.get("/", headers={"host": "other.example.org"})["X-Page-Cache"] == "miss"


def test_the_whole_demo_is_one_change(site, page_cache):
    PageChange.objects.all().delete()
    with bundled():
        Site.objects.get().save()
        NewsFactory(parent=site.news)
    assert PageChange.objects.get().tags == ["everything"]
