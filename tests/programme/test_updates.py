"""An update moves its project to a stage; neither undoes the other's changes."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core.models import SiteSettings
from cms.core.structured import Frame
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


def test_the_project_is_locked_before_an_update_goes_public(project):
    revision = UpdateFactory(parent=project, live=False, new_stage="concept").save_revision()
    with CaptureQueriesContext(connection) as asked:
        revision.publish()
    statements = [query["sql"] for query in asked]
    lock = next(n for n, sql in enumerate(statements) if "FOR UPDATE" in sql)
    page = 'UPDATE "wagtailcore_page"'
    assert lock < next(n for n, sql in enumerate(statements) if sql.startswith(page))


class TestTakingBack:
    """An update named a stage that the project has not reached."""

    @pytest.fixture
    def wrong(self, project):
        publish(project, new_stage="concept", date=date(2026, 1, 1))
        return publish(project, new_stage="operation", date=date(2026, 2, 1))

    def republish(self, update, **facts):
        update = UpdatePage.objects.get(pk=update.pk)
        for name, value in facts.items():
            setattr(update, name, value)
        update.save_revision().publish()

    @pytest.mark.parametrize(("stage", "then"), [("approved", "approved"), ("", "concept")])
    def test_a_stage_corrected_or_cleared(self, project, wrong, stage, then):
        self.republish(wrong, new_stage=stage)
        assert now(project).stage == then

    def test_a_date_corrected(self, project, wrong):
        self.republish(wrong, date=date(2025, 12, 1))
        assert now(project).stage == "concept"

    def test_an_update_unpublished(self, project, wrong):
        UpdatePage.objects.get(pk=wrong.pk).unpublish()
        assert now(project).stage == "concept"
        assert now(project).live

    def test_an_update_unpublished_in_the_admin(self, project, wrong, admin):
        admin.post(f"/admin/pages/{wrong.pk}/unpublish/")
        assert not UpdatePage.objects.get(pk=wrong.pk).live
        assert now(project).stage == "concept"

    def test_an_update_unpublished_with_its_twins(self, project, wrong):
        twin = translated(wrong, "en", slug="wrong")
        twin.unpublish()
        assert UpdatePage.objects.get(pk=wrong.pk).live
        translated_again = UpdatePage.objects.get(pk=twin.pk)
        translated_again.save_revision().publish()
        UpdatePage.objects.get(pk=wrong.pk).unpublish()
        assert not UpdatePage.objects.get(pk=twin.pk).live

    def test_an_older_update_unpublished_changes_nothing(self, project, wrong):
        first = UpdatePage.objects.get(new_stage="concept")
        first.unpublish()
        assert now(project).stage == "operation"

    def test_the_only_update_taken_back_changes_nothing(self, project):
        only = publish(project, new_stage="concept")
        only.unpublish()
        assert now(project).stage == "concept"

    def test_a_word_corrected_leaves_what_an_editor_has_set_since(self, project, wrong):
        now(project).move_to_stage("stopped")
        self.republish(wrong, title="Ein Wort")
        assert now(project).stage == "stopped"

    def test_a_project_goes_with_its_updates(self, project, wrong):
        now(project).delete()
        assert not ProjectPage.objects.exists()


class TestDeletion:
    """The history outlives an update, and the project's stage is the last one of the history."""

    @pytest.fixture
    def moved(self, project):
        publish(project, new_stage="concept", date=date(2026, 1, 1))
        return publish(project, new_stage="operation", date=date(2026, 2, 1))

    def history(self, project) -> list[str]:
        return [str(change.to_stage) for change in now(project).stage_changes.all()]

    def test_the_stage_and_the_step_stay(self, project, moved):
        UpdatePage.objects.get(pk=moved.pk).delete()
        assert now(project).stage == self.history(project)[0] == "operation"
        assert now(project).stage_changes.first().update_page is None
        assert now(project).live

    def test_an_update_taken_back_first_leaves_the_stage_before_it(self, project, moved):
        UpdatePage.objects.get(pk=moved.pk).unpublish()
        UpdatePage.objects.get(pk=moved.pk).delete()
        assert now(project).stage == self.history(project)[0] == "concept"
        assert sorted(self.history(project)) == ["concept", "concept", "operation"]

    def test_a_draft_that_names_a_stage_has_none_to_leave(self, project, moved):
        draft = UpdateFactory(parent=project, new_stage="stopped", live=False)
        UpdatePage.objects.get(pk=draft.pk).delete()
        assert now(project).stage == self.history(project)[0] == "operation"

    def test_the_admin_says_that_the_stage_stays(self, project, moved, admin):
        answer = admin.post(f"/admin/pages/{moved.pk}/delete/", follow=True)
        assert "bleibt in der Phase „Betrieb“" in answer.content.decode()

    def test_an_update_without_a_stage_goes_without_a_word(self, project, admin):
        update = publish(project, new_stage="")
        answer = admin.post(f"/admin/pages/{update.pk}/delete/", follow=True)
        assert "bleibt in der Phase" not in answer.content.decode()


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
        article = update.structured_data(Frame(SiteSettings()))[-1]
        assert (article["@type"], article["datePublished"]) == ("NewsArticle", "2026-03-01")

    def test_a_project_lists_its_updates_newest_first(self, project, client):
        for day in (1, 3, 2):
            UpdateFactory(parent=project, date=date(2026, 3, day))
        told = client.get(project.url).context["story"].past
        assert [event.day.day for event in told] == [3, 2, 1]

    def test_a_translation_shows_the_date_of_the_original(self, project, client):
        update = UpdateFactory(parent=project, date=date(2026, 3, 1))
        twin = translated(update, "en", slug="update", date=date(2020, 1, 1))
        assert "1 March 2026" in client.get(twin.url).content.decode()
        assert twin.structured_data(Frame(SiteSettings()))[-1]["datePublished"] == "2026-03-01"

    def test_translations_are_listed_by_the_dates_of_their_originals(self, project, client):
        for day in (1, 3, 2):
            update = UpdateFactory(parent=project, date=date(2026, 3, day))
            twin = translated(update, "en", slug=f"update-{day}", date=date(2020, 1, 9 - day))
        parent = twin.get_parent().specific
        told = client.get(parent.url).context["story"].past
        assert [event.day for event in told] == [date(2026, 3, day) for day in (3, 2, 1)]
        context = client.get(twin.url).context
        assert [context[name].slug for name in ("newer", "older")] == ["update-3", "update-1"]

    def test_an_update_in_english_alone_is_listed(self, project, client):
        english = translated(project, "en", slug="lockers")
        only = UpdateFactory(parent=english, locale=english.locale, title="Only in English")
        (event,) = client.get(english.url).context["story"].past
        assert event.title == "Only in English"
        assert client.get(only.url).status_code == 200
