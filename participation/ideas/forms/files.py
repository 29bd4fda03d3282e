"""Several files, each checked by what it holds; good ones are kept while others are wrong."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.base import File
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import SeveralFilesField
from cms.core.uploads import DOCUMENT_ENDINGS, check_document, check_picture
from participation.ideas.models import HeldFile
from participation.ideas.queries.drafts import held_files

MOST_PICTURES, MOST_DOCUMENTS = 5, 3


class FilesForm(forms.Form):
    """Pictures and documents. Good ones that were sent with something wrong are held for the next
    try, and ``held`` is the secret they are found by."""

    pictures = SeveralFilesField(
        label=_("Pictures"),
        help_text=_(
            "Up to five. We take out what the camera has noted about place and device. "
            "Only show people who agree to it."
        ),
        most=MOST_PICTURES,
        check=lambda file: check_picture(file),
        accept="image/*",
    )
    documents = SeveralFilesField(
        label=_("Documents"),
        help_text=_("Up to three, for example a PDF. At most 10 MB each."),
        most=MOST_DOCUMENTS,
        check=lambda file: check_document(file),
        accept=",".join(f".{ending}" for ending in DOCUMENT_ENDINGS),
    )
    dropped = forms.MultipleChoiceField(
        label=_("We have kept these files for you"),
        help_text=_("Tick those that you do not want to send after all."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    held = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self._dropped = self.fields.pop("dropped")
        self.fields["held"].initial = uuid4()
        self.show_held()

    def show_held(self) -> None:
        """Offer what is held for the form, which may be more than when it was made."""
        self.held_files = held_files(key=self["held"].value(), user=self.user)
        if self.held_files:
            self._dropped.choices = [(str(each.pk), str(each)) for each in self.held_files]  # type: ignore[attr-defined]
            self.fields["dropped"] = self._dropped
            self.order_fields(self.field_order)

    @property
    def held_key(self) -> UUID:
        """The secret under which files are held; a new one where a browser lost it."""
        try:
            return UUID(str(self["held"].value()))
        except ValueError:
            new = uuid4()
            data = QueryDict(mutable=True)
            data.update(self.data)
            data["held"] = str(new)
            self.data = data
            return new

    @property
    def good_files(self) -> dict[str, list[File]]:
        """What was sent and may be kept, whatever else is wrong with the form."""
        pictures = MOST_PICTURES - sum(bool(each.image_id) for each in self.held_files)
        documents = MOST_DOCUMENTS - sum(bool(each.document_id) for each in self.held_files)
        return {
            "pictures": getattr(self.fields["pictures"], "good", [])[: max(0, pictures)],
            "documents": getattr(self.fields["documents"], "good", [])[: max(0, documents)],
        }

    @property
    def held_to_send(self) -> list[HeldFile]:
        """What is held, without what the reader has ticked."""
        return [each for each in self.held_files if each not in self.held_to_drop]

    @property
    def held_to_drop(self) -> list[HeldFile]:
        """What the reader has ticked."""
        ticked = self.cleaned_data.get("dropped", [])
        return [each for each in self.held_files if str(each.pk) in ticked]

    def clean(self) -> dict[str, Any]:
        """With those that are held there are no more than allowed."""
        cleaned = super().clean() or self.cleaned_data
        held = self.held_to_send
        for name, number, most in (
            ("pictures", sum(bool(each.image_id) for each in held), MOST_PICTURES),
            ("documents", sum(bool(each.document_id) for each in held), MOST_DOCUMENTS),
        ):
            if number + len(cleaned.get(name, [])) > most:
                self.add_error(name, _("At most %(most)s files.") % {"most": most})
        return cleaned
