"""Mails that wait to be sent."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """A mail in a job's hands; deleted as soon as it is sent.

    The job knows the row's number alone, so that neither addresses nor sign-in codes stand in the
    table of jobs or in the log.
    """

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    template = models.CharField(_("template"), max_length=80)
    context = models.JSONField(_("contents"), default=dict)
    headers = models.JSONField(_("further headers"), default=dict)
    attachments = models.JSONField(_("attachments"), default=list)
    """Lists of name, text and media type."""
    language = models.CharField(_("language"), max_length=20)
    queued_at = models.DateTimeField(_("queued"), auto_now_add=True)
    claimed_at = models.DateTimeField(_("being sent since"), null=True)

    objects: ClassVar[models.Manager["OutgoingMail"]]

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")

    def __str__(self) -> str:
        return self.template
