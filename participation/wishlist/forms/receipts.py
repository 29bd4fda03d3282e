"""What a receipt has to know of a donor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import LineField
from participation.wishlist.models.choices import Country


def _line(label: Any, length: int, complete: str, **options: Any) -> LineField:
    widget = forms.TextInput(attrs={"autocomplete": complete})
    return LineField(label=label, max_length=length, widget=widget, **options)


class AddressForm(forms.Form):
    """Name and address as they are to stand on the receipt."""

    name = _line(_("Name"), 140, "name")
    company = _line(_("Company or association"), 140, "organization", required=False)
    street = _line(_("Street and number"), 140, "address-line1")
    postcode = _line(_("Postcode"), 12, "postal-code")
    city = _line(_("Town"), 80, "address-level2")
    country = forms.ChoiceField(label=_("Country"), choices=Country.choices)
