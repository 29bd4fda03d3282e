"""What roadmap, matrix, budget and a story ask of the database: the same at 1 project and at 30."""

from datetime import date

import pytest

from cms.programme import queries
from cms.programme.models import ProjectCarrier
from tests.factories.files import ImageFactory
from tests.factories.programme import (
    BudgetLineFactory,
    CarrierFactory,
    FirstStepFactory,
    GroupFactory,
    GuidelineFactory,
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

QUERIES = {
    "/programm/roadmap/": 6,
    "/programm/roadmap/?carrier=city": 4,
    "/programm/roadmap/meilensteine.ics": 3,
    "/programm/bewertungsmatrix/": 3,
    "/programm/haushalt/": 3,
    "/programm/haushalt/haushalt.csv": 3,
    "/en/programme/roadmap/": 11,
    "/en/programme/evaluation-matrix/": 6,
    "/en/programme/budget/": 4,
}


@pytest.fixture(params=[1, 30])
def filled(site, request):
    """That many projects with everything that is drawn, in German and English."""
    picture, carrier = ImageFactory(), CarrierFactory()
    GuidelineFactory(number=1)
    plan = roadmap(site)
    for page, slug in (
        (matrix(site), "evaluation-matrix"),
        (budget(site), "budget"),
    ):
        translated(page, "en", slug=slug)
    for number in range(request.param):
        FirstStepFactory(page=plan, target=site.programme)
        group = GroupFactory(
            parent=site.groups, picture=picture, planned_start_year=2022, planned_start_quarter=1
        )
        translated(group, "en", slug=f"group-{number}")
        project = ProjectFactory(
            parent=site.projects, kind="lighthouse", picture=picture, working_group=group
        )
        ProjectCarrier.objects.create(page=project, carrier=carrier)
        MilestoneFactory(page=project)
        BudgetLineFactory(page=project, carrier=carrier)
        evaluate(project, (3, 4, 5, 2), 3)
        translated(project, "en", slug=f"project-{number}")
    translated(plan, "en", slug="roadmap")


def test_drawings_cost_the_same_with_any_number_of_projects(filled, client, assert_page_cost):
    for address, count in QUERIES.items():
        with assert_page_cost(count, address):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_a_story_costs_five_queries_at_any_length(
    site, number, assert_query_count, nothing_is_closed
):
    group = GroupFactory(parent=site.groups)
    project = ProjectFactory(parent=site.projects, working_group=group)
    for month in range(number):
        MeetingFactory(page=group)
        MilestoneFactory(page=project)
        update = UpdateFactory(parent=project, date=date(2026, 1, month % 28 + 1), live=False)
        update.new_stage = ("concept", "approved")[month % 2]
        update.save_revision().publish()
    milestones = project.rows("milestones")
    with assert_query_count(5):
        queries.story(project, milestones, working_group=group)
