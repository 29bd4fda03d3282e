"""Money is integer cents of the euro; people type and read euros."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_CENTS = 100_000_000_000
"""One billion euros: more than a city's programme, less than what would overflow a sum."""


def euros(cents: int) -> str:
    """Cents as a German amount, whole euros without decimals: 350000 → ``3.500 €``."""
    sign, cents = ("−" if cents < 0 else ""), abs(cents)
    whole = f"{cents // 100:,}".replace(",", ".")
    fraction = f",{cents % 100:02d}" if cents % 100 else ""
    return f"{sign}{whole}{fraction}\N{NO-BREAK SPACE}€"


def parse_euros(text: str) -> int:
    """Cents of an amount typed by a person: ``3.500``, ``3500,50`` or ``3500.50``.

    A point followed by exactly three digits groups thousands, as in German. Raises ValidationError.
    """
    compact = text.replace("€", "").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if "," in compact:
        compact = compact.replace(".", "").replace(",", ".")
    else:
        head, _point, tail = compact.rpartition(".")
        if head and len(tail) == 3:
            compact = compact.replace(".", "")
    try:
        cents = Decimal(compact) * 100
        whole = int(cents)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise ValidationError(_("Enter an amount in euros, such as 3.500 or 1.250,50.")) from error
    if cents != whole:
        raise ValidationError(_("An amount has two decimals at most."))
    return whole


class EurosFormField(forms.CharField):
    """A text field that takes euros and gives cents."""

    def to_python(self, value: Any) -> Any:
        """Cents, or None when empty and not required."""
        text = super().to_python(value)
        return parse_euros(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """Show stored cents as euros; leave what a person typed as it is."""
        if isinstance(value, int):
            return f"{value // 100},{value % 100:02d}"
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare amounts, not their spelling."""
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


class CentsField(models.BigIntegerField):
    """Non-negative cents, typed and shown as euros in forms."""

    default_validators = [MinValueValidator(0), MaxValueValidator(MAX_CENTS)]

    def formfield(self, **kwargs: Any) -> forms.Field:
        """A field that takes euros."""
        return EurosFormField(
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
            initial=self.default if self.has_default() else None,
            max_length=30,
        )
