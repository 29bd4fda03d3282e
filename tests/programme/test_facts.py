"""Facts belong to the German original; every language reads them there and owns its words."""

import pytest

from cms.programme import queries
from cms.programme.models import Milestone, PermanentTaskPage, ProjectCarrier
from tests.factories.programme import (
    BudgetLineFactory,
    CarrierFactory,
    GroupFactory,
    MeetingFactory,
    MilestoneFactory,
    ProjectFactory,
    TaskFactory,
)
from tests.factories.site import translated

pytestmark = pytest.mark.usefixtures("nothing_is_closed")


@pytest.fixture
def project(site):
    return ProjectFactory(parent=site.projects, title="Schließfächer", stage="concept", order=3)


def english(project, **words):
    return translated(project, "en", title="Lockers", slug="lockers", **words)


def test_the_original_holds_its_own_facts(project):
    assert project.facts is project


def test_a_translation_reads_the_facts_of_the_original(project):
    twin = english(project)
    project.stage = "operation"
    project.save()
    twin = type(twin).objects.get(pk=twin.pk)
    assert (twin.facts.pk, twin.facts.stage) == (project.pk, "operation")


def test_the_english_page_shows_the_stage_of_the_german_one(project, client):
    twin = english(project, stage="idea")
    shown = client.get(twin.url).content.decode()
    assert "Concept" in shown
    assert twin.stage == "idea"


def test_a_translation_whose_original_is_gone_speaks_for_itself(project):
    twin = english(project)
    project.delete()
    twin = type(twin).objects.get(pk=twin.pk)
    assert twin.facts.pk == twin.pk


def test_rows_come_from_the_original_with_the_words_of_the_translation(project):
    row = MilestoneFactory(page=project, title="Start", note="Nur deutsch", planned_year=2026)
    twin = english(project)
    own = Milestone.objects.get(page=twin, translation_key=row.translation_key)
    own.title, own.note, own.planned_year = "Go-live", "", 2016
    own.save()
    (shown,) = type(twin).objects.get(pk=twin.pk).rows("milestones")
    assert (shown.title, shown.note, shown.planned_year) == ("Go-live", "Nur deutsch", 2026)


def test_a_row_added_to_the_original_later_shows_in_german_until_translated(project):
    twin = english(project)
    MilestoneFactory(page=project, title="Neu")
    assert [row.title for row in type(twin).objects.get(pk=twin.pk).rows("milestones")] == ["Neu"]


def test_a_row_taken_from_the_original_is_gone_in_every_language(project):
    row = MilestoneFactory(page=project)
    twin = english(project)
    row.delete()
    assert type(twin).objects.get(pk=twin.pk).rows("milestones") == []


def test_adopted_facts_are_not_asked_for_again(project, assert_query_count):
    twin = english(project, stage="idea")
    with assert_query_count(0):
        adopted = twin.adopt_facts(project)
        assert (adopted.stage, adopted.order, adopted.facts) == ("concept", 3, project)


def test_budget_lines_name_the_carrier_in_the_page_s_language(project):
    carrier = CarrierFactory(short_name="Stadt")
    twin_carrier = carrier.copy_for_translation(translated(project, "en", slug="x").locale)
    twin_carrier.short_name = "City"
    twin_carrier.save()
    BudgetLineFactory(page=project, carrier=carrier)
    twin = project.get_translations().get(locale__language_code="en").specific
    names = queries.carrier_names(twin.locale)
    assert queries.budget(twin, names).rows[0].carrier.short_name == "City"


class TestCarrierOfAnotherLanguage:
    """A project was given a carrier that exists in English alone."""

    @pytest.fixture
    def carrier(self, project):
        locale = translated(project, "en", slug="x").locale
        return CarrierFactory(key="partner", short_name="Partner", locale=locale)

    def test_its_page_names_the_carrier_as_it_is(self, project, carrier, client):
        ProjectCarrier.objects.create(page=project, carrier=carrier)
        BudgetLineFactory(page=project, carrier=carrier)
        context = client.get(project.url).context
        assert context["carriers"] == [carrier]
        assert context["budget"].rows[0].carrier == carrier

    def test_so_does_a_permanent_task(self, site, carrier, client):
        task = TaskFactory(parent=site.tasks)
        PermanentTaskPage.objects.filter(pk=task.pk).update(carrier=carrier)
        assert client.get(task.url).context["carrier"] == carrier
        assert client.get(site.tasks.url).context["task_groups"] == [(carrier, [task])]


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("code", ["de", "en"])
def test_rows_cost_one_query_in_any_language(project, assert_query_count, number, code):
    for place in range(number):
        MilestoneFactory(page=project, title=f"Schritt {place}")
    english(project)
    page = project.get_translations(inclusive=True).get(locale__language_code=code).specific
    assert page.facts == project
    with assert_query_count(1):
        assert [row.title for row in page.rows("milestones")] == [
            f"Schritt {place}" for place in range(number)
        ]


@pytest.mark.parametrize("number", [1, 30])
def test_budget_lines_cost_one_query(project, assert_query_count, number):
    for place in range(number):
        BudgetLineFactory(page=project, year=2020 + place)
    names = queries.carrier_names(project.locale)
    with assert_query_count(1):
        queries.budget(project, names)


@pytest.mark.parametrize("number", [1, 30])
def test_tasks_are_listed_by_carrier_with_those_of_none_last(
    site, client, assert_query_count, number
):
    for _task in range(number):
        TaskFactory(parent=site.tasks)
        TaskFactory(parent=site.tasks, carrier=CarrierFactory())
    locale = site.home.locale
    with assert_query_count(2):
        queries.tasks_by_carrier(locale)
    answer = client.get(site.tasks.url)
    groups = answer.context["task_groups"]
    assert [(carrier and carrier.key, len(tasks)) for carrier, tasks in groups] == [
        ("city", number),
        (None, number),
    ]
    assert "Weitere Aufgaben" in answer.content.decode()


class TestInLanguage:
    """A list of pages in one language, in the order of the originals."""

    @pytest.fixture
    def english_list(self, site):
        for order, name in ((2, "b"), (1, "a"), (3, "c")):
            page = ProjectFactory(parent=site.projects, title=f"Projekt {name}", order=order)
            translated(page, "en", title=f"Project {name}", slug=name, order=99)
        locale = site.projects.get_translations().get(locale__language_code="en").locale
        return queries.InLanguage(queries.projects(), locale)

    def test_it_follows_the_order_of_the_originals(self, english_list):
        assert [page.title for page in english_list] == ["Project a", "Project b", "Project c"]
        assert [page.order for page in english_list] == [1, 2, 3]

    def test_it_can_be_sliced_and_indexed(self, english_list):
        assert len(english_list) == 3
        assert [page.title for page in english_list[1:]] == ["Project b", "Project c"]
        assert english_list[0].title == "Project a"
        with pytest.raises(IndexError):
            english_list[3]

    def test_it_leaves_out_what_is_not_live_in_the_language(self, english_list, site):
        queries.projects().get(title="Project a").unpublish()
        queries.projects().get(title="Projekt b").unpublish()
        fresh = queries.InLanguage(queries.projects(), english_list.locale)
        assert [page.title for page in fresh] == ["Project c"]
        german = queries.InLanguage(queries.projects(), site.home.locale)
        assert [page.title for page in german] == ["Projekt a", "Projekt c"]

    @pytest.mark.parametrize("number", [1, 30])
    @pytest.mark.parametrize(("code", "length", "rows"), [("de", 1, 1), ("en", 1, 2)])
    def test_its_cost_does_not_grow(self, site, assert_query_count, number, code, length, rows):
        for place in range(number):
            page = ProjectFactory(parent=site.projects)
            translated(page, "en", slug=f"project-{place}")
        home = site.home.get_translations(inclusive=True).get(locale__language_code=code)
        listed = queries.InLanguage(queries.projects(), home.locale)
        with assert_query_count(length):
            assert len(listed) == number
        with assert_query_count(rows):
            assert len(listed[:24]) == min(number, 24)


class TestMeetings:
    """Meetings of groups, told on the home page."""

    def test_a_meeting_starts_when_the_original_says(self, site):
        group = GroupFactory(parent=site.groups)
        meeting = MeetingFactory(page=group, title="Sitzung")
        twin = translated(group, "en", slug="group")
        own = twin.meetings.get()
        own.title, own.start = "Session", meeting.start.replace(year=2016)
        own.save()
        (shown,) = queries.upcoming_meetings(twin.locale)
        assert (shown.title, shown.start) == ("Session", meeting.start)

    def test_untranslated_meetings_do_not_hide_translated_ones(self, site):
        german = GroupFactory(parent=site.groups)
        for _number in range(5):
            MeetingFactory(page=german)
        both = GroupFactory(parent=site.groups)
        MeetingFactory(page=both, title="Später")
        twin = translated(both, "en", slug="group")
        assert [meeting.title for meeting in queries.upcoming_meetings(twin.locale)] == ["Später"]

    def test_a_meeting_that_is_over_is_not_told(self, site, time_machine):
        MeetingFactory(page=GroupFactory(parent=site.groups))
        time_machine.move_to("2199-01-01T00:00:00+00:00")
        assert queries.upcoming_meetings(site.home.locale) == []
