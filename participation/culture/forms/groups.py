"""Forms of groups, documents and joint events."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import CheckedFileField, LineField, TextField, offer
from cms.core.uploads import DOCUMENT_ENDINGS, check_document
from participation.culture.forms.fields import (
    ActingForm,
    InstitutionsField,
    MomentField,
    check_order,
)


class GroupForm(ActingForm):
    """A new group."""

    name = LineField(label=_("Name of the group"), max_length=120)
    purpose = TextField(
        label=_("What it is for"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    asked = InstitutionsField(label=_("Who is asked to join"), required=False)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    field_order = ["institution", "name", "purpose", "asked", "key"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4()

    def clean_key(self) -> UUID:
        """A new one where a browser lost it."""
        return self.cleaned_data["key"] or uuid4()


class AskForm(forms.Form):
    """Who else is asked to join a group or to carry an event."""

    asked = InstitutionsField(label=_("Institutions"))

    def __init__(self, *args: Any, besides: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = self.fields["asked"].queryset.exclude(pk__in=besides)  # type: ignore[attr-defined]
        offer(self, "asked", found)


class MessageForm(ActingForm):
    """Something to say in a group."""

    text = TextField(label=_("Message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class DateForm(ActingForm):
    """A date for a group's calendar."""

    title = LineField(label=_("Title"), max_length=120)
    start = MomentField(label=_("Begins"))
    end = MomentField(label=_("Ends"))
    place = LineField(label=_("Place"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """The end is after the beginning."""
        cleaned = super().clean() or self.cleaned_data
        check_order(self, cleaned)
        return cleaned


def file_field() -> CheckedFileField:
    """A document to share."""
    return CheckedFileField(
        label=_("File"),
        help_text=_("PDF, text or office document, at most 10 MB."),
        check=check_document,
        accept=",".join(f".{ending}" for ending in DOCUMENT_ENDINGS),
    )


class GroupDocumentForm(ActingForm):
    """A document for a group."""

    title = LineField(label=_("Title"), max_length=160)
    file = file_field()


class DocumentForm(ActingForm):
    """A document for chosen partners or for all of them."""

    title = LineField(label=_("Title"), max_length=160)
    note = LineField(label=_("What it is"), max_length=300, required=False)
    file = file_field()
    for_all = forms.BooleanField(label=_("All partners may open it"), required=False)
    partners = InstitutionsField(label=_("These partners may open it"), required=False)

    def clean(self) -> dict[str, Any]:
        """Somebody gets it."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("for_all") and not cleaned.get("partners"):
            raise ValidationError(_("Please choose who may open it."))
        return cleaned


class PartForm(forms.Form):
    """What an institution adds to a joint event."""

    role = LineField(
        label=_("What you do"),
        help_text=_("For example: choir, stage and sound, coffee and cake."),
        max_length=120,
        required=False,
    )
    text = TextField(
        label=_("Your part in words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
