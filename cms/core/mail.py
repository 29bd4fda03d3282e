"""E-mails: plain text and HTML from one pair of templates, in the reader's language."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation


def send_mail(
    *,
    template: str,
    to: str,
    subject: str,
    context: dict[str, Any],
    language: str = settings.LANGUAGE_CODE,
    reply_to: str = "",
) -> None:
    """Send ``mails/<template>.txt`` and ``.html`` to one address.

    Line breaks in the subject are folded. Raises what the mail backend raises; jobs retry.
    """
    with translation.override(language):
        context = {**context, "language": language}
        text = render_to_string(f"mails/{template}.txt", context)
        html = render_to_string(f"mails/{template}.html", context)
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text,
        to=[to],
        reply_to=[reply_to] if reply_to else None,
    )
    message.attach_alternative(html, "text/html")
    message.send()
