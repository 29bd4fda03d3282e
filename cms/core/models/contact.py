"""Whom to ask: a role, never a named person."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index


class Contact(TranslatableMixin, index.Indexed):
    """A role in an organisation and how to reach it."""

    role = models.CharField(_("role"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    panels = [
        FieldPanel("role"),
        FieldPanel("organisation"),
        FieldPanel("email"),
        FieldPanel("phone"),
    ]
    search_fields = [index.AutocompleteField("role"), index.AutocompleteField("organisation")]

    class Meta(TranslatableMixin.Meta):
        ordering = ["role"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return ", ".join(part for part in (self.role, self.organisation) if part)
