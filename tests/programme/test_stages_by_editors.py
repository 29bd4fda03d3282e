"""The stage of a project, changed in the admin as editors do, is kept in its history."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.programme.models import ProjectPage, UpdatePage
from tests.factories.programme import ProjectFactory
from tests.programme.test_admin import form


@pytest.fixture
def project(site):
    page = ProjectFactory(parent=site.projects, title="Schließfächer", stage="idea")
    page.save_revision().publish()
    return page


def now(page: ProjectPage) -> ProjectPage:
    return ProjectPage.objects.get(pk=page.pk)


def history(page: ProjectPage) -> list[tuple]:
    return list(page.stage_changes.order_by("pk").values_list("from_stage", "to_stage", "date"))


def write_update(admin, project, **given):
    fields = {
        "title": "Es geht los", "slug": "los", "introduction": "Kurz.", "date": "30.11.2026",
        "new_stage": "concept", "next_milestone": "", "body": streamfield([]),
        "action-publish": "Publish",
    } | given  # fmt: skip
    address = f"/admin/pages/add/programme/updatepage/{project.pk}/"
    answer = admin.post(
        address,
        nested_form_data(fields | {"comments-TOTAL_FORMS": "0"} | {"comments-INITIAL_FORMS": "0"}),
    )
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return UpdatePage.objects.get(slug=fields["slug"])


def test_a_stage_changed_on_the_project_is_kept_with_its_day(admin, project):
    address = f"/admin/pages/{project.pk}/edit/"
    assert admin.post(address, form(stage="concept")).status_code == 302
    assert now(project).stage == "concept"
    assert history(project) == [("idea", "concept", timezone.localdate())]


def test_a_draft_with_another_stage_is_kept_only_when_it_is_published(admin, project):
    draft = form(stage="concept")
    del draft["action-publish"]
    assert admin.post(f"/admin/pages/{project.pk}/edit/", draft).status_code == 302
    assert history(project) == []


def test_an_update_published_from_the_long_form_moves_its_project(admin, project):
    update = write_update(admin, project)
    assert now(project).stage == "concept"
    assert history(project) == [("idea", "concept", update.date)]
    assert project.stage_changes.get().update_page == update


def test_an_update_changed_in_the_long_form_moves_its_project_anew(admin, project):
    update = write_update(admin, project)
    fields = {
        "title": update.title, "slug": update.slug, "introduction": "Kurz.", "date": "30.11.2026",
        "new_stage": "approved", "next_milestone": "", "body": streamfield([]),
        "action-publish": "Publish", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    address = f"/admin/pages/{update.pk}/edit/"
    assert admin.post(address, nested_form_data(fields)).status_code == 302
    assert now(project).stage == "approved"
    assert [row[:2] for row in history(project)] == [("idea", "concept"), ("concept", "approved")]


def test_an_update_of_the_long_form_waits_for_its_day(admin, project, time_machine):
    day = timezone.localtime() + timedelta(days=2)
    write_update(admin, project, go_live_at=day.strftime("%d.%m.%Y %H:%M"))
    assert now(project).stage == "idea"
    assert history(project) == []
    time_machine.move_to(timezone.now() + timedelta(days=3))
    call_command("publish_scheduled")
    assert now(project).stage == "concept"
    assert len(history(project)) == 1
