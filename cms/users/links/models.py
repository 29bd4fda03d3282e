"""What every mailed link has."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class MailedLink(models.Model):
    """Something that waits for its mailed link to be pressed; the row goes with the press.

    Whoever opens the link reads the mail of its address, so that the address counts as proven.
    """

    key = models.CharField(max_length=43, unique=True, editable=False)
    email = models.EmailField()
    language = models.CharField(max_length=20, default=settings.LANGUAGE_CODE)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        abstract = True
