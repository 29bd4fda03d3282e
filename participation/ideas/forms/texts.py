"""How an author wants to be named."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import NeededLineField, offer
from participation.ideas.models.choices import NameShown


class NameFields(forms.Form):
    """How an author wants to be named."""

    name_shown = forms.ChoiceField(
        label=_("Name shown with it"),
        choices=NameShown.choices,
        initial=NameShown.NONE,
        required=False,
        error_messages={
            "invalid_choice": _("We do not know your name. Please choose another entry.")
        },
        widget=forms.RadioSelect,
    )
    alias = NeededLineField(
        label=_("The name you choose"),
        help_text=_("Only where “A name I choose” is selected above."),
        max_length=60,
    )

    def __init__(self, *args: Any, knows_name: bool = True, **kwargs: Any) -> None:
        """``knows_name``: whether there is an account with a name that could be shown."""
        super().__init__(*args, **kwargs)
        if not knows_name:
            offered = [choice for choice in NameShown.choices if choice[0] != NameShown.REAL]
            offer(self, "name_shown", offered)

    def clean_name_shown(self) -> str:
        """No name where none was chosen."""
        return self.cleaned_data["name_shown"] or NameShown.NONE

    def clean(self) -> dict[str, Any]:
        """An alias needs one."""
        cleaned = super().clean() or self.cleaned_data
        shown = cleaned.get("name_shown")
        if shown == NameShown.ALIAS and not cleaned.get("alias") and "alias" not in self.errors:
            self.add_error("alias", _("Please write the name you want to be shown."))
        if shown != NameShown.ALIAS:
            cleaned["alias"] = ""
        return cleaned
