"""What is closed to the public stands in no list for the public either."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories.pages import NewsFactory
from tests.factories.programme import (
    BudgetLineFactory,
    GroupFactory,
    MeetingFactory,
    MilestoneFactory,
    ProjectFactory,
    UpdateFactory,
    budget,
    evaluate,
    matrix,
    roadmap,
)
from tests.factories.site import translated

LISTS = [
    "",
    "aktuelles/feed.atom",
    "aktuelles/",
    "programm/",
    "programm/projekte/",
    "programm/roadmap/",
    "programm/roadmap/meilensteine.ics",
    "programm/bewertungsmatrix/",
    "programm/haushalt/",
    "programm/haushalt/haushalt.csv",
]


@pytest.fixture
def project(site):
    """A project that every list names."""
    made = ProjectFactory(parent=site.projects, title="Geheimsache", kind="lighthouse")
    for page in (roadmap, matrix, budget):
        page(site)
    evaluate(made, vision=(4, 4, 4, 4), complexity=2)
    MilestoneFactory(page=made)
    BudgetLineFactory(page=made)
    UpdateFactory(parent=made, title="Geheimsache geht los")
    made.move_to_stage("approved")
    return made


def close(page):
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def naming(client, words="Geheimsache", lists=LISTS, home="/"):
    """The lists that name it."""
    return [each for each in lists if words in client.get(home + each).content.decode()]


@pytest.mark.parametrize("kept", [False, True])
def test_a_closed_project_is_in_no_list_until_it_is_opened(project, client, request, kept):
    if kept:
        request.getfixturevalue("page_cache")
    before = naming(client)
    assert {"", "aktuelles/feed.atom", *LISTS[4:]} <= {*before}
    restriction = close(project)
    assert naming(client) == []
    restriction.delete()
    assert naming(client) == before


def test_each_language_is_closed_by_itself(project, client):
    close(translated(project, title="Secret matter"))
    english = ["programme/projects/"]
    assert naming(client, "Secret matter", english, "/en/") == []
    assert naming(client, lists=["programm/projekte/"]) == ["programm/projekte/"]


def test_a_closed_project_shows_its_own_updates_to_who_may_read_it(project, site, admin):
    close(site.projects)
    page = admin.get(project.url).content.decode()
    assert "Geheimsache geht los" in page
    assert "Geheimsache" in admin.get(site.projects.url).content.decode()


def test_a_site_that_is_closed_as_a_whole_has_its_lists(project, site, admin):
    close(site.home)
    assert naming(admin, lists=LISTS[4:6]) == LISTS[4:6]


def test_meetings_of_a_closed_group_and_closed_news_are_not_announced(site, client):
    group = GroupFactory(parent=site.groups, title="Stiller Kreis")
    MeetingFactory(page=group, title="Sitzung")
    news = NewsFactory(parent=site.news, title="Sperrfrist")
    assert "Sitzung" in client.get("/").content.decode()
    close(group)
    close(news)
    assert naming(client, "Sitzung") == naming(client, "Sperrfrist") == []
