"""What is followed is told: at once or in a digest, never empty, never twice."""

from threading import Thread

import pytest
import time_machine
from django.db import DatabaseError, connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from cms.core.models import OutgoingMail
from cms.notifications import domain, tasks
from cms.notifications.models import Notice
from tests.factories.people import UserFactory
from tests.notifications.helpers import at, follow, mails, tell, told

pytestmark = pytest.mark.usefixtures("trees")


class TestAtOnce:
    """Notices that wait for no digest."""

    def test_a_follower_who_wants_to_hear_at_once_is_mailed_by_the_next_job(self, reader):
        follow(reader)
        tell()
        assert ProcrastinateJob.objects.filter(task_name="notifications.send_due").count() == 1
        (mail,) = mails()
        assert (mail.to, mail.subject) == ("leser@example.org", "Gefällt: Eiche")
        assert told(mail) == {"Eiche": ["Gefällt"]}

    def test_two_pieces_of_news_about_one_thing_are_one_mail(self, reader):
        follow(reader)
        tell(event="felled")
        tell(event="sold", title="Verkauft")
        (mail,) = mails()
        assert told(mail) == {"Eiche": ["Gefällt", "Verkauft"]}
        assert mail.subject == "2 Neuigkeiten: Eiche"

    def test_whom_it_concerns_hears_at_once_without_following(self, reader):
        tell(always=[reader, None])
        assert told(mails()[0]) == {"Eiche": ["Gefällt"]}

    def test_whoever_caused_it_is_not_told(self, reader):
        follow(reader)
        assert tell(always=[reader], besides=reader) == 0
        assert mails() == []

    def test_who_follows_two_of_the_things_is_told_once_as_often_as_the_more_urgent_says(
        self, reader
    ):
        follow(reader, 2, "weekly")
        follow(reader, 1, "now")
        assert tell(numbers=[2, 1]) == 1
        assert Notice.objects.get().frequency == "now"

    def test_a_closed_account_is_not_told(self, reader):
        follow(reader)
        tell()
        reader.is_active = False
        reader.save()
        assert mails() == []
        assert tell(event="other", always=[reader]) == 0

    def test_the_mail_is_in_the_readers_language(self, reader):
        reader.language = "en"
        reader.save()
        follow(reader)
        follow(reader, 2)
        tell(1, "a")
        tell(2, "b")
        (mail,) = mails()
        assert mail.subject == "News about 2 things you follow"
        assert "/en/konto/benachrichtigungen/" in mail.context["settings_url"]


class TestDigests:
    """Once a day and once a week, at seven in the morning."""

    @pytest.mark.parametrize(
        ("frequency", "happened", "asked", "due"),
        [
            ("daily", "2026-03-03 08:00", "2026-03-03 23:59", False),
            ("daily", "2026-03-03 08:00", "2026-03-04 06:59", False),
            ("daily", "2026-03-03 08:00", "2026-03-04 07:00", True),
            ("weekly", "2026-03-03 08:00", "2026-03-04 07:00", False),
            ("weekly", "2026-03-03 08:00", "2026-03-09 06:59", False),
            ("weekly", "2026-03-03 08:00", "2026-03-09 07:00", True),
            ("weekly", "2026-03-02 06:59", "2026-03-02 07:00", True),
            # The nights in which the clock is moved have digests like all others.
            ("daily", "2026-03-28 12:00", "2026-03-29 07:00", True),
            ("daily", "2026-10-24 12:00", "2026-10-25 06:59", False),
        ],
    )
    def test_a_digest_is_due_at_its_hour(self, reader, frequency, happened, asked, due):
        follow(reader, 1, frequency)
        with time_machine.travel(at(happened), tick=False):
            tell()
        with time_machine.travel(at(asked), tick=False):
            assert len(mails()) == due

    def test_a_digest_is_grouped_by_thing_in_the_order_of_what_happened(self, reader):
        for number in (1, 2):
            follow(reader, number, "daily")
        for minute, (number, title) in enumerate([(2, "Gepflanzt"), (1, "Belaubt"), (2, "Blüht")]):
            with time_machine.travel(at(f"2026-03-03 12:0{minute}"), tick=False):
                tell(number, f"e{minute}", title)
        with time_machine.travel(at("2026-03-04 07:05"), tick=False):
            (mail,) = mails()
        assert told(mail) == {"Buche": ["Gepflanzt", "Blüht"], "Eiche": ["Belaubt"]}
        assert list(told(mail)) == ["Buche", "Eiche"]

    def test_a_missed_hour_is_made_up_by_the_next_run(self, reader):
        follow(reader, 1, "daily")
        with time_machine.travel(at("2026-03-03 12:00"), tick=False):
            tell()
        with time_machine.travel(at("2026-03-06 15:05"), tick=False):
            tasks.send_digests(timestamp=0)
        assert OutgoingMail.objects.count() == 1

    def test_nothing_new_is_no_mail(self, reader):
        follow(reader, 1, "daily")
        assert mails() == []

    def test_a_thing_that_is_hidden_meanwhile_is_left_out_and_alone_makes_no_mail(
        self, reader, trees
    ):
        follow(reader)
        tell()
        del trees[1]
        assert mails() == []
        tell(event="again", always=[reader])
        assert told(mails()[0]) == {"Baum": ["Gefällt"]}


class TestOnce:
    """Nobody is told the same twice, whatever happens to the job."""

    def test_the_same_event_is_told_once(self, reader):
        follow(reader)
        tell()
        assert len(mails()) == 1
        tell()
        assert len(mails()) == 1

    @pytest.mark.django_db(transaction=True)
    def test_a_job_killed_half_way_and_run_again_tells_everybody_once(self):
        people = [UserFactory(email=f"p{number}@example.org") for number in range(4)]
        for person in people:
            follow(person)
        tell()
        with connection.cursor() as cursor:
            # The server ends the job's connection in the middle of the third person's mail.
            cursor.execute(
                """
                CREATE FUNCTION pull_the_plug() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
                CREATE TRIGGER plug AFTER INSERT ON core_outgoingmail FOR EACH ROW
                WHEN (NEW."to" = 'p2@example.org') EXECUTE FUNCTION pull_the_plug();
                """
            )
        with pytest.raises(DatabaseError):
            tasks.send_due()
        connection.close()
        assert sorted(mail.to for mail in OutgoingMail.objects.all()) == [
            "p0@example.org",
            "p1@example.org",
        ]
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER plug ON core_outgoingmail; DROP FUNCTION pull_the_plug()")
        assert sorted(mail.to for mail in mails()) == [person.email for person in people]
        assert len(mails()) == 4

    @pytest.mark.django_db(transaction=True)
    def test_two_workers_at_the_same_time_tell_everybody_once(self):
        for number in range(12):
            follow(UserFactory(email=f"p{number}@example.org"))
        tell()
        workers = [Thread(target=_work) for _number in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        sent = [mail.to for mail in mails()]
        assert len(sent) == len(set(sent)) == 12


def _work():
    try:
        tasks.send_due()
    finally:
        connection.close()


def test_mailed_notices_are_forgotten_after_their_time_and_others_are_not(reader, settings):
    follow(reader, 1, "weekly")
    follow(reader, 2, "now")
    with time_machine.travel(at("2025-01-01 12:00"), tick=False):
        tell(2, "old")
        mails()
        tell(1, "waits")
    tasks.forget(timestamp=0)
    assert list(Notice.objects.values_list("event", flat=True)) == ["waits"]


@pytest.mark.parametrize(
    ("name", "cron"),
    [("notifications.send_digests", "5 * * * *"), ("notifications.forget", "33 3 * * *")],
)
def test_the_jobs_run_by_the_clock(name, cron):
    crons = {p.task.name: p.cron for p in app.periodic_registry.periodic_tasks.values()}
    assert crons[name] == cron


def test_the_number_of_questions_for_a_mail_does_not_grow_with_the_news(reader, assert_query_count):
    follow(reader)
    now = at("2030-01-01 12:00")
    tell(event="one")
    with assert_query_count(9):
        domain.mail_due_notices(user=reader, now=now)
    for number in range(30):
        tell(event=f"e{number}")
    with assert_query_count(9):
        domain.mail_due_notices(user=reader, now=now)
