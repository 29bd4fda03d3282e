"""The filters of the project list, and the short form of an update."""

import re
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cms.core.uploads import validate_picture
from cms.programme import queries
from cms.programme.models import ProjectPage
from cms.programme.models.choices import Kind, Stage


class ProjectFilterForm(forms.Form):
    """Filters of a plain GET. An unknown value filters nothing: old links and robots get a list."""

    guideline = forms.ChoiceField(label=_("Guideline"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices]
    )
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("All")), *Stage.choices]
    )
    group = forms.ChoiceField(label=_("Working group"), required=False)
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)

    LOOKUPS = {
        "guideline": "guideline_links__guideline__number",
        "kind": "kind",
        "stage": "stage",
        "group": "working_group__translation_key",
        "carrier": "carrier_links__carrier__key",
    }

    def __init__(self, data: Any, *, locale: Locale) -> None:
        super().__init__(data)
        everything = ("", _("All"))
        self._choices(
            "guideline", everything, ((str(g.number), str(g)) for g in queries.guidelines(locale))
        )
        self._choices(
            "group",
            everything,
            ((str(g.translation_key), g.title) for g in queries.group_names(locale)),
        )
        self._choices(
            "carrier",
            everything,
            ((key, carrier.name) for key, carrier in sorted(queries.carrier_names(locale).items())),
        )

    def _choices(self, name: str, first: tuple, rest: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
        field.choices = [first, *rest]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in force: field name to value, unknown values left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, found: QuerySet[ProjectPage]) -> QuerySet[ProjectPage]:
        """The projects that match every filter."""
        for name, value in self.chosen.items():
            found = found.filter(**{self.LOOKUPS[name]: value})
        return found

    @property
    def chips(self) -> list[dict[str, str]]:
        """Each filter in force with its words and the query string that takes it away."""
        chosen = self.chosen
        return [
            {
                "label": str(self.fields[name].label),
                "value": str(dict(self.fields[name].choices)[value]),  # type: ignore[attr-defined]
                "query": "&".join(f"{k}={v}" for k, v in chosen.items() if k != name),
            }
            for name, value in chosen.items()
        ]


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
        help_text=_("Read out to people who cannot see it."),
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
        """Take the first sentence as headline where none was written."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("text") and not cleaned.get("title"):
            cleaned["title"] = first_sentence(cleaned["text"])
        return cleaned


def first_sentence(text: str, limit: int = 120) -> str:
    """The first sentence of a text, cut at a word when it is longer than the limit."""
    sentence = re.split(r"(?<=[.!?])\s|\n", text.strip(), maxsplit=1)[0].rstrip(".")
    return Truncator(sentence).chars(limit)
