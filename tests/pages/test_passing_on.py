"""Messages are mailed once by a job, and deleted when their time is over."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from procrastinate import testing
from procrastinate.contrib.django import app

from cms.core.jobs import enqueue
from cms.core.models import SiteSettings
from cms.pages import domain, tasks
from cms.pages.models import Enquiry
from tests.factories.people import EnquiryFactory

SCRIPT = "<script>alert(1)</script>"


class FailsTwice(EmailBackend):
    """A mail server that is away for the first two attempts."""

    attempts = 0

    def send_messages(self, messages):
        FailsTwice.attempts += 1
        if FailsTwice.attempts <= 2:
            raise smtplib.SMTPServerDisconnected("gone")
        return super().send_messages(messages)


def pass_on(enquiry: Enquiry) -> None:
    tasks.pass_on_enquiry(enquiry_id=enquiry.pk)


def html(message) -> str:
    ((content, kind),) = message.alternatives
    assert kind == "text/html"
    return content


def test_a_message_is_mailed_to_the_city_and_answered_to_its_sender(site):
    pass_on(EnquiryFactory(message="Wann geht es los?", email="erika@example.org"))
    (message,) = mail.outbox
    assert (message.to, message.reply_to) == (["stadt@example.org"], ["erika@example.org"])
    assert message.from_email == "webseite@example.org"
    assert "Wann geht es los?" in message.body
    assert "Wann geht es los?" in html(message)
    assert Enquiry.objects.get().mailed_at


def test_who_left_no_address_gets_no_answer(site):
    pass_on(EnquiryFactory(email=""))
    assert mail.outbox[0].reply_to == []


def test_the_recipient_of_messages_comes_first(site):
    SiteSettings.objects.update(enquiry_recipient="barrieren@example.org")
    pass_on(EnquiryFactory())
    assert mail.outbox[0].to == ["barrieren@example.org"]


def test_without_a_recipient_the_message_waits_in_the_admin(site):
    SiteSettings.objects.update(email="")
    pass_on(EnquiryFactory())
    assert mail.outbox == []
    assert Enquiry.objects.get().mailed_at is None


def test_a_message_is_mailed_once(site):
    enquiry = EnquiryFactory()
    for _attempt in range(3):
        pass_on(enquiry)
    assert len(mail.outbox) == 1


def test_a_message_that_is_gone_is_passed_over(site):
    tasks.pass_on_enquiry(enquiry_id=4711)
    assert mail.outbox == []


def test_a_failed_attempt_gives_the_message_back(site, settings):
    settings.EMAIL_BACKEND = f"{__name__}.FailsTwice"
    FailsTwice.attempts = 0
    enquiry = EnquiryFactory()
    for _attempt in range(2):
        with pytest.raises(smtplib.SMTPServerDisconnected):
            pass_on(enquiry)
        assert Enquiry.objects.get().mailed_at is None
    pass_on(enquiry)
    pass_on(enquiry)
    assert len(mail.outbox) == 1


def test_the_worker_tries_again_until_the_mail_is_out(transactional_db, settings):
    """Procrastinate's own worker, on its connector for tests."""
    settings.EMAIL_BACKEND = f"{__name__}.FailsTwice"
    FailsTwice.attempts = 0
    SiteSettings.objects.create(site_id=1, email="stadt@example.org")
    enquiry = EnquiryFactory()
    with app.replace_connector(testing.InMemoryConnector()) as in_memory:
        enqueue("pages.pass_on_enquiry", enquiry_id=enquiry.pk)
        (job,) = in_memory.connector.jobs.values()
        for _attempt in range(3):
            job["scheduled_at"] = None
            in_memory.run_worker(wait=False, install_signal_handlers=False)
        assert (job["status"], job["attempts"]) == ("succeeded", 3)
    assert len(mail.outbox) == 1


def test_a_mail_shows_scripts_as_text_and_keeps_its_headers(site):
    pass_on(EnquiryFactory(message=f"{SCRIPT}\nBcc: viele@example.org", name=SCRIPT))
    (message,) = mail.outbox
    assert SCRIPT in message.body
    assert SCRIPT not in html(message)
    assert "&lt;script&gt;" in html(message)
    headers = message.message()
    assert headers["Bcc"] is None
    assert "\n" not in headers["Subject"]


class TestRetention:
    """Answered messages are deleted after a year."""

    @pytest.mark.parametrize(
        ("state", "days", "kept"),
        [("answered", 366, False), ("answered", 364, True), ("open", 3660, True)],
    )
    def test_only_what_is_answered_and_old_is_deleted(self, db, state, days, kept):
        enquiry = EnquiryFactory(state=state)
        answered = timezone.now() - timedelta(days=days)
        Enquiry.objects.filter(pk=enquiry.pk, state="answered").update(answered_at=answered)
        tasks.delete_expired_enquiries(timestamp=0)
        assert Enquiry.objects.exists() is kept

    def test_the_time_runs_from_the_answer_and_starts_anew_with_the_next(self, db):
        enquiry = EnquiryFactory()
        assert enquiry.answered_at is None
        enquiry.state = "answered"
        enquiry.save()
        assert enquiry.answered_at is not None
        enquiry.state = "open"
        enquiry.save()
        assert enquiry.answered_at is None

    def test_the_time_is_a_setting(self, db, settings, time_machine):
        settings.ENQUIRY_RETENTION_DAYS = 30
        EnquiryFactory(state="answered")
        time_machine.move_to(timezone.now() + timedelta(days=31))
        assert domain.delete_expired_enquiries() == 1

    def test_the_job_runs_every_night(self):
        periodic = app.periodic_registry.periodic_tasks
        assert [t.cron for t in periodic.values() if t.task.name.startswith("pages.delete")] == [
            "17 3 * * *"
        ]
