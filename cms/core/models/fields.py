"""Fields that many models have, and how their contents get into other languages."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField, TranslatableField


def picture_field() -> models.ForeignKey:
    """A picture of the library; one that is deleted leaves the page without."""
    return _optional("core.CustomImage", _("picture"), models.SET_NULL)


def document_field(label: Any) -> models.ForeignKey:
    """A document of the library; one that is deleted leaves its place empty."""
    return _optional("core.CustomDocument", label, models.SET_NULL)


def lead_field() -> models.ForeignKey:
    """The role that leads something; it cannot be deleted while it does."""
    return _optional("core.Contact", _("lead"), models.PROTECT)


def _optional(model: str, label: Any, on_delete: Any) -> models.ForeignKey:
    return models.ForeignKey(
        model, verbose_name=label, null=True, blank=True, on_delete=on_delete, related_name="+"
    )


def translated(*names: str) -> list[TranslatableField]:
    """Words: every language has its own."""
    return [TranslatableField(name) for name in names]


def shared(*names: str) -> list[SynchronizedField]:
    """Facts: every language has the original's."""
    return [SynchronizedField(name, overridable=False) for name in names]
