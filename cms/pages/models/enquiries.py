"""Messages from the public: contact and reported barriers."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms.core import structured
from cms.core.models import BasePage, BodyPage
from cms.core.models.fields import shared, translated


class EnquiryKind(models.TextChoices):
    """What a message is about."""

    CONTACT = "contact", _("Contact")
    BARRIER = "barrier", _("Reported barrier")


CONTACT_TYPES = {
    EnquiryKind.CONTACT: "customer service",
    EnquiryKind.BARRIER: "accessibility",
}
"""What schema.org calls the kinds; its words are English in every language."""


class EnquiryState(models.TextChoices):
    """Whether somebody still has to act."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")


class EnquiryPage(BodyPage):
    """A page with a form whose messages reach the contact address and the admin."""

    kind = models.CharField(
        _("kind"), max_length=20, choices=EnquiryKind.choices, default=EnquiryKind.CONTACT
    )
    thanks = RichTextField(_("thanks"), features=["bold", "italic", "link"], blank=True)

    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("thanks"),
    ]
    override_translatable_fields = [
        *BodyPage.override_translatable_fields,
        *shared("kind"),
        *translated("thanks"),
    ]

    class Meta:
        verbose_name = _("form page")
        verbose_name_plural = _("form pages")

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        """Whom the form reaches, and what for."""
        point = {
            "@type": "ContactPoint",
            "contactType": CONTACT_TYPES[EnquiryKind(self.kind)],
            "url": self.full_url,
            "email": frame.site.email,
            "telephone": frame.site.phone,
            "availableLanguage": [page.code for page in self.language_versions if page.exists],
        }
        operator = structured.operator(self, frame)
        contact = structured.described(self, "ContactPage") | {
            "mainEntity": operator | {"contactPoint": structured.filled(point)}
        }
        return [*super().structured_data(frame), contact]


class Enquiry(models.Model):
    """A message somebody sent; deleted a set time after it was answered."""

    kind = models.CharField(_("kind"), max_length=20, choices=EnquiryKind.choices)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address of the page"), max_length=500, blank=True)
    message = models.TextField(_("message"), max_length=5000)
    language = models.CharField(_("language"), max_length=20)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=20, choices=EnquiryState.choices, default=EnquiryState.OPEN
    )
    note = models.TextField(_("note"), blank=True, max_length=2000)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    mailed_at = models.DateTimeField(_("passed on by e-mail"), null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {Truncator(self.message).chars(60)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Note when the message was answered: its retention time runs from then."""
        if self.state == EnquiryState.OPEN:
            self.answered_at = None
        elif self.answered_at is None:
            self.answered_at = timezone.now()
        super().save(*args, **kwargs)
