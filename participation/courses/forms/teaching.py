"""Forms of teachers: messages and materials."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import LineField, TextField
from cms.core.uploads import check_document
from participation.courses.models.choices import MaterialFor


class MessageForm(forms.Form):
    """A message to everybody who has booked."""

    subject = LineField(label=_("Subject"), max_length=160)
    text = TextField(label=_("Message"), max_length=4000)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4()
        self.fields["text"].widget.attrs["rows"] = 6

    def clean_key(self) -> UUID:
        """A new one where a browser lost it."""
        return self.cleaned_data["key"] or uuid4()


class MaterialForm(forms.Form):
    """A file or a link."""

    title = LineField(label=_("Title"), max_length=120)
    file = forms.FileField(
        label=_("File"),
        help_text=_("A PDF, a text or an office document, at most 10 MB."),
        required=False,
        validators=[check_document],
    )
    url = forms.URLField(
        label=_("or a link"), required=False, max_length=200, assume_scheme="https"
    )
    shown = forms.ChoiceField(
        label=_("Shown"), choices=MaterialFor.choices, widget=forms.RadioSelect, initial="before"
    )

    def clean(self) -> dict[str, Any]:
        """One of both."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("url")):
            self.add_error("file", _("Please choose a file or enter a link, one of both."))
        return cleaned


def parse_presences(data: Any) -> dict[int, str]:
    """What a list was sent with, by the key of a participant."""
    found: dict[int, str] = {}
    for name, value in data.items():
        key = name.removeprefix("p_")
        if name.startswith("p_") and key.isascii() and key.isdigit() and len(key) < 12:
            found[int(key)] = str(value)
    return found
