"""The form of contact and barrier pages."""

import time
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.pages.models import Enquiry
from cms.pages.models.enquiries import EnquiryKind

MIN_SECONDS = 2
_signer = signing.Signer(salt="enquiry-form")


def _stamp() -> str:
    """The present moment, signed."""
    return _signer.sign_object(int(time.time()))


class EnquiryForm(forms.ModelForm):
    """A message with an optional way to answer.

    Robots are kept out without excluding anybody: a field people do not see, and a signed time
    stamp that says how long the form was open. Nothing is asked of the reader.
    """

    website = forms.CharField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"tabindex": -1, "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

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
        self.fields["opened"].initial = _stamp()

    def clean_name(self) -> str:
        """One line: a name cannot pretend to be another line of the mail."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_message(self) -> str:
        """Refuse a message of white space and control characters alone."""
        message: str = self.cleaned_data["message"]
        if "\x00" in message or not any(character.isalnum() for character in message):
            raise ValidationError(_("Please write in words what this is about."))
        return message

    def clean(self) -> dict[str, Any]:
        """Ask for another try where a robot is likely; a person presses once more and is done."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("website"):
            raise ValidationError(
                _("Please empty the field that is to stay empty, and send the form again.")
            )
        if not self._opened_by_a_person(cleaned.get("opened", "")):
            raise ValidationError(_("That was too quick for us. Please send the form again."))
        return cleaned

    def _opened_by_a_person(self, token: str) -> bool:
        """Whether the form was open for the time that typing takes; a forged stamp was not."""
        try:
            opened = _signer.unsign_object(token)
        except signing.BadSignature:
            # One signed with an older key would stay wrong however often it is sent.
            self.data = dict(self.data.items()) | {"opened": _stamp()}
            return False
        return time.time() - float(opened) >= MIN_SECONDS
