"""Jobs that run by the clock, and limits that only years of use reach."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core.models import OutgoingMail
from participation.culture.domain import digest, documents, feeds, groups
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Event, Interest, Post, SharedDocument
from participation.culture.models.choices import DigestFrequency
from participation.culture.tasks import calendars as calendar_tasks
from participation.culture.tasks import members as tasks
from tests.culture.reading import calendar
from tests.factories.culture import (
    PAPER,
    CultureInstitutionFactory,
    DocumentFactory,
    GroupFactory,
    MemberFactory,
    PostFactory,
    owner_of,
)
from tests.factories.culture_events import feed, moment
from tests.factories.files import upload
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


def queued(name: str) -> list[dict]:
    """Arguments of the jobs that wait."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    return list(ProcrastinateJob.objects.filter(task_name=name).values_list("args", flat=True))


def test_calendars_whose_time_has_come_get_a_job_each(stage):
    now = timezone.now()
    due = [feed(stage, f"https://example.org/{n}.ics", next_try=now) for n in range(2)]
    feed(stage, "https://example.org/later.ics", next_try=now + timedelta(hours=1))
    calendar_tasks.read_feeds(timestamp=0)
    assert sorted(args["feed_id"] for args in queued(feeds.JOB)) == [each.pk for each in due]


def test_jobs_of_a_calendar_that_is_gone_do_nothing(db):
    calendar_tasks.read_feed(feed_id=999999)
    calendar_tasks.index_feed(feed_id=999999, since=timezone.now().isoformat())
    assert not Event.objects.exists()


def test_the_hourly_job_mails_what_is_new_to_who_wants_everything(stage, choir, time_machine):
    time_machine.move_to("2026-05-04T10:00:00+00:00", tick=False)
    reader = owner_of(choir)
    digest.set_interest(user=reader, kinds=[], genres=[], frequency="daily")
    Interest.objects.update(told_until=timezone.now())
    time_machine.shift(60)
    PostFactory(institution=stage, kind="news", title="Neuer Vorhang")
    time_machine.move_to("2026-05-05T08:00:00+00:00", tick=False)
    delivered()
    tasks.tell_interested(timestamp=0)
    (mail,) = [mail for mail in delivered() if mail.to == [reader.email]]
    assert "Neuer Vorhang" in mail.body


def test_the_nightly_job_forgets_what_is_over_for_long(stage, time_machine):
    time_machine.move_to("2026-05-04T10:00:00+00:00")
    PostFactory(institution=stage)
    time_machine.move_to("2028-09-04T10:00:00+00:00")
    tasks.apply_retention(timestamp=0)
    assert not Post.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whom_another_job_tells_at_the_moment_is_left_to_it(site):
    """Two runs at once send each mail once."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection, transaction

    stage, choir = CultureInstitutionFactory(), CultureInstitutionFactory()
    past = timezone.now() - timedelta(days=9)
    Interest.objects.update(told_until=past, frequency=DigestFrequency.DAILY)
    PostFactory(institution=stage)
    before = OutgoingMail.objects.count()

    def tell():
        try:
            return digest.tell_interested(now=timezone.now())
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        held = Interest.objects.select_for_update().get(user=owner_of(choir))
        assert pool.submit(tell).result(timeout=30) == 0
    assert Interest.objects.get(pk=held.pk).told_until == past
    assert tell() == 1
    assert OutgoingMail.objects.count() == before + 1


def test_an_institution_shares_five_hundred_documents_at_most(client, stage, sign_in_as):
    stored = DocumentFactory(institution=stage, for_all=True).document
    SharedDocument.objects.bulk_create(
        SharedDocument(institution=stage, title=str(number), document=stored)
        for number in range(499)
    )
    sign_in_as(owner_of(stage))
    sent = {"title": "Zu viel", "for_all": "on", "file": upload("plan.pdf", PAPER)}
    answer = client.post("/konto/kultur/dokumente/neu/", sent)
    assert answer.status_code == 422
    assert "höchstens 500 Dokumente" in answer.content.decode()
    assert stage.shared_documents.count() == 500


def test_a_document_that_nobody_may_open_is_not_shared(client, stage, sign_in_as):
    sign_in_as(owner_of(stage))
    sent = {"title": "Für wen?", "file": upload("plan.pdf", PAPER)}
    answer = client.post("/konto/kultur/dokumente/neu/", sent)
    assert answer.status_code == 422
    assert "Bitte wählen Sie, wer es öffnen darf." in answer.content.decode()


def test_a_document_for_chosen_partners_is_opened_by_them_alone(client, stage, choir, sign_in_as):
    sign_in_as(owner_of(stage))
    sent = {"title": "Plan", "partners": [choir.pk], "file": upload("plan.pdf", PAPER)}
    client.post("/konto/kultur/dokumente/neu/", sent)
    shared = SharedDocument.objects.get()
    path = f"/konto/kultur/dokumente/{shared.pk}/datei/"
    for user, status in ((owner_of(choir), 200), (owner_of(CultureInstitutionFactory()), 404)):
        sign_in_as(user)
        answer = client.get(path)
        assert answer.status_code == status
        if answer.streaming:
            list(answer.streaming_content)  # closes the file


def test_who_left_a_group_shares_nothing_with_it(stage, choir):
    group = GroupFactory(founder=stage, joined=[choir])
    groups.leave(part=group.parts.get(institution=choir))
    file = upload("plan.pdf", PAPER)
    with pytest.raises(NotAllowedError, match="nicht in dieser Gruppe"):
        documents.share(institution=choir, title="Plan", file=file, by=owner_of(choir), group=group)


def test_an_event_of_a_calendar_that_was_given_up_keeps_its_many_dates(client, stage, sign_in_as):
    """They are more than the form may write, so it says so and changes none."""
    start = timezone.localtime(moment(3))
    series = f"BEGIN:VEVENT\nUID:s\nSUMMARY:Chor\nDTSTART:{start:%Y%m%dT%H%M%S}\nDURATION:PT2H\n"
    series += "RRULE:FREQ=WEEKLY;COUNT=61\nEND:VEVENT"
    source = feed(stage, "", kind="upload")
    feeds.upload(feed=source, data=calendar(series))
    feeds.remove_feed(feed=source)
    found = Event.objects.get()
    sign_in_as(owner_of(stage))
    sent = {
        "title": "Probe",
        "genre": "music",
        "audience": "adults",
        "visibility": "public",
        "start": f"{start:%Y-%m-%dT%H:%M}",
        "end": f"{start:%Y-%m-%dT23:00}",
        "status": "planned",
        "every": "0",
        "save": "1",
    }
    answer = client.post(f"/konto/kultur/einrichtungen/{stage.pk}/termine/{found.pk}/", sent)
    assert answer.status_code == 409
    assert "höchstens 60 Termine" in answer.content.decode()
    found.refresh_from_db()
    assert (found.title, found.occurrences.count()) == ("Chor", 61)


def test_who_plans_for_two_houses_agrees_for_the_one_it_is_about(client, stage, sign_in_as):
    from participation.culture.models import Collision
    from tests.culture.planned import house, plan, taken

    cellar = house("Kulturkeller")
    taken(house("Dritte"))
    plan(cellar)
    MemberFactory(institution=stage, user=cellar.planner)
    sign_in_as(cellar.planner)
    client.post("/konto/kultur/ueberschneidungen/", {"collision": Collision.objects.get().pk})
    found = Collision.objects.get()
    assert found.event_agreed_at is not None
    assert (found.other_agreed_at, found.state) == (None, "open")
