"""Background jobs of the site itself."""

from datetime import timedelta

import structlog
from django.core.management import call_command
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from cms.core.mail import send_queued
from cms.core.models import OutgoingMail

log = structlog.get_logger(__name__)

UNSENT_DAYS = 2


@app.task(name="core.send_mail", retry=RetryStrategy(max_attempts=10, exponential_wait=5))
def send_mail(mail_id: int) -> None:
    """Send a queued mail; it may have been forgotten in the meantime."""
    mail = OutgoingMail.objects.filter(pk=mail_id).first()
    if mail is not None:
        log.info("mail_sent", mail=mail_id, template=mail.template, sent=send_queued(mail=mail))


@app.periodic(cron="47 2 * * *")
@app.task(name="core.forget")
def forget(timestamp: int) -> None:
    """Every night: forget sessions that are over and mails that could not be sent."""
    call_command("clearsessions")
    limit = timezone.now() - timedelta(days=UNSENT_DAYS)
    unsent, _per_model = OutgoingMail.objects.filter(queued_at__lt=limit).delete()
    log.info("forgotten", unsent_mails=unsent)
