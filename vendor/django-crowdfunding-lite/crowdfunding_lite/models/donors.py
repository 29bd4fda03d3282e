"""Who gave: personal data, apart from the books, so that it can be shredded."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Donor(models.Model):
    """What a receipt and a thank-you need to know of somebody; never a card or an address of a
    network. Shredding empties it, and the donations stay in the books without it."""

    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=140, blank=True)
    company = models.CharField(_("company"), max_length=140, blank=True)
    street = models.CharField(_("street and number"), max_length=140, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, default="DE")
    language = models.CharField(max_length=12, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now)
    shredded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("donor")
        verbose_name_plural = _("donors")
        indexes = [models.Index(fields=["email"], name="donor_email")]

    def __str__(self) -> str:
        return self.name or self.company or self.email or str(_("Nobody known"))
