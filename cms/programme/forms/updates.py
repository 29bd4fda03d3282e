"""The short form of an update."""

import re
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from cms.core.pictures import NO_DESCRIPTION
from cms.core.uploads import validate_picture
from cms.programme.models.choices import Stage

INTRODUCTION = 400
"""So long may an introduction be."""
SENTENCE_END = re.compile(
    r"\s*\n\s*|(?<=[!?])\s+"
    # No end: a stop after a number or a letter (3. März, z. B.), a title, or before small letters.
    r"|(?<=[^\W\d_]{2}\.)(?<!\bDr\.)(?<!\bNr\.)(?<!\bSt\.)(?<!Str\.)(?<!Prof\.)\s+(?![a-zäöüß\d])"
)


class QuickUpdateForm(forms.Form):
    """An update from a phone: what happened, a photo, done."""

    text = forms.CharField(
        label=_("What has happened?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 5000}),
    )
    title = forms.CharField(
        label=_("Headline"),
        max_length=160,
        required=False,
        help_text=_("If you leave this empty, the first sentence is taken."),
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )
    photo_description = forms.CharField(
        label=_("What is to be seen in the photo?"),
        max_length=200,
        required=False,
        help_text=_("Read out to people who cannot see it. Needed with every photo."),
    )
    new_stage = forms.ChoiceField(
        label=_("New stage of the project"),
        required=False,
        choices=[("", _("No change")), *Stage.choices],
    )

    def clean_photo(self) -> Any:
        """Refuse what is no picture, is too large or is not of an accepted kind."""
        photo = self.cleaned_data.get("photo")
        if photo:
            if photo.size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
                limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE // 1024 // 1024
                raise ValidationError(_("The photo is too large. At most %s MB.") % limit)
            if (
                PurePath(photo.name).suffix.lower().lstrip(".")
                not in settings.WAGTAILIMAGES_EXTENSIONS
            ):
                raise ValidationError(_("Please choose a photo (JPEG, PNG, WebP or HEIC)."))
            validate_picture(photo)
        return photo

    def clean(self) -> dict[str, Any]:
        """Make headline, introduction and text of what was written, so that nothing is said twice.

        Without a headline the first sentence is taken; the next one introduces what is left.
        """
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("photo") and not cleaned.get("photo_description"):
            self.add_error("photo_description", NO_DESCRIPTION)
        text = cleaned.get("text", "")
        if text and not cleaned.get("title"):
            cleaned["title"], text = take_sentence(text)
            cleaned["title"] = cleaned["title"].removesuffix(".")
        cleaned["introduction"], cleaned["text"] = take_sentence(text, INTRODUCTION)
        return cleaned


def take_sentence(text: str, limit: int = 120) -> tuple[str, str]:
    """The first sentence of a text and what follows it.

    A sentence longer than the limit is cut at a word's end, and the text stays whole.
    """
    sentence, *rest = SENTENCE_END.split(text.strip(), maxsplit=1)
    if len(sentence.removesuffix(".")) > limit:
        return Truncator(sentence).chars(limit), text
    return sentence, rest[0] if rest else ""
