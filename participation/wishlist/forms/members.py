"""The form of an invitation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.wishlist.models.choices import Role


class InvitationForm(forms.Form):
    """Whom to invite as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={"invalid": _("Please check the e-mail address: name@example.org")},
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        initial=Role.EDITOR,
        widget=forms.RadioSelect,
    )
