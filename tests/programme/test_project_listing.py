"""The list of projects in the admin: each project once, with its facts."""

from datetime import date

import pytest

from tests.factories.programme import ContactFactory, GroupFactory, ProjectFactory, UpdateFactory
from tests.factories.site import translated

LIST = "/admin/project_pages/"


def listed(browser, **filters) -> list:
    answer = browser.get(LIST, filters)
    assert answer.status_code == 200
    return list(answer.context["object_list"])


@pytest.fixture
def project(site):
    group = GroupFactory(parent=site.groups, title="Mobilität")
    return ProjectFactory(
        parent=site.projects, title="Lastenräder", stage="operation", working_group=group,
        lead=ContactFactory(),
    )  # fmt: skip


def test_a_project_and_its_translations_are_one_row(site, project, editor):
    translated(project, "en", title="Cargo bikes", slug="bikes", stage="idea")
    assert [page.title for page in listed(editor)] == ["Lastenräder"]
    shown = editor.get(LIST).content.decode()
    for fact in ("Deutsch, English", "Betrieb", "Mobilität"):
        assert fact in shown


def test_names_keep_room_beside_the_facts_and_stand_in_their_order(site, project, editor):
    ProjectFactory(parent=site.projects, title="Ampeln")
    columns = editor.get(LIST).context["table"].columns
    assert columns["title"].width == "30%"
    assert "latest_revision_created_at" not in columns
    assert [page.title for page in listed(editor)] == ["Ampeln", "Lastenräder"]


def test_a_draft_of_a_translation_is_no_language_yet(project, editor):
    translated(project, "en", slug="bikes", live=False)
    assert listed(editor)[0].languages == ["de"]


def test_the_newest_update_says_how_old_the_news_is(project, editor):
    for day in (1, 20, 5):
        UpdateFactory(parent=project, date=date(2026, 3, day))
    UpdateFactory(parent=project, date=date(2026, 4, 1), live=False)
    assert listed(editor)[0].newest_update == date(2026, 3, 20)
    assert "20.03.2026" in editor.get(LIST).content.decode()


def test_projects_are_sorted_by_it(site, project, editor):
    UpdateFactory(parent=project, date=date(2026, 3, 1))
    newer = ProjectFactory(parent=site.projects, title="Licht")
    UpdateFactory(parent=newer, date=date(2026, 3, 2))
    ordered = [page.title for page in listed(editor, ordering="newest_update")]
    assert ordered == ["Lastenräder", "Licht"]


@pytest.mark.parametrize(
    ("name", "other"),
    [("kind", "lighthouse"), ("stage", "idea")],
)
def test_facts_filter(project, editor, name, other):
    assert listed(editor, **{name: getattr(project, name)})
    assert listed(editor, **{name: other}) == []


def test_group_and_lead_filter(site, project, editor):
    other = GroupFactory(parent=site.groups, title="Daten")
    assert listed(editor, working_group=project.working_group_id)
    assert listed(editor, lead=project.lead_id)
    assert listed(editor, working_group=other.pk) == []


@pytest.mark.parametrize("number", [1, 30])
def test_the_facts_of_the_list_cost_nothing_more_per_row(
    site, project, editor, number, assert_query_count
):
    for _project in range(number - 1):
        other = ProjectFactory(parent=site.projects, working_group=project.working_group)
        translated(other, "en", slug=f"en-{other.pk}")
        UpdateFactory(parent=other)
    editor.get(LIST)
    with assert_query_count(27):
        editor.get(LIST)
