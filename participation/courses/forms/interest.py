"""Forms for hearing of new dates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.guards import GuardedForm


class InterestForm(GuardedForm):
    """When a date would suit somebody who is signed in."""

    comment = forms.CharField(
        label=_("When would suit you?"),
        help_text=_("Such as mornings, or Saturdays. The provider sees it without your name."),
        required=False,
        max_length=200,
    )


class GuestInterestForm(InterestForm):
    """The same without an account."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send you a link to confirm it, and use the address for nothing else."),
        error_messages={"invalid": _("Please check the e-mail address: name@example.org")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ["email", "comment"]
