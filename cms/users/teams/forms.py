"""The forms of an invitation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import offer


class OwnerForm(forms.Form):
    """Whom an office invites as an owner."""

    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={"invalid": _("Please check the e-mail address: name@example.org")},
    )


class InvitationForm(OwnerForm):
    """Whom to invite as what. ``roles`` are values and words; ``usual`` is chosen already."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, data: Any, *, roles: list[tuple[str, Any]], usual: str) -> None:
        super().__init__(data, initial={"role": usual})
        offer(self, "role", roles)
