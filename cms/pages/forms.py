"""The form of contact and barrier pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.guards import GuardedForm
from cms.pages.models import Enquiry
from cms.pages.models.enquiries import EnquiryKind


class EnquiryForm(GuardedForm, forms.ModelForm):
    """A message with an optional way to answer."""

    class Meta:
        model = Enquiry
        fields = ["message", "address", "name", "email"]
        labels = {
            "message": _("Your message"),
            "address": _("Address of the page"),
            "name": _("Your name"),
            "email": _("Your e-mail address"),
        }
        help_texts = {
            "address": _("Where did you meet the barrier? You may leave this empty."),
            "name": _("You may leave this empty."),
            "email": _("Only if you want an answer."),
        }
        error_messages = {
            "message": {"required": _("Please write your message.")},
            "email": {"invalid": _("Please check the e-mail address: name@example.org")},
        }
        widgets = {
            "message": forms.Textarea(attrs={"rows": 8, "maxlength": 5000}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.kind = kind
        if kind != EnquiryKind.BARRIER:
            del self.fields["address"]

    def clean_name(self) -> str:
        """One line: a name cannot pretend to be another line of the mail."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_message(self) -> str:
        """Refuse a message of white space and control characters alone."""
        message: str = self.cleaned_data["message"]
        if "\x00" in message or not any(character.isalnum() for character in message):
            raise ValidationError(_("Please write in words what this is about."))
        return message
