"""What the programme's pages ask of the database: the same at 1 row and at 30."""

from datetime import date

import pytest

from cms.programme.models import ProjectCarrier, ProjectGuideline
from tests.factories.files import ImageFactory
from tests.factories.pages import EventFactory, NewsFactory
from tests.factories.programme import (
    BudgetLineFactory,
    CarrierFactory,
    GroupFactory,
    GuidelineFactory,
    MeetingFactory,
    MilestoneFactory,
    ProjectFactory,
    UpdateFactory,
)
from tests.factories.site import translated

QUERIES = {
    "/": 6,
    "/en/": 9,
    "/programm/": 5,
    "/en/programme/": 8,
    "/programm/projekte/": 3,
    "/en/programme/projects/": 5,
    "/programm/arbeitsgruppen/": 2,
    "/aktuelles/": 5,
    "/termine/": 5,
}


@pytest.fixture(params=[1, 30])
def number(request):
    return request.param


@pytest.fixture
def filled(site, number):
    """That many of everything that lists show, with pictures, in German and English."""
    picture = ImageFactory()
    GuidelineFactory(number=1)
    for place in range(number):
        group = GroupFactory(parent=site.groups, picture=picture)
        MeetingFactory(page=group)
        translated(group, "en", slug=f"group-{place}")
        project = ProjectFactory(
            parent=site.projects, kind="lighthouse", picture=picture, working_group=group
        )
        UpdateFactory(parent=project, picture=picture, date=date(2026, 3, 2 - place % 2))
        translated(project, "en", slug=f"project-{place}")
        NewsFactory(parent=site.news, picture=picture)
        EventFactory(parent=site.events, picture=picture)


def test_lists_cost_the_same_at_any_length(filled, client, assert_page_cost):
    for address, queries in QUERIES.items():
        with assert_page_cost(queries, address):
            client.get(address)


@pytest.fixture
def project(site, number):
    """A project with that many rows of each kind."""
    picture = ImageFactory()
    group = GroupFactory(parent=site.groups)
    page = ProjectFactory(parent=site.projects, picture=picture, working_group=group)
    carrier = CarrierFactory()
    ProjectCarrier.objects.create(page=page, carrier=carrier)
    for place in range(number):
        ProjectGuideline.objects.create(page=page, guideline=GuidelineFactory(number=place + 1))
        MilestoneFactory(page=page)
        BudgetLineFactory(page=page, year=2020 + place, carrier=carrier)
        UpdateFactory(parent=page, picture=picture)
    return page


@pytest.mark.parametrize(("code", "queries"), [("de", 12), ("en", 12)])
def test_a_project_costs_the_same_with_any_number_of_rows(
    project, client, assert_page_cost, code, queries
):
    translated(project, "en", slug="project")
    page = project.get_translations(inclusive=True).get(locale__language_code=code)
    with assert_page_cost(queries, page.url):
        client.get(page.url)
