"""Things people without an account ask for, done when the link in a mail is pressed."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.users.links.models import MailedLink
from participation.wishlist.models.institutions import Institution
from participation.wishlist.models.wishes import Wish


class Confirmation(MailedLink):
    """An application or a following that waits for its link to be pressed; the row goes with it."""

    action = models.CharField(max_length=20)
    institution = models.ForeignKey(
        Institution, null=True, on_delete=models.CASCADE, related_name="+"
    )
    wish = models.ForeignKey(Wish, null=True, on_delete=models.CASCADE, related_name="+")
    data: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("confirmation by e-mail")
        verbose_name_plural = _("confirmations by e-mail")
        indexes = [models.Index(fields=["expires_at"], name="wish_confirmation_expiry")]

    def __str__(self) -> str:
        return f"{self.action}: {self.institution_id or self.wish_id}"
