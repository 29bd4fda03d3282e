"""An update moves its project to a stage; neither undoes the other's changes."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.programme.models import ProjectPage, UpdatePage
from tests.factories.programme import GroupFactory, ProjectFactory, UpdateFactory
from tests.factories.site import translated


@pytest.fixture
def project(site):
    page = ProjectFactory(parent=site.projects, title="Schließfächer", stage="idea")
    page.save_revision().publish()
    return page


def publish(parent, **facts) -> UpdatePage:
    draft = UpdateFactory(parent=parent, live=False, **facts)
    draft.save_revision().publish()
    return draft


def now(page: ProjectPage) -> ProjectPage:
    return ProjectPage.objects.get(pk=page.pk)


def test_a_published_update_moves_its_project(project):
    publish(project, new_stage="concept")
    assert now(project).stage == "concept"
    assert now(project).get_latest_revision_as_object().stage == "concept"
    assert not now(project).has_unpublished_changes


def test_an_update_without_a_stage_moves_nothing(project):
    publish(project)
    assert now(project).stage == "idea"


def test_an_older_update_published_later_moves_nothing(project):
    publish(project, new_stage="implementation", date=date(2026, 5, 1))
    publish(project, new_stage="approved", date=date(2026, 2, 1))
    assert now(project).stage == "implementation"


def test_of_two_updates_of_a_day_the_later_one_counts(project):
    publish(project, new_stage="approved", date=date(2026, 5, 1))
    publish(project, new_stage="implementation", date=date(2026, 5, 1))
    assert now(project).stage == "implementation"


def test_a_draft_of_an_update_moves_nothing(project):
    draft = UpdateFactory(parent=project, live=False, new_stage="concept")
    draft.save_revision()
    assert now(project).stage == "idea"


def test_a_translated_update_moves_nothing(project):
    update = publish(project)
    twin = translated(update, "en", slug="update", live=False, new_stage="stopped")
    twin.save_revision().publish()
    assert now(project).stage == "idea"


def test_an_update_of_a_group_moves_no_project(site, project):
    publish(GroupFactory(parent=site.groups), new_stage="stopped")
    assert now(project).stage == "idea"


def test_a_scheduled_update_moves_its_project_on_its_day(project, time_machine):
    draft = UpdateFactory(parent=project, live=False, new_stage="operation")
    draft.go_live_at = timezone.now() + timedelta(days=2)
    draft.save_revision().publish()
    call_command("publish_scheduled")
    assert now(project).stage == "idea"
    time_machine.move_to(timezone.now() + timedelta(days=3))
    call_command("publish_scheduled")
    assert now(project).stage == "operation"


class TestDraftOfTheProject:
    """Somebody is writing on the project while an update moves it."""

    @pytest.fixture
    def draft(self, project):
        page = now(project)
        page.introduction = "Neu geschrieben."
        page.save_revision()
        return page

    def test_the_move_does_not_publish_the_draft(self, project, draft):
        publish(project, new_stage="concept")
        assert (now(project).stage, now(project).introduction) == ("concept", "Worum es geht.")
        assert now(project).has_unpublished_changes

    def test_publishing_the_draft_keeps_both(self, project, draft):
        publish(project, new_stage="concept")
        now(project).get_latest_revision().publish()
        assert (now(project).stage, now(project).introduction) == ("concept", "Neu geschrieben.")

    def test_a_scheduled_version_keeps_both(self, project, time_machine):
        page = now(project)
        page.introduction = "Ab übermorgen."
        page.go_live_at = timezone.now() + timedelta(days=2)
        page.save_revision().publish()
        publish(project, new_stage="concept")
        time_machine.move_to(timezone.now() + timedelta(days=3))
        call_command("publish_scheduled")
        assert (now(project).stage, now(project).introduction) == ("concept", "Ab übermorgen.")

    def test_a_project_that_is_no_longer_public_stays_so(self, project):
        project.unpublish()
        publish(project, new_stage="concept")
        assert (now(project).stage, now(project).live) == ("concept", False)


class TestPage:
    """The page of an update."""

    def test_it_leads_to_the_updates_before_and_after_it(self, project, client):
        days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 3)]
        made = [UpdateFactory(parent=project, date=day) for day in days]
        shown = [client.get(update.url).context for update in made]
        assert [context["newer"] for context in shown] == [*made[1:], None]
        assert [context["older"] for context in shown] == [None, *made[:-1]]

    def test_it_is_described_as_news(self, project):
        update = UpdateFactory(parent=project, title="Aufgestellt")
        article = update.structured_data[-1]
        assert (article["@type"], article["datePublished"]) == ("NewsArticle", "2026-03-01")

    def test_a_project_lists_its_updates_newest_first(self, project, client):
        for day in (1, 3, 2):
            UpdateFactory(parent=project, date=date(2026, 3, day))
        listed = client.get(project.url).context["updates"]
        assert [update.date.day for update in listed] == [3, 2, 1]
