"""Fields of the wish list's forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from cms.core.form_fields import UnaskedInput
from cms.core.money import EurosFormField

LARGEST = 100_000_000
"""One million euros, in cents: no field of money takes more."""


class IbanField(forms.CharField):
    """An account number, checked by its digits (ISO 13616) and stored without blanks.

    Only countries of the SEPA scheme are taken, since money is sent by SEPA credit transfer.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("IBAN"))
        options.setdefault("max_length", 45)
        attributes = {"autocomplete": "off", "spellcheck": "false"}
        super().__init__(widget=forms.TextInput(attrs=attributes), **options)

    def to_python(self, value: Any) -> str:
        """Its compact form."""
        text = "".join((super().to_python(value) or "").split()).upper()
        if text in self.empty_values:
            return ""
        try:
            iban = IBAN(text)
        except SchwiftyException as error:
            raise ValidationError(
                _("Please check the IBAN: a digit seems to be wrong or missing.")
            ) from error
        if not iban.in_sepa_zone:
            raise ValidationError(_("Please give an account within the SEPA area."))
        return str(iban.compact)


class SumField(EurosFormField):
    """Euros typed by a person, with comma or dot, as cents above zero."""

    input: type[forms.TextInput] = forms.TextInput

    def __init__(self, *, most: int = LARGEST, **options: Any) -> None:
        self.most = most
        attributes = {"inputmode": "decimal", "autocomplete": "off", "class": "money-input"}
        options.setdefault("max_length", 20)
        super().__init__(widget=self.input(attrs=attributes), **options)

    def validate(self, value: Any) -> None:
        """Refuse nothing, less than a cent, and sums beyond any reason."""
        super().validate("" if value is None else value)
        if value is not None and value <= 0:
            raise ValidationError(_("Please enter an amount above zero."))
        if value is not None and value > self.most:
            raise ValidationError(_("That is more than this form takes."))

    def run_validators(self, value: Any) -> None:
        """Those of a text do not fit cents; the limits are checked above."""


class NeededSumField(SumField):
    """A sum that another field's choice asks for: not called optional, and left to the form."""

    input = UnaskedInput

    def validate(self, value: Any) -> None:
        """Whether it may be empty the form knows."""
        if value is not None:
            super().validate(value)


class PickedField(forms.ChoiceField):
    """A choice of which one is picked already; a request without any is left to the form."""

    widget = forms.RadioSelect

    def validate(self, value: Any) -> None:
        """Only what is not offered is wrong."""
        if value:
            super().validate(value)
