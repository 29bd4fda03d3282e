"""Money is integer cents of the euro; people type and read euros."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MAX_CENTS = 100_000_000_000
"""One billion euros: more than a city's programme, less than what would overflow a sum."""
GERMAN_MARKS = str.maketrans(",.", ".,")
# Not Decimal(): that reads "1e9999", "NaN" and digits of every script, too.
_AMOUNT = re.compile(
    r"(?P<sign>[-−])?"
    r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,15})"
    r"(?:,(?P<comma>[0-9]+)|\.(?P<point>[0-9]+))?"
)


def euros(cents: int) -> str:
    """Cents as the page's language writes an amount, whole euros without decimals.

    350000 → ``3.500 €``, in English ``€3,500``.
    """
    sign, cents = ("−" if cents < 0 else ""), abs(cents)
    amount = f"{cents // 100:,}" + (f".{cents % 100:02d}" if cents % 100 else "")
    if (get_language() or "").startswith("en"):
        return f"{sign}€{amount}"
    return f"{sign}{amount.translate(GERMAN_MARKS)}\N{NO-BREAK SPACE}€"


def parse_euros(text: str) -> int:
    """Cents of an amount typed by a person: ``3.500``, ``3500,50`` or ``3500.50``.

    A point followed by exactly three digits groups thousands, as in German. Raises ValidationError.
    """
    match = _AMOUNT.fullmatch("".join(text.replace("€", "").split()))
    if match is None:
        raise ValidationError(_("Enter an amount in euros, such as 3.500 or 1.250,50."))
    decimals = match["comma"] or match["point"] or ""
    if len(decimals) > 2:
        raise ValidationError(_("An amount has two decimals at most."))
    cents = int(match["whole"].replace(".", "")) * 100 + int(decimals.ljust(2, "0"))
    return -cents if match["sign"] else cents


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
        )
