"""A project's page: milestones, money, evaluation, and projects that lack things."""

import pytest

from cms.programme import queries
from cms.programme.models import Milestone, ProjectDocument
from cms.programme.models.assessment import BLOCKS
from tests.factories.files import DocumentFactory
from tests.factories.programme import (
    BudgetLineFactory,
    CarrierFactory,
    ContactFactory,
    GroupFactory,
    GuidelineFactory,
    ProjectFactory,
    ScoreFactory,
    TaskFactory,
)
from tests.factories.site import translated


@pytest.fixture
def project(site):
    return ProjectFactory(parent=site.projects, title="Schließfächer")


def milestone(planned, actual=(None, None)) -> Milestone:
    return Milestone(
        planned_year=planned[0], planned_quarter=planned[1],
        actual_year=actual[0], actual_quarter=actual[1],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("planned", "actual", "state"),
    [
        ((2026, 1), (None, None), "late"),
        ((2025, 4), (None, None), "late"),
        ((2026, 2), (None, None), "open"),
        ((2027, 1), (None, None), "open"),
        ((2026, 1), (2026, 1), "done"),
        ((2026, 1), (2025, 4), "done"),
        ((2026, 1), (2026, 2), "done_late"),
        ((2025, 4), (2026, 1), "done_late"),
    ],
)
def test_a_milestone_knows_its_state(time_machine, planned, actual, state):
    time_machine.move_to("2026-05-15T12:00:00+00:00")
    assert milestone(planned, actual).state == state


@pytest.mark.parametrize(
    ("moment", "state"),
    [("2026-03-31T21:59:00+00:00", "open"), ("2026-03-31T22:01:00+00:00", "late")],
)
def test_a_quarter_ends_at_midnight_in_berlin(time_machine, moment, state):
    time_machine.move_to(moment)
    assert milestone((2026, 1)).state == state


def test_the_budget_is_summed_and_sorted(project):
    works = CarrierFactory(key="stadtwerke", short_name="Stadtwerke")
    BudgetLineFactory(page=project, year=2027, planned_cents=50_01, spent_cents=0)
    BudgetLineFactory(page=project, year=2026, carrier=works, planned_cents=100, spent_cents=99)
    BudgetLineFactory(page=project, year=2026, planned_cents=1, spent_cents=2)
    table = queries.budget(project, queries.carrier_names(project.locale))
    assert [(row.year, row.carrier.key) for row in table.rows] == [
        (2026, "city"), (2026, "stadtwerke"), (2027, "city"),
    ]  # fmt: skip
    assert (table.planned_cents, table.spent_cents) == (5102, 101)


def test_a_project_without_money_has_no_table(project):
    assert queries.budget(project, {}) is None


class TestAssessment:
    """The evaluation sheet."""

    def test_without_scores_there_is_no_sheet(self, project):
        assert queries.assessment(project) is None

    def test_a_complete_block_has_a_mean(self, project):
        vision = BLOCKS[-1]
        for criterion, score in zip(vision.criteria, (5, 4, 4, 2), strict=True):
            ScoreFactory(page=project, criterion=criterion, score=score)
        sheet = queries.assessment(project)
        assert (sheet.vision, sheet.complexity) == (3.75, None)
        assert [group["title"] for group in sheet.groups] == [vision.title]

    def test_an_incomplete_block_has_none_and_shows_what_there_is(self, project):
        ScoreFactory(page=project, criterion="ecology", score=3)
        ScoreFactory(page=project, criterion="time", score=5)
        sheet = queries.assessment(project)
        assert [group["mean"] for group in sheet.groups] == [None, None]
        assert [group["high_is_hard"] for group in sheet.groups] == [True, False]
        assert [len(group["items"]) for group in sheet.groups] == [1, 1]

    def test_a_page_shows_an_incomplete_sheet(self, project, client):
        ScoreFactory(page=project, reason="Weil alle gewinnen.")
        assert "Weil alle gewinnen." in client.get(project.url).content.decode()


class TestWhatIsMissing:
    """Pages of which editors have filled in little, or much."""

    def test_a_project_with_nothing_but_a_title_is_shown(self, site, client):
        page = ProjectFactory(parent=site.projects, title="Nur ein Titel", introduction="")
        assert "Nur ein Titel" in client.get(page.url).content.decode()
        assert client.get("/programm/projekte/").status_code == 200

    def test_a_title_of_255_characters_is_shown_whole(self, site, client):
        title = "Donaudampfschifffahrt " * 11 + "und weiter"
        page = ProjectFactory(parent=site.projects, title=title, slug="lang")
        assert title in client.get(page.url).content.decode()

    def test_a_list_of_60_items_is_shown_whole(self, site, client):
        items = "".join(f"<li>Punkt {number}</li>" for number in range(60))
        page = ProjectFactory(parent=site.projects, body=[("text", f"<ul>{items}</ul>")])
        assert client.get(page.url).content.decode().count("<li>Punkt") == 60

    def test_a_group_and_a_task_with_nothing_but_a_title_are_shown(self, site, client):
        group = GroupFactory(parent=site.groups, introduction="")
        task = TaskFactory(parent=site.tasks, introduction="")
        assert [client.get(page.url).status_code for page in (group, task)] == [200, 200]

    def test_an_unpublished_working_group_is_not_linked(self, site, client):
        group = GroupFactory(parent=site.groups, title="Geheim", live=False)
        project = ProjectFactory(parent=site.projects, working_group=group)
        task = TaskFactory(parent=site.tasks, working_group=group)
        for page in (project, task):
            assert not client.get(page.url).context["working_group"]

    def test_an_english_page_links_the_english_group_if_there_is_one(self, site, client):
        group = GroupFactory(parent=site.groups)
        project = ProjectFactory(parent=site.projects, working_group=group)
        page = translated(project, "en", slug="project")
        assert not client.get(page.url).context["working_group"]
        twin = translated(group, "en", slug="group")
        assert client.get(page.url).context["working_group"].pk == twin.pk

    def test_a_paper_without_a_title_takes_the_document_s(self, project, client):
        paper = ProjectDocument(
            page=project, document=DocumentFactory(title="Konzept"), locale=project.locale
        )
        paper.save()
        assert str(paper) == "Konzept"
        assert "Konzept" in client.get(project.url).content.decode()


class TestAddress:
    """A page answers under the slug of its language alone."""

    def test_each_language_has_its_own_slugs(self, project, client):
        translated(project, "en", slug="lockers")
        assert project.slug == "schliessfaecher"
        assert client.get("/en/programme/projects/lockers/").status_code == 200
        assert client.get("/programm/projekte/schliessfaecher/").status_code == 200

    @pytest.mark.parametrize(
        "address",
        ["/en/programm/projekte/schliessfaecher/", "/programm/projekte/lockers/",
         "/en/programme/projects/schliessfaecher/", "/programm/schliessfaecher/",
         "/programm/projekte/schließfächer/", "/projekte/schliessfaecher/"],
    )  # fmt: skip
    def test_a_slug_of_another_language_or_place_is_not_found(self, project, client, address):
        translated(project, "en", slug="lockers")
        assert client.get(address).status_code == 404

    def test_a_draft_is_not_found(self, project, client):
        project.unpublish()
        assert client.get(project.url).status_code == 404

    def test_a_page_below_a_draft_is_still_found(self, project, site, client):
        site.projects.unpublish()
        assert client.get(project.url).status_code == 200


def test_people_recognise_things_by_their_names(project):
    carrier, guideline = CarrierFactory(), GuidelineFactory(number=4, title="Für alle")
    row = BudgetLineFactory(page=project, year=2026, carrier=carrier)
    contact = ContactFactory(role="Leitung", organisation="Stadt")
    score = ScoreFactory(page=project, criterion="time", score=2)
    names = ["Stadt", "4. Für alle", "2026 Stadt", "Leitung, Stadt"]
    assert [str(thing) for thing in (carrier, guideline, row, contact)] == names
    assert str(score).endswith(": 2")
