"""Atom feeds of projects, groups and everything, in each language."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest

from cms.core.models import SiteSettings
from tests.factories.pages import NewsFactory
from tests.factories.programme import GroupFactory, ProjectFactory, UpdateFactory
from tests.factories.site import translated

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)  # noqa: S314 – our own


def texts(root, path):
    return [element.text for element in root.findall(path, ATOM)]


@pytest.fixture
def project(site):
    made = ProjectFactory(parent=site.projects, slug="projekt", title="Projekt")
    UpdateFactory(parent=made, title="Alt & gut", date=date(2026, 1, 1))
    UpdateFactory(parent=made, title="Neu", date=date(2026, 2, 1))
    UpdateFactory(parent=made, title="Entwurf", live=False)
    return made


def test_a_project_has_a_feed_of_its_updates(site, project, client):
    UpdateFactory(parent=GroupFactory(parent=site.groups), title="Aus einer Gruppe")
    root = feed(client, f"{project.url}feed.atom")
    assert texts(root, "a:entry/a:title") == ["Neu", "Alt & gut"]
    assert texts(root, "a:entry/a:published")[0].startswith("2026-02-01T12:00")
    links = [link.get("href") for link in root.findall("a:entry/a:link", ATOM)]
    assert all(link.startswith("http") for link in links)
    assert root.find("a:link[@rel='self']", ATOM).get("href").endswith("/projekt/feed.atom")


def test_a_feed_tells_the_stage_that_a_project_has_reached(site, project, client):
    UpdateFactory(parent=project, introduction="Es geht los.", new_stage="concept")
    summary = texts(feed(client, f"{project.url}feed.atom"), "a:entry/a:summary")[0]
    assert summary == "Neue Phase: Konzept. Es geht los."


@pytest.fixture
def approved(project):
    """The project, moved by hand between its two updates."""
    project.move_to_stage("approved", date=date(2026, 1, 20))
    return project


def test_a_stage_changed_by_hand_is_an_entry_in_the_order_of_days(site, approved, client):
    root = feed(client, f"{approved.url}feed.atom")
    assert texts(root, "a:entry/a:title") == ["Neu", "Neue Phase: Beschlossen", "Alt & gut"]
    assert texts(root, "a:entry/a:summary")[1] == "Phase davor: Idee"
    link = root.findall("a:entry/a:link", ATOM)[1].get("href")
    assert link.endswith("/programm/projekte/projekt/#story")


def test_the_feed_of_everything_names_the_project_of_a_stage(site, approved, client):
    approved.get_children().get(title="Neu").unpublish()
    titles = texts(feed(client, "/aktuelles/feed.atom"), "a:entry/a:title")
    assert titles == ["Projekt: Neue Phase: Beschlossen", "Projekt: Alt & gut"]
    approved.unpublish()
    titles = texts(feed(client, "/aktuelles/feed.atom"), "a:entry/a:title")
    assert "Projekt: Neue Phase: Beschlossen" not in titles


def test_a_stage_that_an_update_tells_is_no_entry_of_its_own(site, project, client):
    update = UpdateFactory(parent=project, title="Los", new_stage="concept")
    address = f"{project.url}feed.atom"
    assert texts(feed(client, address), "a:entry/a:title") == ["Los", "Neu", "Alt & gut"]
    update.new_stage = "approved"
    update.save_revision().publish()
    titles = texts(feed(client, address), "a:entry/a:title")
    assert titles.count("Neue Phase: Konzept") == 1
    assert "Neue Phase: Beschlossen" not in titles


def test_a_language_without_the_update_tells_its_stage(site, project, client):
    UpdateFactory(parent=project, title="Los", new_stage="concept")
    twin = translated(project, "en", slug="project")
    entries = feed(client, f"{twin.url}feed.atom")
    assert texts(entries, "a:entry/a:title") == ["New stage: Concept"]
    german = texts(feed(client, f"{project.url}feed.atom"), "a:entry/a:title")
    assert german[0] == "Los"


def test_a_project_that_a_language_lacks_tells_it_no_stages(site, approved, client):
    translated(site.news, "en", slug="news")
    assert texts(feed(client, "/en/news/feed.atom"), "a:entry/a:title") == []


def test_a_feed_ends_after_thirty_entries(site, approved, client):
    for _number in range(30):
        UpdateFactory(parent=approved, date=date(2026, 3, 2))
    for address in ("/aktuelles/feed.atom", f"{approved.url}feed.atom"):
        assert len(texts(feed(client, address), "a:entry/a:title")) == 30


def test_nothing_is_changed_before_it_is_published(site, client, time_machine):
    time_machine.move_to(datetime(2026, 3, 1, 7, tzinfo=UTC))
    made = ProjectFactory(parent=site.projects, slug="projekt")
    UpdateFactory(parent=made, date=date(2026, 3, 1), live=False).save_revision().publish()
    root = feed(client, f"{made.url}feed.atom")
    published, changed = (texts(root, f"a:entry/a:{name}")[0] for name in ("published", "updated"))
    assert datetime.fromisoformat(published) <= datetime.fromisoformat(changed)


def test_a_group_has_a_feed_too(site, client):
    group = GroupFactory(parent=site.groups, slug="daten")
    UpdateFactory(parent=group, title="Aus der Gruppe")
    assert texts(feed(client, f"{group.url}feed.atom"), "a:entry/a:title") == ["Aus der Gruppe"]


def test_one_feed_tells_everything_in_a_language(site, project, client):
    NewsFactory(parent=site.news, title="Nachricht", date=date(2026, 1, 15))
    root = feed(client, "/aktuelles/feed.atom")
    assert texts(root, "a:entry/a:title") == [
        f"{project.title}: Neu",
        "Nachricht",
        f"{project.title}: Alt & gut",
    ]
    translated(site.news, "en", slug="news")
    assert texts(feed(client, "/en/news/feed.atom"), "a:entry/a:title") == []


def test_an_entry_keeps_its_name_and_has_one_for_each_language(site, project, client):
    twin = translated(project, "en", slug="project")
    translated(project.get_children().get(title="Neu").specific, "en", slug="new")
    (english,) = texts(feed(client, f"{twin.url}feed.atom"), "a:entry/a:id")
    german = texts(feed(client, f"{project.url}feed.atom"), "a:entry/a:id")
    assert english not in german
    update = project.get_children().get(title="Neu").specific
    update.slug, update.title = "anders", "Anders"
    update.save()
    assert texts(feed(client, f"{project.url}feed.atom"), "a:entry/a:id") == german


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/programm/projekte/projekt/", "/programm/projekte/projekt/feed.atom"),
        ("/", "/aktuelles/feed.atom"),
        ("/aktuelles/", "/aktuelles/feed.atom"),
    ],
)
def test_pages_name_their_feed(project, client, address, named):
    html = client.get(address).content.decode()
    assert 'type="application/atom+xml"' in html
    assert f'href="{named}"' in html


def test_a_home_page_without_news_names_no_feed(site, client):
    assert "atom+xml" not in client.get("/en/").content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_feeds_cost_the_same_at_any_length(site, project, client, assert_page_cost, number):
    for _number in range(number):
        UpdateFactory(parent=project, date=date(2026, 3, 2))
        NewsFactory(parent=site.news)
        moved = ProjectFactory(parent=site.projects)
        moved.move_to_stage("concept")
    for address, queries in (("/aktuelles/feed.atom", 4), (f"{project.url}feed.atom", 3)):
        with assert_page_cost(queries, address):
            client.get(address)


def test_a_feed_names_its_author_and_its_site(site, project, client):
    settings = SiteSettings.objects.get()
    settings.site_name, settings.operator = "Norderstedt GO!", "Stadt Norderstedt"
    settings.save()
    root = feed(client, f"{project.url}feed.atom")
    assert texts(root, "a:title") == ["Projekt – Norderstedt GO!"]
    assert texts(root, "a:author/a:name") == ["Stadt Norderstedt"]
