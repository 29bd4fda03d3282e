"""The list of projects: filters, pages, cost."""

import pytest
from wagtail.models import Locale

from cms.programme.models import ProjectCarrier, ProjectGuideline
from tests.factories.programme import (
    CarrierFactory,
    GroupFactory,
    GuidelineFactory,
    ProjectFactory,
    TaskFactory,
)
from tests.factories.site import translated

LIST = "/programm/projekte/"
FILTERS = ["guideline", "kind", "stage", "group", "carrier", "page"]
NONSENSE = ["unknown", "-1", "99999", "' OR 1=1 --", "a\x00b", "x" * 5000, "<script>", "%", "é"]


@pytest.fixture
def group(site):
    return GroupFactory(parent=site.groups, title="Mobilität")


@pytest.fixture
def projects(site, group):
    """One project that matches every filter, and one that matches none."""
    wanted = ProjectFactory(
        parent=site.projects,
        title="Gesucht",
        kind="lighthouse",
        stage="operation",
        working_group=group,
    )
    ProjectGuideline.objects.create(page=wanted, guideline=GuidelineFactory(number=4))
    ProjectCarrier.objects.create(page=wanted, carrier=CarrierFactory(key="stadtwerke"))
    ProjectFactory(parent=site.projects, title="Anderes")
    return wanted


def listed(client, address=LIST, **filters) -> list[str]:
    answer = client.get(address, filters)
    assert answer.status_code == 200
    return [page.title for page in answer.context["projects"]]


def test_without_filters_all_projects_are_listed(projects, client):
    assert listed(client) == ["Anderes", "Gesucht"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("guideline", "4"), ("kind", "lighthouse"), ("stage", "operation"), ("carrier", "stadtwerke")],
)
def test_a_filter_keeps_what_matches(projects, client, name, value):
    assert listed(client, **{name: value}) == ["Gesucht"]


def test_a_group_filters_its_projects(projects, client):
    assert listed(client, group="mobilitaet") == ["Gesucht"]


def test_a_group_has_the_same_key_in_every_language(projects, group, client):
    translated(projects, "en", title="Wanted", slug="wanted")
    translated(group, "en", title="Mobility", slug="mobility")
    english = "/en/programme/projects/"
    assert listed(client, english, group="mobilitaet") == ["Wanted"]
    choices = client.get(english).context["filters"].fields["group"].choices
    assert choices == [("", "All"), ("mobilitaet", "Mobility")]


def test_a_draft_of_a_group_is_no_choice(projects, group, client):
    group.unpublish()
    assert client.get(LIST).context["filters"].fields["group"].choices == [("", "Alle")]


def test_a_group_in_english_alone_goes_by_its_own_address(projects, client):
    english = Locale.objects.get(language_code="en")
    index = translated(projects.working_group.get_parent().specific, "en", slug="groups")
    GroupFactory(parent=index, locale=english, title="Only")
    choices = client.get("/en/programme/projects/").context["filters"].fields["group"].choices
    assert choices == [("", "All"), ("only", "Only")]


def test_carriers_stand_in_the_order_of_the_strategy(projects, client):
    for key in ("partner", "city"):
        CarrierFactory(key=key)
    choices = client.get(LIST).context["filters"].fields["carrier"].choices
    assert [key for key, _name in choices] == ["", "city", "stadtwerke", "partner"]


def test_permanent_tasks_stand_in_that_order_too(site, client):
    for key in ("partner", "stadtwerke", "city"):
        TaskFactory(parent=site.tasks, carrier=CarrierFactory(key=key, short_name=key))
    TaskFactory(parent=site.tasks, carrier=None)
    groups = client.get("/programm/daueraufgaben/").context["task_groups"]
    assert [str(carrier) for carrier, _tasks in groups] == [
        "city", "stadtwerke", "partner", "None",
    ]  # fmt: skip


def test_filters_are_joined_by_and(projects, client):
    assert listed(client, kind="lighthouse", stage="idea") == []


def test_a_filter_works_in_english_by_the_facts_of_the_original(projects, client):
    translated(projects, "en", title="Wanted", slug="wanted", stage="idea")
    assert listed(client, "/en/programme/projects/", stage="operation") == ["Wanted"]
    assert listed(client, "/en/programme/projects/", stage="idea") == []


@pytest.mark.parametrize("name", FILTERS)
def test_an_unknown_value_filters_nothing(projects, client, name):
    for value in NONSENSE:
        assert listed(client, **{name: value}) == ["Anderes", "Gesucht"]


@pytest.mark.parametrize(
    "query",
    [
        "stage[]=operation",
        "stage=&kind=",
        "stage",
        "&&&",
        "stage%00=idea",
        "unknown=1",
        "=;=",
        "stage=operation%00",
        "page=1&page=abc",
    ],
)
def test_a_strange_query_filters_nothing(projects, client, query):
    assert listed(client, f"{LIST}?{query}") == ["Anderes", "Gesucht"]


def test_of_several_values_the_last_counts(projects, client):
    assert listed(client, f"{LIST}?stage=nonsense&stage=operation") == ["Gesucht"]


def test_a_chip_takes_its_filter_away_and_keeps_the_others(projects, client):
    answer = client.get(LIST, {"kind": "lighthouse", "stage": "operation", "guideline": "nonsense"})
    chips = answer.context["filters"].chips
    assert [chip["query"] for chip in chips] == ["stage=operation", "kind=lighthouse"]
    assert [chip["value"] for chip in chips] == ["Leuchtturmprojekt", "Betrieb"]


def test_where_nothing_matches_the_page_says_so(projects, client):
    assert "Kein Projekt" in client.get(LIST, {"stage": "stopped"}).content.decode()


@pytest.mark.parametrize(("asked", "number"), [("2", 2), ("99999", 2), ("abc", 1), ("-1", 2)])
def test_the_list_has_pages(site, client, asked, number):
    for _project in range(30):
        ProjectFactory(parent=site.projects)
    assert client.get(LIST, {"page": asked}).context["page_obj"].number == number
