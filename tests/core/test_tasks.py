"""The jobs every installation runs by the clock."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from cms.core import tasks
from cms.pages.models import ContentPage
from tests.factories.pages import ContentFactory


def test_a_page_goes_live_when_its_time_has_come(site):
    page = ContentFactory(parent=site.home, title="Morgen", live=False)
    page.go_live_at = timezone.now() + timedelta(seconds=1)
    page.save_revision().publish()
    revision = page.latest_revision
    past = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    tasks.publish_scheduled(timestamp=0)
    assert ContentPage.objects.get(pk=page.pk).live


def test_sessions_that_are_over_are_deleted_and_old_jobs_are_too(db):
    Session.objects.create(
        session_key="over", session_data="", expire_date=timezone.now() - timedelta(days=1)
    )
    tasks.clear(timestamp=0)
    assert not Session.objects.exists()
    job = ProcrastinateJob.objects.latest("id")
    assert job.task_name in app.tasks
    assert job.args["max_hours"] == tasks.KEPT_JOBS_HOURS


@pytest.mark.parametrize(
    ("name", "cron"), [("core.publish_scheduled", "* * * * *"), ("core.clear", "43 3 * * *")]
)
def test_the_jobs_run_by_the_clock(name, cron):
    crons = {p.task.name: p.cron for p in app.periodic_registry.periodic_tasks.values()}
    assert crons[name] == cron
