"""Forms for hearing of a wish."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.guards import GuardedForm
from cms.notifications.models import Frequency


class FollowForm(forms.Form):
    """How often somebody wants to hear of a wish."""

    frequency = forms.ChoiceField(
        label=_("How often do you want to hear of it?"),
        choices=Frequency.choices,
        initial=Frequency.DAILY,
    )


class GuestFollowForm(GuardedForm, FollowForm):
    """The same without an account."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We send you a link to confirm it. With the link you get an account without a "
            "password, which you can delete at any time. We use the address for nothing else."
        ),
        error_messages={"invalid": _("Please check the e-mail address: name@example.org")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ["frequency", "email"]
