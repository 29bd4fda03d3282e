"""Background jobs of every installation: mails, publishing on time, clearing what nobody needs."""

from datetime import timedelta

import structlog
from django.core.management import call_command
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from cms.core.mail import send_queued
from cms.core.models import OutgoingMail

log = structlog.get_logger(__name__)

KEPT_JOBS_HOURS = 24 * 14
UNSENT_DAYS = 2


@app.task(name="core.send_mail", retry=RetryStrategy(max_attempts=10, exponential_wait=5))
def send_mail(mail_id: int) -> None:
    """Send a queued mail; it may have been forgotten in the meantime."""
    mail = OutgoingMail.objects.filter(pk=mail_id).first()
    if mail is not None:
        log.info("mail_sent", mail=mail_id, template=mail.template, sent=send_queued(mail=mail))


@app.periodic(cron="* * * * *")
@app.task(name="core.publish_scheduled", queueing_lock="core.publish_scheduled")
def publish_scheduled(timestamp: int) -> None:
    """Publish and take down pages whose time has come."""
    call_command("publish_scheduled", verbosity=0)


@app.periodic(cron="43 3 * * *")
@app.task(name="core.clear", queueing_lock="core.clear")
def clear(timestamp: int) -> None:
    """Delete sessions that are over and mails that could not be sent in time.

    Finished jobs are deleted by Procrastinate's own task.
    """
    call_command("clearsessions")
    limit = timezone.now() - timedelta(days=UNSENT_DAYS)
    unsent, _per_model = OutgoingMail.objects.filter(queued_at__lt=limit).delete()
    app.configure_task("builtin:procrastinate.builtin_tasks.remove_old_jobs").defer(
        max_hours=KEPT_JOBS_HOURS, remove_failed=False
    )
    log.info("cleared", unsent_mails=unsent)
