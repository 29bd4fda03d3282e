"""What a receipt has to know of a donor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import LineField, NeededLineField, UnaskedInput
from participation.wishlist.models.choices import Country


def _line(label: Any, length: int, complete: str, **options: Any) -> LineField:
    widget = forms.TextInput(attrs={"autocomplete": complete})
    return LineField(label=label, max_length=length, widget=widget, **options)


class AddressForm(forms.Form):
    """Name and address as they are to stand on the receipt."""

    name = NeededLineField(
        label=_("Name"), max_length=140, widget=UnaskedInput(attrs={"autocomplete": "name"})
    )
    company = _line(_("Company or association"), 140, "organization", required=False)
    street = _line(_("Street and number"), 140, "address-line1")
    postcode = _line(_("Postcode"), 12, "postal-code")
    city = _line(_("Town"), 80, "address-level2")
    country = forms.ChoiceField(label=_("Country"), choices=Country.choices)

    def clean(self) -> dict[str, Any]:
        """A company gives in its own name."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("name") and not cleaned.get("company") and "name" not in self.errors:
            self.add_error("name", _("A receipt needs your name or that of the company."))
        return cleaned
