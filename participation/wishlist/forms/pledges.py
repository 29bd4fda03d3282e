"""Forms of people who bring a thing or give time, and of institutions who agree a day with them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import DayField, LineField, TextField
from cms.core.guards import GuardedForm


class PledgeForm(GuardedForm):
    """How many, and who promises it."""

    quantity = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        max_value=9999,
        initial=1,
        error_messages={
            "invalid": _("Please enter a whole number."),
            "min_value": _("Please promise at least one."),
            "max_value": _("That is more than we can count."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    name = LineField(
        label=_("Your name"),
        help_text=_("Only the institution sees it."),
        max_length=120,
        error_messages={"required": _("Please give your name, so that you can be expected.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The institution agrees with you there when to hand it over."),
        error_messages={"invalid": _("Please check the e-mail address: name@example.org")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    note = TextField(
        label=_("Do you want to add something?"),
        help_text=_("For example when it suits you, or what exactly you bring."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, most: int, is_single: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["quantity"]
        field.help_text = _("%(count)s are still needed.") % {"count": most}
        if is_single:
            field.widget = forms.HiddenInput()


class HandOverForm(forms.Form):
    """The day something is handed over."""

    on = DayField(label=_("Day of the hand-over"))
