"""What the city's forms know of a donation beside the books, and who wants to hear of a wish."""

import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from crowdfunding_lite.models import Donation, Donor
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.wishlist.models.wishes import Wish


def reader_key() -> str:
    """A secret for a link that ends mails."""
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Giving:
    """What a donor has entered. ``address`` are fields of :class:`Donor`, only for a receipt."""

    amount_cents: int
    email: str
    monthly: bool = False
    cover_fees: bool = False
    public_name: str = ""
    dedication: str = ""
    wants_receipt: bool = False
    wants_updates: bool = False
    address: dict[str, str] = field(default_factory=dict)


class Gift(models.Model):
    """How a donation was made. ``form_key`` comes with the form, so that the button pressed twice
    makes one donation."""

    form_key = models.UUIDField(unique=True, default=uuid4, editable=False)
    donation = models.OneToOneField(Donation, on_delete=models.CASCADE, related_name="gift")
    wants_updates = models.BooleanField(_("wants updates"), default=False)
    thanked_at = models.DateTimeField(_("thanked"), null=True, blank=True)

    class Meta:
        verbose_name = _("form of a donation")
        verbose_name_plural = _("forms of donations")

    def __str__(self) -> str:
        return str(self.donation_id)


class UpdateReader(models.Model):
    """A donor without an account who wants to hear how a wish goes on. ``key`` stands in the link
    that ends it; ``told`` is the last update mailed."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="readers")
    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    language = models.CharField(max_length=20)
    key = models.CharField(max_length=40, unique=True, default=reader_key, editable=False)
    told: Any = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reader of updates")
        verbose_name_plural = _("readers of updates")
        constraints = [
            models.UniqueConstraint(fields=["wish", "email"], name="told_of_updates_once")
        ]

    def __str__(self) -> str:
        return f"{self.wish_id}: {self.email}"
