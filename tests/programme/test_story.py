"""A project's story, and the history of its stages that nobody can change."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError

from cms.programme.models import StageChange
from tests.factories.programme import (
    GroupFactory,
    MeetingFactory,
    MilestoneFactory,
    ProjectFactory,
    UpdateFactory,
)
from tests.factories.site import translated


@pytest.fixture
def project(site, time_machine):
    time_machine.move_to("2026-05-15T12:00:00+00:00")
    group = GroupFactory(parent=site.groups)
    made = ProjectFactory(parent=site.projects, slug="projekt", working_group=group)
    made.save_revision().publish()
    return made


def publish(project, day, stage="", **words):
    update = UpdateFactory(parent=project, date=day, new_stage=stage, live=False, **words)
    update.save_revision().publish()
    return update


def story(client, project, query=""):
    return client.get(project.url + query).context["story"]


def titles(events):
    return [event.title or event.stage for event in events]


@pytest.fixture
def told(project):
    """Something of each kind, in the past and in the future."""
    group = project.working_group
    MilestoneFactory(page=project, title="Erreicht", planned_year=2025, planned_quarter=4,
                     actual_year=2026, actual_quarter=1)  # fmt: skip
    MilestoneFactory(page=project, title="Zu spät", planned_year=2026, planned_quarter=1)
    MilestoneFactory(page=project, title="Geplant", planned_year=2027, planned_quarter=1)
    MeetingFactory(page=group, title="War", start=datetime(2026, 2, 1, 17, tzinfo=UTC))
    MeetingFactory(page=group, title="Kommt", start=datetime(2026, 8, 1, 17, tzinfo=UTC))
    publish(project, date(2026, 3, 1), "concept", title="Meldung")
    return project


def test_all_of_it_stands_on_one_line_newest_first(told, client):
    found = story(client, told)
    assert titles(found.coming) == ["Geplant", "Kommt", "Zu spät"]
    assert titles(found.past) == ["Erreicht", "Meldung", "War"]
    assert [kind for kind, _words in found.kinds] == ["update", "milestone", "stage", "meeting"]


@pytest.mark.parametrize(
    ("kind", "coming", "past"),
    [
        ("update", [], ["Meldung"]),
        ("milestone", ["Geplant", "Zu spät"], ["Erreicht"]),
        ("stage", [], ["Meldung"]),
        ("meeting", ["Kommt"], ["War"]),
        ("anything", ["Geplant", "Kommt", "Zu spät"], ["Erreicht", "Meldung", "War"]),
    ],
)
def test_a_reader_can_look_at_one_kind_alone(told, client, kind, coming, past):
    found = story(client, told, f"?show={kind}")
    assert (titles(found.coming), titles(found.past)) == (coming, past)
    assert len(found.kinds) == 4


def test_an_update_tells_the_stage_it_brought(told, client):
    event = next(event for event in story(client, told).past if event.title == "Meldung")
    assert (event.from_stage, event.stage) == ("idea", "concept")
    assert event.kind == "update"
    assert event.from_label
    assert event.stage_label


def test_every_event_says_in_words_of_which_kind_it_is(told, client):
    shown = client.get(told.url).content.decode()
    kinds = re.findall(r"<strong>\s*([^<]*?)\s*</strong>\s*</p>\s*<h4>", shown)
    assert kinds == [
        "Meilenstein geplant",
        "Treffen des Arbeitskreises",
        "Meilenstein, verspätet",
        "Meilenstein erreicht, später als geplant",
        "Zwischenstand",
        "Treffen des Arbeitskreises",
    ]


def test_a_stage_changed_by_hand_is_an_event_of_its_own(project, client):
    project.stage = "approved"
    project.save_revision().publish()
    (event,) = story(client, project).past
    assert (event.kind, event.day, event.stage) == ("stage", date(2026, 5, 15), "approved")


def test_a_corrected_update_tells_the_stage_that_it_names_now(project, client):
    update = publish(project, date(2026, 5, 10), "concept")
    update.new_stage = "approved"
    update.save_revision().publish()
    stages = {event.kind: event.stage for event in story(client, project).past}
    assert stages == {"update": "approved", "stage": "concept"}


def test_a_language_without_the_update_still_tells_the_stage(told, client):
    twin = translated(told, "en", slug="project")
    events = story(client, twin).past
    assert [event.stage for event in events if event.kind == "stage"] == ["concept"]
    assert "Meldung" not in titles(events)


def test_a_project_without_anything_has_no_story(site, client):
    quiet = ProjectFactory(parent=site.projects)
    assert story(client, quiet).kinds == []


def test_meetings_of_a_group_that_is_not_public_are_left_out(told, client):
    told.working_group.unpublish()
    assert "War" not in titles(story(client, told).past)


# --- History ----------------------------------------------------------------------------------
def history():
    return list(StageChange.objects.order_by("pk").values_list("from_stage", "to_stage", "date"))


def test_updates_write_the_history_with_their_day(project):
    first = publish(project, date(2026, 1, 10), "concept")
    publish(project, date(2026, 2, 10), "approved")
    assert history() == [
        ("idea", "concept", date(2026, 1, 10)),
        ("concept", "approved", date(2026, 2, 10)),
    ]
    assert StageChange.objects.get(to_stage="concept").update_page == first


def test_publishing_an_update_again_writes_nothing(project):
    update = publish(project, date(2026, 1, 10), "concept")
    update.save_revision().publish()
    publish(project, date(2025, 12, 1), "approved")
    publish(project, date(2026, 3, 1))
    assert len(history()) == 1


def test_an_editor_who_publishes_another_stage_writes_history_too(project):
    project.stage = "concept"
    project.save_revision().publish()
    project.title = "Neuer Titel"
    project.save_revision().publish()
    assert history() == [("idea", "concept", date(2026, 5, 15))]


def test_a_draft_writes_nothing_until_it_is_published(project):
    project.stage = "concept"
    revision = project.save_revision()
    assert history() == []
    revision.publish()
    assert len(history()) == 1


def test_a_first_publication_changes_nothing(site):
    draft = ProjectFactory(parent=site.projects, stage="operation", live=False)
    draft.save_revision().publish()
    assert history() == []


def test_a_translation_has_no_history(project):
    twin = translated(project, "en", slug="project")
    twin.stage = "operation"
    twin.save_revision().publish()
    assert history() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE programme_stagechange SET to_stage = 'operation'",
        "UPDATE programme_stagechange SET date = '2020-01-01', update_page_id = NULL",
        "DELETE FROM programme_stagechange",
    ],
)
def test_the_database_refuses_to_change_history(project, statement):
    publish(project, date(2026, 1, 10), "concept")
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        connection.cursor().execute(statement)
    assert history() == [("idea", "concept", date(2026, 1, 10))]


def test_history_outlives_the_update_and_goes_with_its_project(project):
    update = publish(project, date(2026, 1, 10), "concept")
    update.delete()
    assert history() == [("idea", "concept", date(2026, 1, 10))]
    assert StageChange.objects.get().update_page is None
    project.refresh_from_db()
    project.delete()
    assert history() == []


def test_a_change_to_the_same_stage_is_none(project):
    with pytest.raises(IntegrityError), transaction.atomic():
        StageChange.objects.create(project=project, from_stage="idea", to_stage="idea")
    change = StageChange(project=project, from_stage="idea", to_stage="concept")
    assert "→" in str(change)
