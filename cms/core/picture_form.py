"""A picture that people send in, with the words for those who do not see it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import CheckedFileField, LineField
from cms.core.uploads import check_picture


def picture_field(**options: Any) -> CheckedFileField:
    """A picture that people send in."""
    return CheckedFileField(
        label=_("Picture"),
        help_text=_("We take out what the camera notes. Only show people who agree to it."),
        check=check_picture,
        accept="image/*",
        **options,
    )


def description_field(**options: Any) -> LineField:
    """What a picture shows, for those who do not see it."""
    return LineField(
        label=_("What is to be seen on it"),
        help_text=_("For people who do not see the picture."),
        max_length=250,
        **options,
    )


class PictureForm(forms.Form):
    """One more picture."""

    picture = picture_field()
    description = description_field()

    @property
    def words(self) -> dict[str, Any]:
        """What verbs take."""
        return {
            "file": self.cleaned_data["picture"],
            "description": self.cleaned_data["description"],
        }
