"""Things people without an account ask for, done when the link in a mail is pressed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.wishlist.models.institutions import Institution
from participation.wishlist.models.wishes import Wish


class Confirmation(models.Model):
    """An application or a following that waits for its link to be pressed; the row goes with it."""

    key = models.CharField(max_length=43, unique=True, editable=False)
    email = models.EmailField()
    action = models.CharField(max_length=20)
    institution = models.ForeignKey(
        Institution, null=True, on_delete=models.CASCADE, related_name="+"
    )
    wish = models.ForeignKey(Wish, null=True, on_delete=models.CASCADE, related_name="+")
    data: Any = models.JSONField(default=dict)
    language = models.CharField(max_length=20, default=settings.LANGUAGE_CODE)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("confirmation by e-mail")
        verbose_name_plural = _("confirmations by e-mail")
        indexes = [models.Index(fields=["expires_at"], name="wish_confirmation_expiry")]

    def __str__(self) -> str:
        return f"{self.action}: {self.institution_id or self.wish_id}"
