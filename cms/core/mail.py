"""E-mails: plain text and HTML from one pair of templates, in the reader's language."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from wagtail.models import Site

from cms.core.jobs import enqueue
from cms.core.models import OutgoingMail, SiteSettings

Attachment = tuple[str, str, str]
"""A file of text: its name, what stands in it, its media type."""


def send_mail(
    *,
    template: str,
    to: str,
    subject: str,
    context: dict[str, Any],
    language: str = settings.LANGUAGE_CODE,
    reply_to: str = "",
    headers: dict[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
) -> None:
    """Send ``mails/<template>.txt`` and ``.html`` to one address.

    Both know ``site_name``, ``subject`` and ``language`` beside the context. Line breaks in
    the subject are folded. Raises what the mail backend raises; jobs retry.
    """
    frame = {"site_name": _site_name(), "subject": subject, "language": language}
    context = frame | context
    with translation.override(language):
        text = render_to_string(f"mails/{template}.txt", context)
        html = render_to_string(f"mails/{template}.html", context)
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text,
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers=headers,
    )
    message.attach_alternative(html, "text/html")
    for name, words, media_type in attachments:
        message.attach(name, words, media_type)
    message.send()


def _site_name() -> str:
    """What the default site is called."""
    site = Site.objects.filter(is_default_site=True).first()
    return SiteSettings.for_site(site).site_name if site else ""


def queue_mail(
    *,
    template: str,
    to: str,
    subject: str,
    context: dict[str, Any],
    language: str,
    headers: dict[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
) -> OutgoingMail:
    """Have a job send a mail once the current transaction has committed.

    The context is stored until then, so it holds nothing but words, numbers and lists of them.
    """
    with transaction.atomic():
        mail = OutgoingMail.objects.create(
            template=template,
            to=to,
            subject=" ".join(subject.split())[:300],
            context=context,
            language=language,
            headers=headers or {},
            attachments=[list(each) for each in attachments],
        )
        enqueue("core.send_mail", mail_id=mail.pk)
    return mail


def send_queued(*, mail: OutgoingMail) -> bool:
    """Send a queued mail, once, and forget it; False if another worker has it.

    The claim is committed before the mail is sent and taken back if sending fails.
    """
    claimed = OutgoingMail.objects.filter(pk=mail.pk, claimed_at=None)
    if not claimed.update(claimed_at=timezone.now()):
        return False
    try:
        send_mail(
            template=mail.template,
            to=mail.to,
            subject=mail.subject,
            context=mail.context,
            language=mail.language,
            headers=mail.headers,
            attachments=mail.attachments,
        )
    except Exception:
        OutgoingMail.objects.filter(pk=mail.pk).update(claimed_at=None)
        raise
    mail.delete()
    return True
